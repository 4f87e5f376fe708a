"""Docstrings, split into free text and described things: Google, NumPy, Sphinx style and Epytext, told apart by look.

This module finds where sections begin and end; what is in a section is the work of `docstring_entries`, and to make
Markdown of the texts that of `free_text`.
"""

import inspect
import re
import textwrap
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Literal, NamedTuple

from designdoc_assets.languages.doc_facts import Described, Doc
from designdoc_assets.languages.python.docs import docstring_entries as entries
from designdoc_assets.languages.python.docs.epytext import as_sphinx
from designdoc_assets.languages.python.docs.free_text import to_markdown
from designdoc_assets.languages.python.visibility import visibility_of

Style = Literal["google", "numpy", "sphinx"]

_HEADINGS = {
    **dict.fromkeys(("args", "arguments", "params", "parameters"), "parameters"),
    **dict.fromkeys(("keyword args", "keyword arguments", "other parameters"), "parameters"),
    **dict.fromkeys(("raises", "exceptions"), "raises"),
    "attributes": "attributes",
    "returns": "returns",
    "yields": "yields",
    "deprecated": "deprecated",
}
"""What the headings of Google and NumPy style are about."""
_DIRECTIVES = {
    **dict.fromkeys(("param", "parameter", "arg", "argument", "key", "keyword", "type", "attr"), "param"),
    **dict.fromkeys(("var", "ivar", "cvar", "vartype"), "var"),
    **dict.fromkeys(("raise", "raises", "except", "exception"), "raises"),
    **dict.fromkeys(("return", "returns", "rtype"), "return"),
}
"""The fields of Sphinx style, and the one of which each is a part."""
_HEADING = "|".join(_HEADINGS)
_OPENINGS: dict[Style, re.Pattern[str]] = {
    "numpy": re.compile(rf"^({_HEADING})[ \t]*\n-{{3,}}[ \t]*$", re.MULTILINE | re.IGNORECASE),
    # `:attr:` before a backtick is a role, and no field.
    "sphinx": re.compile(rf"^:({'|'.join(_DIRECTIVES)})(?:[ \t]+([^:\n]*):|:(?!`))", re.MULTILINE),
    # Some forget the colon; what stands below tells.
    "google": re.compile(
        rf"^({_HEADING})(?::[ \t]*\n(?=\s*?[ \t]+\S)|[ \t]*\n(?=[ \t]+\*{{0,2}}[^\W\d]\w*(?: ?\([^\n]*\))?: ))",
        re.MULTILINE | re.IGNORECASE,
    ),
}
_UNDERLINED = re.compile(rf"^({_HEADING})(:?)[ \t]*\n-{{3,}}[ \t]*\n(?=[ \t]+(\S[^\n]*))", re.MULTILINE | re.IGNORECASE)
_TYPED_ENTRY = re.compile(r"[^\s:()]+ ?\([^\n]*\):")
_TYPE_AND_TEXT = re.compile(r"[^\W\d][\w.\[\], |]*(?<! ): \S+ \S")
_HEADING_ALONE = re.compile(rf"(?:{_HEADING}):?[ \t]*\Z", re.IGNORECASE)
_UNCLOSED = re.compile(r"^(:(?:rtype|returns?))[ \t]+([^:\n]+)$", re.MULTILINE)
"""A field without its second colon."""
_META = re.compile(r"^:meta[ \t]+([\w-]+)[^:\n]*:.*$\n?", re.MULTILINE)
_VERSION = re.compile(r"v?\d")
_DEPRECATED = re.compile(r"^\.\. deprecated::", re.MULTILINE)
_UNDERLINE = re.compile(r"(?:-{3,}|={3,})\s*")
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_QUOTED = re.compile(r"`~?\.?([A-Za-z_][\w.]*)(?:\(\))?(?:\s+<[~.\w]+>)?`")


class _Reader(NamedTuple):
    """How a style writes what is in a section."""

    names: Callable[[list[str]], list[Described] | None]
    raises: Callable[[list[str]], list[Described] | None]
    result: Callable[[list[str]], entries.Result]


_READERS: dict[Style, _Reader] = {
    "google": _Reader(entries.google_names, entries.section_raises, entries.google_result),
    "numpy": _Reader(entries.numpy_names, entries.section_raises, entries.numpy_result),
    "sphinx": _Reader(entries.sphinx_names, entries.sphinx_raises, entries.sphinx_result),
}


