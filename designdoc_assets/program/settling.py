"""Facts that follow from several files: each language completes those of its own, and asks what names mean."""

from collections.abc import Callable, Iterable

from designdoc_assets.ecosystems.facts import Manifests
from designdoc_assets.ecosystems.surroundings import surroundings
from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.languages.language import Language
from designdoc_assets.languages.registry import language
from designdoc_assets.program.assembly import Files, assembled
from designdoc_assets.program.language_resolve import LanguageResolve
from designdoc_assets.program.linkers import Linkers
from designdoc_assets.program.resolvers import Resolvers


def joined(files: Files) -> Files:
    """Return the facts of all files, those that complete others put into these: a stub into its module, methods into
    the type that stands in another file."""
    return assembled(_by_language(files, lambda reads, own: reads.joined(own)))


def settled(files: Files, manifests: Manifests | None = None, others: Iterable[str] = ()) -> Files:
    """Return the facts of all files with what can be told once all are known. The arguments are `Relations`'."""
    resolve = LanguageResolve(Resolvers(files, Linkers(files, surroundings(manifests or Manifests(), others))))
    return _by_language(files, lambda reads, own: reads.settled(own, resolve))


def _by_language(files: Files, complete: Callable[[Language, Files], Files]) -> Files:
    """Return files in their order, those of each language as it completes them; what it leaves out is gone."""
    found: dict[str, FileFacts] = {}
    for name in {facts.language: None for facts in files.values()}:
        own = {path: facts for path, facts in files.items() if facts.language == name}
        found.update(complete(language(name), own))
    return {path: found[path] for path in files if path in found}
