"""The entries of a docstring's section: names, their types, and what is said of them, as authors write them.

Each reader returns None for a section of which it would have to guess a part, so that it stays as it was written.
"""

import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from typing import NamedTuple

from designdoc_assets.languages.doc_facts import Described


class Result(NamedTuple):
    """What a docstring says of a result: its type, empty where none is given, and the text."""

    type: str
    text: str


_ONE_NAME = r"(?:\\?\*){0,2}[^\W\d]\w*(?:\.\w+)*"
_MARKED_NAME = rf"(?:`+{_ONE_NAME}`+|\*\*{_ONE_NAME}\*\*|{_ONE_NAME})(?:=[^\s:,()]+)?"
_NAMES = re.compile(rf"{_MARKED_NAME}(?:\s*,\s*{_MARKED_NAME})*")
_TYPE_NAME = r"(?::[\w:+.-]+:)?(?:`+[~!]?[\w.]+`+|[~!]?[^\W\d]\w*(?:\.\w+)*)"
_TYPE_NAMES = re.compile(rf"{_TYPE_NAME}(?:\s*(?:,|\||\bor\b)\s*{_TYPE_NAME})*")
_LIKE_A_TYPE = re.compile(rf"{_TYPE_NAME}(?:\[.*\])?(?:\s*(?:,|\||\bor\b)\s*{_TYPE_NAME}(?:\[.*\])?)*\Z")
_RAISED = re.compile(
    rf"(?=[:`~!A-Z])(?P<names>{_TYPE_NAMES.pattern})(?:\s*(?:--?|[–—:])\s+|(?<=`)\s+(?=(?:if|when)\b))(?P<said>.+)\Z",
    re.DOTALL,
)
_PLAINLY_A_TYPE = re.compile(r"[A-Z.\[`|]|\b(?:bool|bytes|dict|float|int|list|object|set|str|tuple)\b")
_BULLET = re.compile(r"[-*+•]\s+(?=\S)")
_ROLE = re.compile(r":[A-Za-z][\w:+.-]*:`([^`<]*?)(?:\s*<[^>]*>)?`")
_TITLED_NAME = re.compile(r"`([^`<]+?)\s+<[^`>]*>`")
_MARKS = re.compile(r"(?<![\w.\])}'\"])(?:~(?:\w+\.)*|[.!])(?=[^\W\d])")
"""What a reference to a name has in front of it, and of a path in front of the name that is shown."""
_OPTIONAL = re.compile(r"(?:,\s*|\A\s*)optional\b|\s*\(optional\)")
_FIELD_NAME = re.compile(r":(\w+)(?=[ \t:])[ \t]*(?=[^\n]*:)")
_LIST = re.compile(r"(?:[-*+•]|\d+[.)]) ")
_NAMED_TYPE = re.compile(rf"({_MARKED_NAME}(?:\s*,\s*{_MARKED_NAME})*)\s*:\s*(\S.*)")
_GOES_ON = re.compile(r"[a-z]+ +[^\s:(][^:]*\Z")
"""A line that no entry is: small words, and no colon."""
_CLOSED_BY = {"(": ")", "[": "]", "{": "}"}


def google_names(lines: Sequence[str]) -> list[Described] | None:
    """Return parameters or attributes, of the indented lines below a heading: `name (type): text`."""
    entries: list[Described] = []
    for line, below in _entries(_continued(_dedented(lines))):
        head = _BULLET.sub("", line, count=1)
        names = _NAMES.match(head)
        if names is None:
            return None
        rest, annotation = head[names.end() :].lstrip(), None
        if rest.startswith("("):
            end = _closing(rest, 0)
            if end is None:
                return None
            annotation, rest = rest[1:end], rest[end + 1 :].lstrip()
        if not rest.startswith(":") and (rest or annotation is None):
            return None
        entries += _named(names.group(), annotation, _text(rest[1:], below))
    return entries or None


def section_raises(lines: Sequence[str]) -> list[Described] | None:
    """Return exceptions, of the lines below a heading: `Type: text`, or a type and text below it."""
    entries: list[Described] = []
    for line, below in _entries(_continued(_dedented(lines))):
        head = _BULLET.sub("", line, count=1)
        names = _TYPE_NAMES.match(head)
        rest = head[names.end() :].strip() if names else ""
        if names is None or (rest and not rest.startswith(":")):
            return None
        text = _text(rest[1:], below)
        entries += [Described(name, text) for name in _type_names(names.group())]
    return entries or None


