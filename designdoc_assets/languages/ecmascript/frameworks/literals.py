"""Values of arguments as they are written: texts, lists of them, objects."""

import re
from collections.abc import Iterator, Mapping

_STRING = re.compile(r"""(?P<quote>["'])(?P<text>(?:[^"'\\]|\\.|(?!(?P=quote))["'])*)(?P=quote)""")
_TEMPLATE = re.compile(r"`(?P<text>[^`\\]*)`")
_PLACE = re.compile(r"\$\{(?P<name>[^{}]*)\}")
_ESCAPED = re.compile(r"\\(?P<text>.)")
_KEY = re.compile(r"""\s*(?:async\s+)?(?P<quote>["']?)(?P<key>[\w$-]+)(?P=quote)\s*(?P<sign>[:(])""")
_CALL = re.compile(r"\.?\s*(?P<name>[\w.$]+)\(")
_OPEN, _CLOSE = "([{", ")]}"


def string(written: str) -> str | None:
    """Return a text that is written out; None where it is none, or has something computed in it."""
    if found := _STRING.fullmatch(written):
        return _ESCAPED.sub(lambda each: " " if each["text"] == "n" else each["text"], found["text"])
    found = _TEMPLATE.fullmatch(written)
    return found["text"] if found and "${" not in found["text"] else None


def told(written: str) -> str:
    """Return a text that may be put together of several; empty where it is computed."""
    parts = [string(part.strip()) for part in _split(written, "+")]
    return " ".join("".join(part for part in parts if part).split()) if None not in parts else ""


def address(written: str) -> str | None:
    """Return an address, with what is computed in a template in braces; None where it is no text."""
    if (plain := string(written)) is not None:
        return plain
    found = _TEMPLATE.fullmatch(written)
    return _PLACE.sub(lambda each: "{" + each["name"].strip() + "}", found["text"]) if found else None


def items(written: str) -> list[str]:
    """Return the elements of a list as written; what is no list is its only one."""
    if not (written.startswith("[") and written.endswith("]")):
        return [written] if written else []
    return [each.strip() for each in _split(written[1:-1], ",") if each.strip()]


def fields(written: str) -> Mapping[str, str]:
    """Return the fields of an object by name, as written; of a method, its name alone."""
    if not (written.startswith("{") and written.endswith("}")):
        return {}
    found: dict[str, str] = {}
    for each in _split(written[1:-1], ","):
        if key := _KEY.match(each):
            found[key["key"]] = each[key.end() :].strip() if key["sign"] == ":" else ""
    return found


def calls(written: str) -> list[tuple[str, list[str]]]:
    """Return the calls of a chain, by name, with their arguments: of `new Option("-x").hideHelp()`."""
    found: list[tuple[str, list[str]]] = []
    rest = written.removeprefix("new ").strip()
    while each := _CALL.match(rest):
        inside = next(_split(rest[each.end() :], ")"))
        found.append((each["name"].rpartition(".")[2], [one.strip() for one in _split(inside, ",") if one.strip()]))
        rest = rest[each.end() + len(inside) + 1 :].strip()
    return [] if rest else found


def _split(written: str, sign: str) -> Iterator[str]:
    """Yield what stands between signs that are in no bracket and no text."""
    depth, quote, start, at = 0, "", 0, 0
    while at < len(written):
        letter = written[at]
        if letter == "\\":
            at += 1
        elif quote:
            quote = "" if letter == quote else quote
        elif letter in "\"'`":
            quote = letter
        elif letter == sign and not depth:
            yield written[start:at]
            start = at + 1
        elif letter in _OPEN:
            depth += 1
        elif letter in _CLOSE:
            depth -= 1
        at += 1
    yield written[start:]
