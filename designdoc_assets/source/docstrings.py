"""Docstrings, split into summary, free text and described things: Google, NumPy and Sphinx style, told apart by look.

This module finds where sections begin and end, so that all other text stays as the author wrote it; griffe reads what
is in a section. A section of which griffe would lose a word stays text. Nothing here turns markup into other markup.
"""

import inspect
import re
import textwrap
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from designdoc_assets.source.symbols import Described, Docstring

if TYPE_CHECKING:
    from griffe import DocstringNamedElement, DocstringRaise, DocstringSection

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
    **dict.fromkeys(("param", "parameter", "arg", "argument", "key", "keyword", "type"), "param"),
    **dict.fromkeys(("var", "ivar", "cvar", "vartype"), "var"),
    **dict.fromkeys(("raise", "raises", "except", "exception"), "raises"),
    **dict.fromkeys(("return", "returns", "rtype"), "return"),
}
"""The fields of Sphinx style, and the one of which each is a part."""
_HEADING = "|".join(_HEADINGS)
_OPENINGS: dict[Style, re.Pattern[str]] = {
    "numpy": re.compile(rf"^({_HEADING})[ \t]*\n-{{3,}}[ \t]*$", re.MULTILINE | re.IGNORECASE),
    "sphinx": re.compile(rf"^:({'|'.join(_DIRECTIVES)})(?:[ \t]+([^:\n]*))?:", re.MULTILINE),
    "google": re.compile(rf"^({_HEADING}):[ \t]*\n(?=\s*?[ \t]+\S)", re.MULTILINE | re.IGNORECASE),
}
_VERSION = re.compile(r"v?\d")
_DEPRECATED = re.compile(r"^\.\. deprecated::", re.MULTILINE)
_UNDERLINE = re.compile(r"(?:-{3,}|={3,})\s*")
_TYPE_OF = re.compile(r"^:(?:var)?type\b[^:\n]*:", re.MULTILINE)
_DESCRIPTION = re.compile(r"^:(?!(?:var)?type\b|rtype\b)")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_WORD = re.compile(r"\w+")
_FREE_WORDS = frozenset({*_HEADINGS, *_DIRECTIVES, "keyword", "other", "optional", "or"})
"""Words that are syntax, to griffe."""
_OPTIONS: dict[str, Any] = {"warnings": False}
_LONGEST_NAME = 3
"""Words in what may be the name of a parameter or an exception; more are a sentence."""


class _Section(NamedTuple):
    """Some lines of a docstring: what they are about, and in which style; `about` is empty for free text."""

    about: str
    style: Style
    lines: list[str]


@dataclass(slots=True)
class _Found:
    """What the sections say."""

    parameters: list[Described] = field(default_factory=list)
    attributes: list[Described] = field(default_factory=list)
    raises: list[Described] = field(default_factory=list)
    returns: list[str] = field(default_factory=list)
    yields: list[str] = field(default_factory=list)
    deprecated: list[str] = field(default_factory=list)

    def add(self, other: "_Found") -> None:
        self.parameters += other.parameters
        self.attributes += other.attributes
        self.raises += other.raises
        self.returns += other.returns
        self.yields += other.yields
        self.deprecated += other.deprecated


def parse(text: str) -> Docstring:
    """Return the parts of a docstring's text; never raises, and loses no words but headings.

    Args:
        text: The value of the string literal, indentation included.
    """
    text = inspect.cleandoc(text)
    style: Style | None = next((style for style, opening in _OPENINGS.items() if opening.search(text)), None)
    if style is None and not _DEPRECATED.search(text):
        summary, body = _paragraphs(text)
        return Docstring(summary, body)
    found, free = _Found(), []
    for section in _sections(text.split("\n"), style or "google"):
        read = _read(section) if section.about else None
        if read is None:
            free.append("\n".join(section.lines).strip("\n"))
        else:
            found.add(read)
    summary, body = _paragraphs("\n\n".join(part for part in free if part.strip()))
    return Docstring(
        summary,
        body,
        tuple(found.parameters),
        tuple(found.attributes),
        "\n\n".join(found.returns),
        "\n\n".join(found.yields),
        tuple(found.raises),
        "\n\n".join(found.deprecated),
    )