def numpy_names(lines: Sequence[str]) -> list[Described] | None:
    """Return parameters or attributes, of the lines below an underlined heading: `name : type`, text below it."""
    entries: list[Described] = []
    for head, below in _entries(_dedented(lines)):
        names = _NAMES.match(head)
        rest = head[names.end() :].strip() if names else ""
        if names is None or (rest and not rest.startswith(":")):
            return None
        entries += _named(names.group(), rest[1:].strip() or None, _text("", below))
    return entries or None


def google_result(lines: Sequence[str]) -> Result:
    """Return a result, of the indented lines below a heading: text, `type: text`, or several `name (type): text`."""
    lines = _dedented(lines)
    several = google_names(lines)
    if several is not None and len(several) > 1 and all(each.type for each in several):
        return Result("", _list_of([(each.name, each.type or "", each.text) for each in several]))
    end = _colon(lines[0]) if lines else None
    if end is not None and _LIKE_A_TYPE.match(lines[0][:end]):
        return Result(plain_type(lines[0][:end]), _text(lines[0][end + 1 :], lines[1:]))
    return Result("", "\n".join(lines))


def numpy_result(lines: Sequence[str]) -> Result:
    """Return a result, of the lines below an underlined heading: a type or `name : type`, text below it."""
    lines = _dedented(lines)
    entries: list[tuple[str, str, str]] = []
    has_text = False
    for head, below in _entries(lines):
        named = _NAMED_TYPE.fullmatch(head)
        name, of_type = (named[1], named[2]) if named else ("", head)
        has_text = has_text or bool(below)
        entries.append((name, plain_type(of_type), _text("", below)))
    is_read = has_text or all(name or _LIKE_A_TYPE.match(of_type) for name, of_type, _ in entries)
    if not entries or not is_read:
        return Result("", "\n".join(lines))
    if len(entries) == 1 and not entries[0][0]:
        return Result(entries[0][1], entries[0][2])
    return Result("", _list_of(entries))


def sphinx_names(lines: Sequence[str]) -> list[Described] | None:
    """Return the parameter or attribute that some fields are about: `:param type name: text`, `:type name: type`."""
    name = ""
    types: list[str] = []
    texts: list[str] = []
    for directive, argument, text in _fields(lines):
        *of_type, named = argument.rsplit(None, 1) or [""]
        if directive.endswith("type") and not of_type:
            name = named or name
            types.append(text)
            continue
        name = named
        types += of_type
        texts.append(text)
    if not _NAMES.fullmatch(name):
        return None
    return _named(name, " or ".join(dict.fromkeys(filter(None, types))) or None, "\n\n".join(filter(None, texts)))


def sphinx_raises(lines: Sequence[str]) -> list[Described] | None:
    """Return exceptions: `:raises Type: text`, `:raises: Type`, or `:raises: Type -- text`."""
    entries: list[Described] = []
    for _, argument, text in _fields(lines):
        found = None if argument else _RAISED.match(text)
        names, said = (found["names"], found["said"]) if found else (argument, text) if argument else (text, "")
        if not _TYPE_NAMES.fullmatch(names):
            return None
        entries += [Described(name, said) for name in _type_names(names)]
    return entries or None


def sphinx_result(lines: Sequence[str]) -> Result:
    """Return a result: `:returns: text`, `:rtype: type`, or both as `:returns Type: text`."""
    types: list[str] = []
    texts: list[str] = []
    for directive, argument, text in _fields(lines):
        if directive == "rtype":
            types.append(plain_type(text))
        elif argument and _LIKE_A_TYPE.match(argument) and _PLAINLY_A_TYPE.search(argument):
            types.append(plain_type(argument))
            texts.append(text)
        else:
            texts.append(": ".join(filter(None, (argument, text))))
    return Result(" or ".join(dict.fromkeys(types)), "\n\n".join(filter(None, texts)))


def plain_type(text: str) -> str:
    """Return a type without the roles around its names: `~a.B` is shown as `B`, `.B` likewise."""
    text = _ROLE.sub(lambda role: _shown_name(role[1]), " ".join(text.split()))
    return _MARKS.sub("", _TITLED_NAME.sub(r"\1", text).replace("`", "")).strip()


