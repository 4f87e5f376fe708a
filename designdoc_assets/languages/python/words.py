"""How pages speak of things in Python."""

from designdoc_assets.languages.words import DRAWN, Words

WORDS = Words(
    title="Python",
    fence="python",
    type="class",
    annotated_with="Decorated with",
    annotated_by="decorated by",
    drawn={**DRAWN, "dataclass": "dataclass"},
    heritage={"metaclass": "Its metaclass is {}."},
    operator="Special method",
    operators="Special methods",
    of_values=frozenset({"Literal"}),
    exports="Exports, by `__all__`, {}.",
    exports_nothing="Exports nothing: its `__all__` is empty.",
    declared_in="Types are as the stub {} beside it declares them.",
    declarations=".pyi",
    demonstrates="with a `__main__` block",
    no_programs="no distribution, no console script, no `__main__`",
)
