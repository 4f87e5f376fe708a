"""Epytext, the markup of Epydoc and pydoctor, told by its fields and its braces: as the forms of Sphinx that it has."""

import re

_FIELDS = "param|arg|keyword|type|ivar|cvar|var|rtype|returns?|raises?|except"
"""Those by which a text is told, which Sphinx calls by the same names."""
_KNOWN = re.compile(rf"^@(?:{_FIELDS})\b[^:\n]*:|(?<!\w)[CL]\{{[\w.]+(?:\(\))?\}}", re.MULTILINE)
_FIELD = re.compile(r"^@(?=[a-z]+(?:[ \t][^:\n]*)?:)", re.MULTILINE)
_BRACES = re.compile(r"(?<!\w)(?P<mark>[BCILU])\{(?P<text>(?:[^{}]|\{[^{}]*\})+)\}")
_TITLED = re.compile(r"(?P<title>.*?)\s*<(?P<target>[^<>]+)>\Z")


def as_sphinx(text: str) -> str:
    """Return an Epytext in the forms of Sphinx; any other text as it is."""
    if ("@" not in text and "{" not in text) or not _KNOWN.search(text):
        return text
    return _BRACES.sub(_marked, _FIELD.sub(":", text))


def _marked(match: re.Match[str]) -> str:
    text = " ".join(match["text"].split())
    titled = _TITLED.match(text)
    match match["mark"]:
        case "B":
            return f"**{text}**"
        case "I":
            return f"*{text}*"
        case "U":
            return f"`{text}`_" if titled else text
        case "L":
            return f":obj:`{text}`"
        case _:
            return f"``{text}``"