def _shown_name(written: str) -> str:
    return written.rpartition(".")[2] if written.startswith("~") else written.lstrip("!.")


def _type_names(text: str) -> list[str]:
    return [plain_type(name) for name in re.split(r"\s*(?:,|\||\bor\b)\s*", text)]


def _named(names: str, annotation: str | None, text: str) -> list[Described]:
    of_type = plain_type(_OPTIONAL.sub("", annotation)).strip(" ,") or None if annotation is not None else None
    return [Described(name, text, of_type) for name in map(_bare, re.split(r"\s*,\s*", names))]


def _bare(name: str) -> str:
    """Return a name without the markup around it; stars in front are its own."""
    name = name.replace("\\", "").replace("`", "")
    return name[2:-2] if re.fullmatch(r"\*\*.+\*\*", name) else name


def _list_of(entries: Sequence[tuple[str, str, str]]) -> str:
    """Return several results as a list, so that each is seen to end."""
    lines = []
    for name, of_type, text in entries:
        label = f"`{name}` (`{of_type}`)" if name and of_type else f"`{name or of_type}`"
        apart = "\n\n" if _LIST.match(text) else " "
        lines.append(textwrap.indent(f"{label}:{apart}{text}" if text else label, "  ").replace("  ", "- ", 1))
    return "\n".join(lines)


def _dedented(lines: Sequence[str]) -> list[str]:
    return textwrap.dedent("\n".join(lines)).strip("\n").split("\n")


def _continued(lines: Sequence[str]) -> list[str]:
    """Return lines, indented where a sentence goes on at the margin: it has not ended, and no entry begins."""
    found: list[str] = []
    for line in lines:
        last = found[-1].rstrip() if found else ""
        goes_on = _GOES_ON.match(line) and re.search(r"[\w,]\Z", last) and (last[0] == " " or ": " in last)
        found.append(f"  {line}" if goes_on else line)
    return found


def _entries(lines: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Yield each line that is not indented, with the indented and blank ones below it."""
    return _groups(lines, lambda line: bool(line.strip()) and not line[0].isspace())


def _groups(lines: Sequence[str], begins: Callable[[str], bool]) -> Iterator[tuple[str, list[str]]]:
    head: str | None = None
    below: list[str] = []
    for line in lines:
        if begins(line):
            if head is not None:
                yield head, below
            head, below = line.rstrip(), []
        else:
            below.append(line)
    if head is not None:
        yield head, below


def _text(first: str, below: Sequence[str]) -> str:
    """Return a description that begins on the line of its name; how far the lines below are indented says nothing."""
    return "\n".join([first.strip(), *_dedented(below)]).strip()


def _fields(lines: Sequence[str]) -> Iterator[tuple[str, str, str]]:
    """Yield directive, argument and text of the fields of Sphinx style."""
    for head, below in _groups(lines, lambda line: bool(_FIELD_NAME.match(line))):
        name = _FIELD_NAME.match(head)
        end = _colon(head, name.end()) if name else None
        assert name is not None and end is not None, "a section of Sphinx style begins with a field"
        yield name[1], head[name.end() : end].strip(), _text(head[end + 1 :], below)


def _colon(text: str, start: int = 0) -> int | None:
    """Return where a colon ends what is before it: outside of brackets and code, and no part of a role."""
    at = start
    while at < len(text):
        role = _ROLE.match(text, at)
        if role:
            at = role.end()
        elif text[at] in _CLOSED_BY or text[at] == "`":
            end = _closing(text, at)
            if end is None:
                return None
            at = end + 1
        elif text[at] == ":":
            return at
        else:
            at += 1
    return None


def _closing(text: str, at: int) -> int | None:
    """Return where the bracket or backtick at a place is closed."""
    if text[at] == "`":
        end = text.find("`", at + 1)
        return end if end >= 0 else None
    closing = [_CLOSED_BY[text[at]]]
    for index in range(at + 1, len(text)):
        char = text[index]
        if char in _CLOSED_BY:
            closing.append(_CLOSED_BY[char])
        elif char == closing[-1]:
            closing.pop()
            if not closing:
                return index
    return None