class _Section(NamedTuple):
    """Some lines of a docstring: what they are about, and in which style; `about` is empty for free text."""

    about: str
    style: Style
    lines: list[str]


class _Notice(NamedTuple):
    """Since when something is deprecated, and why; either may be empty."""

    since: str
    reason: str

    def markdown(self) -> str:
        return ": ".join(filter(None, (self.since, to_markdown(self.reason)))) or "Deprecated."


@dataclass(slots=True)
class _Found:
    """What the sections say, as it is written."""

    parameters: list[Described] = field(default_factory=list)
    attributes: list[Described] = field(default_factory=list)
    raises: list[Described] = field(default_factory=list)
    returns: list[entries.Result] = field(default_factory=list)
    yields: list[entries.Result] = field(default_factory=list)
    deprecated: list[_Notice] = field(default_factory=list)

    def add(self, other: "_Found") -> None:
        self.parameters += other.parameters
        self.attributes += other.attributes
        self.raises += other.raises
        self.returns += other.returns
        self.yields += other.yields
        self.deprecated += other.deprecated

    def doc(self, text: str, *, is_private: bool = False) -> Doc:
        """Return what the sections say as Markdown, with the free text around them."""
        returns, yields = _one(self.returns), _one(self.yields)
        entries = (*self.parameters, *self.attributes, *self.raises)
        reasons = (notice.reason for notice in self.deprecated)
        return replace(
            _whole(text),
            parameters=_markdown(self.parameters),
            attributes=tuple(map(_visible, _markdown(self.attributes))),
            returns=to_markdown(returns.text),
            yields=to_markdown(yields.text),
            raises=_markdown(self.raises),
            deprecated="\n\n".join(notice.markdown() for notice in self.deprecated),
            returns_type=returns.type,
            yields_type=yields.type,
            mentions=_mentions([text, returns.text, yields.text, *reasons, *(entry.text for entry in entries)]),
            is_private=is_private,
        )


def parse(text: str) -> Doc:
    """Return what a docstring says, in its parts; never raises, and loses no words but headings.

    Args:
        text: The value of the string literal, indentation included.
    """
    text, is_private = without_meta(as_sphinx(inspect.cleandoc(text)))
    text = _UNCLOSED.sub(r"\1: \2", text) if ":r" in text else text
    text = _UNDERLINED.sub(_not_underlined, text) if "---" in text else text
    style: Style | None = next((style for style, opening in _OPENINGS.items() if opening.search(text)), None)
    if style is None and not _DEPRECATED.search(text):
        return _whole(text.strip(), is_private=is_private)
    found, free = _Found(), []
    for section in _sections(text.split("\n"), style or "google"):
        read = _read(section) if section.about else None
        if read is None:
            free.append("\n".join(section.lines).strip("\n"))
        else:
            found.add(read)
    return found.doc("\n\n".join(part for part in free if part.strip()).strip(), is_private=is_private)


def _not_underlined(heading: re.Match[str]) -> str:
    """Return the heading of a section as in Google's style, if what stands below it is of that style: some underline
    those headings, and what is below them is indented all the same."""
    title, colon, first = heading.groups()
    is_names = _HEADINGS[title.lower()] in {"parameters", "attributes"}
    is_google = colon or (_TYPED_ENTRY if is_names else _TYPE_AND_TEXT).match(first)
    return f"{title}:\n" if is_google else heading[0]


def unsplit(text: str) -> Doc:
    """Return what a text says that is about one thing as a whole: a comment, an attribute's docstring."""
    return _whole(as_sphinx(text))


def _whole(text: str, *, is_private: bool = False) -> Doc:
    markdown = to_markdown(text)
    opening = markdown.partition("\n\n")[0]
    first = opening
    if markdown != text:
        paragraph, *others = _BLANK_LINE.split(text, maxsplit=1)
        first = to_markdown(paragraph) if others else markdown
    return Doc(
        text=markdown,
        opening=first if first != opening else "",
        mentions=_mentions([text]),
        is_private=is_private,
    )


def described(parameters: Iterable[Described], returns: str) -> Doc:
    """Return what texts that stand beside parameters, and beside the result, say of these."""
    return _Found(list(parameters), returns=[entries.Result("", returns)]).doc("")


