"""The number of files of a target that were not read."""

from designdoc_assets.source.snapshot import Snapshot


def files_not_read(snapshot: Snapshot) -> int:
    """Return the number of files and folders that were left out, and of files in languages that are not read."""
    return len(snapshot.skipped) + sum(len(language.paths) for language in snapshot.unread_languages)


def not_read(snapshot: Snapshot) -> str:
    """Return that number in a phrase, with the languages: `77 not read (75 Ruby, 2 left out)`."""
    languages = [f"{len(language.paths):,} {language.name}" for language in snapshot.unread_languages]
    left_out = [f"{len(snapshot.skipped):,} left out"] if snapshot.skipped and languages else []
    why = ", ".join([*languages, *left_out])
    return f"{files_not_read(snapshot):,} not read" + (f" ({why})" if why else "")
