"""What operators may set: variables of the environment and settings of other places, with what is known of each."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from designdoc_assets.analysis.linked import Linked, linked
from designdoc_assets.analysis.starts import codes_of, symbol_of
from designdoc_assets.analysis.target import Target
from designdoc_assets.analysis.variables import NOTHING, VariableReaders
from designdoc_assets.deployment.facts import NamedVariable
from designdoc_assets.languages.facts import Attribute, FileFacts
from designdoc_assets.languages.run_facts import Variable
from designdoc_assets.languages.secrets import shown_default
from designdoc_assets.languages.settings import ENVIRONMENT, Setting
from designdoc_assets.program.resolution import module_symbol


@dataclass(frozen=True, slots=True)
class SettingRow:
    """A setting, and what all that reads it says of it."""

    name: str
    types: tuple[str, ...]
    defaults: tuple[str, ...]
    about: str
    """What its author says of it, as plain text."""
    is_required: bool
    read_in: tuple[Linked, ...]
    examples: tuple[str, ...] = ()
    listed_in: tuple[str, ...] = ()
    """The files that name it for those who run the target."""


@dataclass(frozen=True, slots=True)
class Configuration:
    """The settings of a target by name: those of the environment, and those of each other place."""

    variables: tuple[SettingRow, ...]
    elsewhere: tuple[tuple[str, tuple[SettingRow, ...]], ...]


def configuration_of(target: Target) -> Configuration:
    """Return what the product of a target lets operators set."""
    by_place: dict[str, dict[str, _Gathered]] = {ENVIRONMENT: {}}
    for setting in (*_read(target), *_declared(target)):
        by_place.setdefault(setting.place, {}).setdefault(setting.name, _Gathered()).take(setting, target)
    for variable in target.snapshot.deployment.variables:
        by_place[ENVIRONMENT].setdefault(variable.name, _Gathered()).list(variable)
    rows = {
        place: tuple(gathered.row(name) for name, gathered in sorted(found.items()))
        for place, found in sorted(by_place.items())
    }
    variables = rows.pop(ENVIRONMENT)
    return Configuration(variables, tuple(rows.items()))


@dataclass(slots=True)
class _Gathered:
    """What is said of a setting in several places; keys in the order in which they come."""

    types: dict[str, None] = field(default_factory=dict)
    defaults: dict[str, None] = field(default_factory=dict)
    about: str = ""
    is_required: bool = False
    read_in: dict[Linked, None] = field(default_factory=dict)
    examples: dict[str, None] = field(default_factory=dict)
    listed_in: dict[str, None] = field(default_factory=dict)

    def take(self, setting: Setting, target: Target) -> None:
        """Take over what one place says."""
        default = "" if setting.default in NOTHING else shown_default(setting.name, setting.default)
        self.types |= {setting.type: None} if setting.type else {}
        self.defaults |= {default: None} if default else {}
        self.about = self.about or setting.about
        self.is_required = self.is_required or setting.is_required
        symbol = symbol_of(setting.defined) or module_symbol(setting.path)
        self.read_in[linked(symbol, target)] = None

    def list(self, variable: NamedVariable) -> None:
        """Take over what a file says that names it."""
        values = self.defaults if variable.is_default else self.examples
        values |= {variable.value: None} if variable.value else {}
        self.about = self.about or variable.about
        self.listed_in[variable.place.path] = None

    def row(self, name: str) -> SettingRow:
        """Return it all."""
        return SettingRow(
            name,
            tuple(self.types),
            tuple(self.defaults),
            self.about,
            self.is_required and not self.defaults,
            tuple(self.read_in),
            tuple(self.examples),
            tuple(self.listed_in),
        )


def _declared(target: Target) -> Iterator[Setting]:
    for language, code in codes_of(target):
        for framework in language.frameworks:
            yield from framework.settings(code)


def _read(target: Target) -> Iterator[Setting]:
    """Yield the variables that code reads by what comes with its language."""
    paths = [path for path in target.snapshot.files if target.places.is_main(path)]
    readers = VariableReaders(paths, target.relations)
    for path in paths:
        facts = target.relations.file(path)
        if facts.variables or facts.named_calls:
            said: dict[int, str] = {}
            for variable in readers.read_in(path):
                said = said or _said_of_constants(facts)
                yield _setting(path, variable, said)


def _setting(path: str, variable: Variable, said: dict[int, str]) -> Setting:
    about = said.get(variable.line, "") if not variable.within else ""
    return Setting(variable.name, path, variable.line, default=variable.default, about=about)


def _said_of_constants(facts: FileFacts) -> dict[int, str]:
    """Return by line what is said of the constants and attributes that are set there."""
    attributes: Iterable[Attribute] = (*facts.constants, *(each for cls in facts.classes for each in cls.attributes))
    return {each.line: each.doc.summary for each in attributes if each.doc is not None}
