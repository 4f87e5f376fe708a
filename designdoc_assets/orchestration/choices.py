"""Enumerations of the values of some settings: the launchpad completes them, and refuses any other value.

Each is made from the list that the code itself uses, so that no value is listed twice.
"""

from enum import StrEnum
from typing import TYPE_CHECKING, TypeAlias, get_args

from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.languages.registry import LANGUAGES
from designdoc_assets.settings import model

if TYPE_CHECKING:  # where members are told from other texts by Dagster, not by the type checker
    Window: TypeAlias = str
    WriterKind: TypeAlias = str
    DiagramChooser: TypeAlias = str
    Kind: TypeAlias = str
    Language: TypeAlias = str
else:

    def _enumeration(name: str, words: tuple[str, ...]) -> type[StrEnum]:
        return StrEnum(name, {word: word for word in words})

    Window = _enumeration("BudgetWindow", get_args(model.BudgetWindow))
    WriterKind = _enumeration("Writer", get_args(model.WriterKind))
    DiagramChooser = _enumeration("DiagramChooser", get_args(model.DiagramChooser))
    Kind = _enumeration("Kind", tuple(kinds()))
    Language = _enumeration("Language", tuple(language.name for language in LANGUAGES))
