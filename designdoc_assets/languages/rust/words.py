"""How pages speak of things in Rust."""

from designdoc_assets.languages.words import Words

WORDS = Words(
    title="Rust",
    fence="rust",
    annotation="#[{}]",
    annotated_with="Attributes",
    takes_from="Implements",
    takes_of={"trait": "Requires"},
    taken="Provided",
    heirs="Implemented or required by",
    operator="Method of a standard trait",
    operators="Methods of standard traits",
    provided="Implementations must provide {}.",
    alias_condition="Defined under {}.",
    overrides="Implements that of {}.",
    in_function="Defined in {}: no other code can name it.",
    program="program",
    no_programs="no binary target",
)
