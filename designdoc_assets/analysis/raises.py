"""The exceptions of a function as its page shows them: from the doc comment, or else from the `raise` statements."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace

from designdoc_assets.analysis.members import Raised
from designdoc_assets.analysis.target import Target
from designdoc_assets.languages.doc_facts import Doc
from designdoc_assets.languages.facts import Class, Function
from designdoc_assets.program.raising import RaiseSite
from designdoc_assets.program.resolution import Symbol


def raised_by(function: Function, path: str, target: Target, owner: Class | None = None) -> list[Raised]:
    """Return the exceptions of a function of the file at `path`, or of a method of `owner`.

    Documented ones come first, then those that only the code raises, a row for each place. If some place of an
    exception has neither a condition nor a message, there is one row without either. For a constructor, the doc comment
    of its class counts as well.
    """
    of_class = owner.doc if owner is not None and function.sort == "constructor" else None
    described = [about for doc in (function.doc, of_class) for about in _documented(doc, path, target)]
    # The modifier `abstract` says already that the method raises `NotImplementedError`.
    places = [
        place
        for place in target.relations.raised(path, function, owner)
        if not (function.is_abstract and place.name == "NotImplementedError")
    ]
    plain = {_last(place.name) for place in places if not (place.at.when or place.at.message)}
    entries: list[Raised] = []
    for about in described:
        found = [place for place in places if not about.text and _last(place.name) == _last(about.name)]
        entries += [_shown(place, target, plain, about.name) for place in found] or [about]
    told = {_last(about.name) for about in described}
    entries += [_shown(place, target, plain, place.name) for place in places if _last(place.name) not in told]
    return list(dict.fromkeys(_with_antecedents(dict.fromkeys(entries))))


def _with_antecedents(entries: Iterable[Raised]) -> Iterator[Raised]:
    """Yield rows; one that counts only if code before it did not raise loses its condition, unless the rows before it
    say when that raises: it would be half of the condition."""
    is_said = False
    for at, entry in enumerate(entries):
        is_whole = is_said or not entry.is_otherwise
        yield entry if is_whole else replace(entry, condition="", is_otherwise=False)
        is_said = is_whole and bool(entry.condition) and (is_said or not at)


def _documented(doc: Doc | None, path: str, target: Target) -> list[Raised]:
    entries = doc.raises if doc else ()
    return [Raised(entry.name, entry.text, page=_page_of(entry.name, path, target)) for entry in entries]


def _page_of(name: str, path: str, target: Target) -> str:
    """Return the address of an exception that a doc comment names and the file does not know, if one class is it."""
    if target.relations.resolver.resolve(path, name) is not None:
        return ""
    named_so = target.classes_named.get(name, ())
    return (target.address_of(named_so[0]) or "") if len(named_so) == 1 else ""


def _shown(place: RaiseSite, target: Target, plain: Collection[str], name: str) -> Raised:
    exception, at = place.exception, place.at
    page = (target.address_of(exception) or "") if isinstance(exception, Symbol) else ""
    if _last(name) in plain:
        return Raised(name, page=page)
    return Raised(name, "", at.when or "", at.message, bool(at.when) and at.follows, page)


def _last(name: str) -> str:
    return name.rpartition(".")[2]
