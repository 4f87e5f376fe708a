"""How pages speak of things in Java."""

from designdoc_assets.languages.words import DRAWN, Words

WORDS = Words(
    title="Java",
    fence="java",
    drawn={
        **DRAWN,
        "enum": "enumeration",
        "sealed class": "sealed",
        "sealed abstract class": "abstract",
        "sealed interface": "interface",
        "annotation interface": "annotation",
    },
    heirs="Subtypes",
    raises="Throws",
    raised_by="Thrown by",
    member="Constant",
    attribute="Field",
    uses_beside="Uses",
    has_typed_references=True,
    has_defaults=False,
    final="",
    provided="Subtypes must provide {}.",
    last_comma="",
    program="program",
    no_programs="no `main` method",
)
