"""JavaScript, JSX included, read like TypeScript, with which it makes one program."""

from designdoc_assets.languages.javascript.conventions import CONVENTIONS
from designdoc_assets.languages.javascript.words import WORDS
from designdoc_assets.languages.typescript import TypeScript


class JavaScript(TypeScript):
    """The `Language` for JavaScript sources."""

    name = "javascript"
    suffixes = (".js", ".jsx", ".mjs", ".cjs")
    words = WORDS
    conventions = CONVENTIONS
    linked_as = "typescript"


LANGUAGE = JavaScript()
