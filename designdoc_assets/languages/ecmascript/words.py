"""How pages speak of things in TypeScript and JavaScript."""

import re

from designdoc_assets.languages.words import Words

_NO_TYPES = re.compile(
    r"""
    "(?:[^"\\]|\\.)*" | '(?:[^'\\]|\\.)*'  # a string is a type of its own
    | [\w$]+(?=\??:)  # a member or a parameter
    | [\w$]+\??(?=\()  # a method
    """,
    re.VERBOSE,
)


def words_of(title: str) -> Words:
    """Return the words of one of the two."""
    return Words(
        title=title,
        fence=title.lower(),
        annotated_with="Decorated with",
        annotated_by="decorated by",
        raises="Throws",
        no_types=_NO_TYPES,
        imported_by_path=True,
        program="program",
        no_programs="no program",
    )
