"""How pages speak of things in Go."""

from designdoc_assets.languages.words import Words

WORDS = Words(
    title="Go",
    fence="go",
    no_programs="no `package main`",
)
