"""How pages speak of things in JavaScript."""

from designdoc_assets.languages.words import Words

WORDS = Words(
    title="JavaScript",
    fence="javascript",
    annotated_with="Decorated with",
    annotated_by="decorated by",
    program="program",
    no_programs="no program",
)