def without_meta(text: str) -> tuple[str, bool]:
    """Return a text without what it tells Sphinx alone, and whether that is that the thing is for no user."""
    if ":meta" not in text:
        return text, False
    return _META.sub("", text).strip("\n"), any(found[1] == "private" for found in _META.finditer(text))


def _one(results: list[entries.Result]) -> entries.Result:
    """Return what several sections say of a result."""
    if len(results) == 1:
        return results[0]
    return entries.Result("", "\n\n".join(": ".join(filter(None, result)) for result in results))


def _mentions(texts: Iterable[str]) -> tuple[str, ...]:
    """Return the names that texts set in backticks, their roles included."""
    return tuple(dict.fromkeys(name for text in texts if "`" in text for name in _QUOTED.findall(text)))


def _markdown(entries: Iterable[Described]) -> tuple[Described, ...]:
    return tuple(replace(entry, text=to_markdown(entry.text)) for entry in entries)


def _visible(attribute: Described) -> Described:
    return replace(attribute, visibility=visibility_of(attribute.name))


def _sections(lines: list[str], style: Style) -> list[_Section]:
    """Return the sections of a docstring, in order; what belongs to one field of Sphinx style is one section."""
    sections: list[_Section] = []
    fields: dict[str, _Section] = {}
    at = 0
    while at < len(lines):
        about, end = _section_at(lines, at, style)
        if about in fields:
            fields[about].lines.extend(lines[at:end])
        elif about or not sections or sections[-1].about:
            sections.append(_Section(about, style, lines[at:end]))
            if style == "sphinx" and about and about != "raises":
                fields[about] = sections[-1]
        else:
            sections[-1].lines.extend(lines[at:end])
        at = end
    return sections


def _section_at(lines: list[str], at: int, style: Style) -> tuple[str, int]:
    """Return what the section that begins at a line is about (empty for a line of free text), and where it ends."""
    if _DEPRECATED.match(lines[at]):
        return "deprecated", _end_of_indented(lines, at + 1)
    if not lines[at] or lines[at][0].isspace() or (style == "google" and not _HEADING_ALONE.match(lines[at])):
        return "", at + 1
    opening = _OPENINGS[style].match("\n".join(lines[at : at + 4]) + "\n")
    if opening is None:
        return "", at + 1
    if style == "sphinx":
        end = at + 1
        while end < len(lines) and lines[end].strip() and not lines[end].startswith((":", "..")):
            end += 1
        name = (opening[2] or "").split()[-1:]
        return " ".join([_DIRECTIVES[opening[1]], *name]), _end_of_indented(lines, end)
    about = _HEADINGS[opening[1].lower()]
    if style == "google":
        return about, _end_of_indented(lines, at + 1)
    end = at + 2
    while end < len(lines) and not (lines[end].strip() and _UNDERLINE.fullmatch("".join(lines[end + 1 : end + 2]))):
        end += 1
    return about, end


def _end_of_indented(lines: list[str], at: int) -> int:
    while at < len(lines) and (not lines[at].strip() or lines[at][0].isspace()):
        at += 1
    return at


def _read(section: _Section) -> _Found | None:
    """Return what a section says, and None if that cannot be told without a loss."""
    about, style, lines = section
    if _DEPRECATED.match(lines[0]):
        # What follows the version on its line is the beginning of the text.
        said = lines[0].partition("::")[2].strip()
        version, _, begun = said.partition(" ") if _VERSION.match(said) else (said, "", "")
        text = "\n".join(part for part in (begun, _dedented(lines[1:])) if part)
        return _Found(deprecated=[_Notice(version, text)])
    below = lines if style == "sphinx" else lines[2 if style == "numpy" else 1 :]
    read = _READERS[style]
    match about.partition(" ")[0]:
        case "deprecated":
            return _Found(deprecated=[_Notice("", _dedented(below))])
        case "returns" | "return":
            return _Found(returns=[read.result(below)])
        case "yields":
            return _Found(yields=[read.result(below)])
        case "raises":
            raises = read.raises(below)
            return None if raises is None else _Found(raises=raises)
        case kind:
            names = read.names(below)
            if names is None:
                return None
            return _Found(attributes=names) if kind in {"attributes", "var"} else _Found(parameters=names)


def _dedented(lines: list[str]) -> str:
    return textwrap.dedent("\n".join(lines)).strip()
