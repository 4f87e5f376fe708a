"""The public classes, functions and constants of a target, A to Z, as the document SYMBOLS lists them."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from designdoc_assets.analysis.listed_constants import is_shown
from designdoc_assets.analysis.member_sorts import is_offered
from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.languages.keys import unnumbered
from designdoc_assets.languages.registry import language
from designdoc_assets.program.resolution import Symbol, class_symbol, constant_symbol, function_symbol

MOST_ON_A_PAGE = 1_500
"""With more symbols, each letter has a page: GitHub cuts off pages over 512 KB, and a line has some 200 bytes."""
_FEWEST_SETTINGS = 2
OTHER = "Other"
"""The heading of names that do not begin with a Latin letter."""


def public_symbols(files: Mapping[str, FileFacts]) -> tuple[Symbol, ...]:
    """Return the public symbols, sorted by name regardless of case. Methods are left to the pages of their classes.

    Symbols of private modules are among them, classes inside of functions are not: nobody else can use them.
    """
    found = {symbol: None for path, facts in files.items() for symbol in _of_file(path, facts)}
    return tuple(sorted(found, key=_place))


def letter(symbol: Symbol) -> str:
    """Return the letter under which a symbol stands."""
    first = _folded(symbol)[0].upper()
    return first if "A" <= first <= "Z" else OTHER


def letters(symbols: Sequence[Symbol]) -> list[str]:
    """Return the letters of symbols, in order."""
    return sorted({letter(symbol) for symbol in symbols}, key=_letter_place)


def shown_name(symbol: Symbol) -> str:
    """Return the name of a symbol as the source has it, without the number of a later definition."""
    return unnumbered(symbol.qualname)


def _place(symbol: Symbol) -> tuple[tuple[bool, str], str, str, str]:
    return _letter_place(letter(symbol)), _folded(symbol), symbol.qualname, symbol.path


def _letter_place(found: str) -> tuple[bool, str]:
    return found == OTHER, found


def _folded(symbol: Symbol) -> str:
    return unicodedata.normalize("NFKD", symbol.qualname).casefold()


def _of_file(path: str, facts: FileFacts) -> Iterator[Symbol]:
    classes = (cls for cls in facts.classes if is_offered(cls) and not cls.in_function)
    yield from (class_symbol(path, cls) for cls in classes)
    yield from (function_symbol(path, function) for function in facts.functions if is_offered(function))
    if _is_for_a_tool(path, facts):
        return
    shown = (each for each in facts.constants if is_shown(each, facts) and is_offered(each))
    named = (constant for constant in shown if constant.sort != "type variable")
    yield from (constant_symbol(path, constant) for constant in named)


def _is_for_a_tool(path: str, facts: FileFacts) -> bool:
    """Whether the constants of a file are for a tool that reads or runs it, such as a documentation generator."""
    name, conventions = path.rpartition("/")[2], language(facts.language).conventions
    settings = conventions.settings_of_tools.get(name, frozenset())
    is_settings = len({constant.name for constant in facts.constants} & settings) >= _FEWEST_SETTINGS
    return is_settings or name in conventions.run_by_tools
