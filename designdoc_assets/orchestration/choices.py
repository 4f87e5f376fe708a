"""What some settings are chosen from, as enumerations: the launchpad completes them, and refuses all else.

Each follows from where its words are at home, so that none is listed twice.
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
