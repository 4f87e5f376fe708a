"""How pages speak of things in Go."""

from designdoc_assets.languages.words import Words

WORDS = Words(
    title="Go",
    fence="go",
    takes_from="Embeds",
    implements="Implements",
    implemented_by="Implemented by",
    overrides="Is promoted instead of that of {}.",
    fulfils="Implements that of {}.",
    families="What embeds or implements what, what is taken first:",
    taken="Promoted",
    heirs="Embedded by",
    attribute="Field",
    unused="No use or test of it was found in the code of this repository.",
    program="program",
    no_programs="no `package main`",
)
