"""How much of a target was not read, in a phrase."""

from designdoc_assets.source.snapshot import Snapshot


def not_read(snapshot: Snapshot) -> str:
    """Return the number of files that were not read, those in other languages by their language."""
    languages = [f"{len(language.paths):,} {language.name}" for language in snapshot.unread_languages]
    left_out = len(snapshot.skipped)
    count = left_out + sum(len(language.paths) for language in snapshot.unread_languages)
    parts = [*languages, *([f"{left_out:,} left out"] if left_out and languages else [])]
    return f"{count:,} not read" + (f" ({', '.join(parts)})" if parts else "")
