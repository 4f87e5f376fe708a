"""How pages speak of things in TypeScript."""

from designdoc_assets.languages.words import Words

WORDS = Words(
    title="TypeScript",
    fence="typescript",
    annotated_with="Decorated with",
    annotated_by="decorated by",
    program="program",
    no_programs="no program",
)
