"""How pages speak of things in Go."""

from designdoc_assets.languages.words import Words

WORDS = Words(
    title="Go",
    fence="go",
    takes_from="Embeds",
    taken="Promoted",
    heirs="Embedded by",
    program="program",
    no_programs="no `package main`",
)
