"""Facts that follow from several files: each language completes those of its own, and asks what names mean."""

from collections.abc import Callable, Iterable, Sequence

from designdoc_assets.ecosystems.facts import Manifests
from designdoc_assets.ecosystems.surroundings import surroundings
from designdoc_assets.languages.facts import Class, FileFacts, Function
from designdoc_assets.languages.language import Language
from designdoc_assets.languages.linking import External
from designdoc_assets.languages.registry import language
from designdoc_assets.languages.resolve import Defined, Meant
from designdoc_assets.program.assembly import Files, assembled
from designdoc_assets.program.linkers import Linkers
from designdoc_assets.program.resolution import Meaning, Symbol, numbered
from designdoc_assets.program.resolvers import Resolvers


def joined(files: Files) -> Files:
    """Return the facts of all files, those that complete others put into these: a stub into its module, methods into
    the type that stands in another file."""
    return assembled(_by_language(files, lambda reads, own: reads.joined(own)))


def settled(files: Files, manifests: Manifests | None = None, others: Iterable[str] = ()) -> Files:
    """Return the facts of all files with what can be told once all are known. The arguments are `Relations`'."""
    resolve = _Names(Resolvers(files, Linkers(files, surroundings(manifests or Manifests(), others))))
    return _by_language(files, lambda reads, own: reads.settled(own, resolve))


def _by_language(files: Files, complete: Callable[[Language, Files], Files]) -> Files:
    """Return files in their order, those of each language as it completes them; what it leaves out is gone."""
    found: dict[str, FileFacts] = {}
    for name in {facts.language: None for facts in files.values()}:
        own = {path: facts for path, facts in files.items() if facts.language == name}
        found.update(complete(language(name), own))
    return {path: found[path] for path in files if path in found}


class _Names:
    """The `Resolve` of a program."""

    def __init__(self, resolver: Resolvers) -> None:
        self._resolver = resolver

    def meaning(self, path: str, name: str, within: str = "") -> Meant | None:
        return _meant(self._resolver.resolve(path, name, within=within))

    def defined(self, path: str, cls: Class) -> Defined:
        return Defined(path, numbered(cls), "class")

    def bases(self, cls: Defined) -> Sequence[Meant]:
        return _all_meant(self._resolver.bases(_symbol(cls)))

    def ancestors(self, cls: Defined) -> Sequence[Meant]:
        return _all_meant(self._resolver.ancestors(_symbol(cls)))

    def class_at(self, cls: Defined) -> Class:
        return self._resolver.class_at(_symbol(cls))

    def function_at(self, function: Defined) -> Function | None:
        return self._resolver.function_at(_symbol(function))


def _symbol(defined: Defined) -> Symbol:
    return Symbol(defined.path, defined.qualname, defined.kind)


def _meant(meaning: Meaning | None) -> Meant | None:
    match meaning:
        case Symbol(path=path, qualname=qualname, kind=kind):
            return Defined(path, qualname, kind)
        case External(name=name):
            return name
    return None


def _all_meant(meanings: Iterable[Symbol | External]) -> Sequence[Meant]:
    return [meant for meaning in meanings if (meant := _meant(meaning)) is not None]