def _paragraphs(text: str) -> tuple[str, str]:
    """Return the first paragraph of a text, and the others."""
    first, *others = _PARAGRAPH.split(text.strip(), maxsplit=1)
    return first, "".join(others).strip("\n")


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
    if not lines[at] or lines[at][0].isspace() or (style == "google" and not lines[at].rstrip().endswith(":")):
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
        return _Found(deprecated=[": ".join(part for part in (version, text) if part) or "Deprecated."])
    if about == "deprecated":
        return _Found(deprecated=[_dedented(lines[2 if style == "numpy" else 1 :]) or "Deprecated."])
    if style == "google" and about == "returns":
        # What stands before a colon may be a type or just words: as written, it reads well as either.
        return _Found(returns=[_dedented(lines[1:])])
    if style == "google" and about == "yields":
        return _Found(yields=[_dedented(lines[1:])])
    found = _read_by_griffe(about, style, lines)
    return found if _keeps_words(lines, found) else None


def _dedented(lines: list[str]) -> str:
    return textwrap.dedent("\n".join(lines)).strip()


def _read_by_griffe(about: str, style: Style, lines: list[str]) -> _Found:
    """Return what griffe finds in a section: nothing, if it cannot read it."""
    import griffe  # noqa: PLC0415  slow to load, and many files need it not at all

    directive, _, name = about.partition(" ")
    if style == "sphinx" and not any(_DESCRIPTION.match(line) for line in lines):
        # griffe passes over a type without a description.
        lines = [*lines, f":{directive} {name}:" if name else f":{directive}:"]
    try:
        # The line end in front keeps the indentation below the first line.
        sections = griffe.parsers[griffe.Parser(style)](griffe.Docstring("\n" + "\n".join(lines)), **_OPTIONS)
        return _found(sections)
    except Exception:  # noqa: BLE001  whatever it is, the section is shown as the author wrote it
        return _Found()


def _found(sections: "list[DocstringSection]") -> _Found:
    found = _Found()
    for section in sections:
        match section.kind.value:
            case "parameters" | "other parameters":
                found.parameters += [_described(each) for each in section.value]
            case "attributes":
                found.attributes += [_described(each) for each in section.value]
            case "raises":
                found.raises += [
                    Described(str(each.annotation).strip(), each.description.strip()) for each in section.value
                ]
            case "returns":
                found.returns += [_result(each) for each in section.value]
            case "yields":
                found.yields += [_result(each) for each in section.value]
    return found


def _described(element: "DocstringNamedElement") -> Described:
    annotation = str(element.annotation) if element.annotation is not None else None
    default = str(element.value) if element.value is not None else ""
    if annotation is not None and default and default not in annotation:
        annotation = f"{annotation}, default {default}"
    return Described(element.name.strip(), element.description.strip(), annotation)


def _exception(element: "DocstringRaise") -> Described:
    return Described(str(element.annotation).strip(), element.description.strip())


def _result(element: "DocstringNamedElement") -> str:
    annotation = str(element.annotation or "")
    label = f"{element.name} ({annotation})" if element.name and annotation else element.name or annotation
    text = element.description.strip()
    return f"{label}: {text}" if label and text else label or text


def _keeps_words(lines: list[str], found: _Found) -> bool:
    """Return whether all words of a section are in what was found in it, and what should be names are no sentences."""
    described = (*found.parameters, *found.attributes, *found.raises)
    if any(not each.name or len(each.name.split()) > _LONGEST_NAME for each in described):
        return False
    texts = [f"{each.name} {each.annotation or ''} {each.text}" for each in described]
    kept = _WORD.findall(" ".join([*texts, *found.returns, *found.yields]))
    written = _WORD.findall(_TYPE_OF.sub("", "\n".join(lines)))
    if written[1:] == kept:
        return True
    return all(word.lower() in _FREE_WORDS for word in Counter(written) - Counter(kept))
