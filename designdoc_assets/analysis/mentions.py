"""The names that texts of the target mention: type expressions, signatures, doc comments."""

import re

from designdoc_assets.languages.doc_facts import Doc

_QUOTED = re.compile(r"`([A-Za-z_][\w.]*)(?:\(\))?`")
_IDENTIFIER = re.compile(r"[A-Za-z_](?:[\w.]|::(?=\w))*")


def names_in(*texts: str | None) -> set[str]:
    """Return the names that type expressions and signatures mention, dotted, whatever stands between their parts."""
    return {name.replace("::", ".") for text in texts if text for name in _IDENTIFIER.findall(text)}


def quoted_names(doc: Doc | None) -> set[str]:
    """Return the names that an author's text sets as code or refers to, those of its types and of its exceptions."""
    if doc is None:
        return set()
    types = (entry.type for entry in (*doc.parameters, *doc.attributes))
    return {*doc.mentions, *names_in(doc.returns_type, doc.yields_type, *types, *(each.name for each in doc.raises))}


def quoted_in(*texts: str) -> set[str]:
    """Return the names that Markdown sets as code."""
    return {name for text in texts if "`" in text for name in _QUOTED.findall(text)}
