"""Which tests take which fixtures, where a test framework hands them over by the names of parameters."""

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from designdoc_assets.languages.facts import FileFacts, Function
from designdoc_assets.languages.registry import LANGUAGES
from designdoc_assets.program.resolution import Symbol, class_symbol, function_symbol, method_symbol

_SHARED_FILES = frozenset(name for language in LANGUAGES for name in language.conventions.test_support)
_FIXTURE_ANNOTATIONS = frozenset(name for language in LANGUAGES for name in language.conventions.fixtures)


class Fixtures:
    """The fixtures of test files, and the tests and fixtures that take them."""

    def __init__(self, files: Mapping[str, FileFacts]) -> None:
        self._files = files
        self._by_parameter: dict[str, list[Symbol]] = {}
        """By name of a parameter, the functions and methods that have it."""
        for path, facts in files.items():
            for symbol, function in _functions(path, facts):
                for parameter in function.signature.parameters:
                    self._by_parameter.setdefault(parameter.name, []).append(symbol)

    def users(self, symbol: Symbol) -> list[Symbol]:
        """Return the tests and fixtures that take this fixture as a parameter; empty if `symbol` is no fixture."""
        functions = self._files[symbol.path].functions if symbol.path in self._files else ()
        function = next((function for function in functions if function.qualname == symbol.qualname), None)
        if function is None or not any(map(_is_fixture, function.annotations)):
            return []
        place = PurePosixPath(symbol.path)
        folder = f"{place.parent}/" if str(place.parent) != "." else ""
        is_shared = place.name in _SHARED_FILES
        return [
            user
            for user in self._by_parameter.get(function.name, ())
            if user != symbol and (user.path.startswith(folder) if is_shared else user.path == symbol.path)
        ]


def _functions(path: str, facts: FileFacts) -> Iterator[tuple[Symbol, Function]]:
    for function in facts.functions:
        yield function_symbol(path, function), function
    for cls in facts.classes:
        owner = class_symbol(path, cls)
        for method in cls.methods:
            yield method_symbol(owner, method), method


def _is_fixture(annotation: str) -> bool:
    return annotation.partition("(")[0].rpartition(".")[2] in _FIXTURE_ANNOTATIONS
