"""What each source says: run configuration, environment, and the target's file, as values by name of the setting.

Names are checked here, values later. Settings that nobody knows become problems; nothing is raised.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from designdoc_assets.settings.model import FILE_NAME
from designdoc_assets.settings.problems import MAX_LISTED, is_secret, named, not_a_setting, shown
from designdoc_assets.settings.table import SECTIONS, SETTINGS, WITHOUT_EFFECT

PREFIX = "DESIGNDOC_"
_NUMBER = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?")


@dataclass(frozen=True, slots=True)
class Given:
    """A value that was given, and the words for where."""

    value: Any
    place: str


_BY_PLACE = {(setting.section, setting.key): setting for setting in SETTINGS}

_SECTIONS = frozenset({*SECTIONS, *(section for section, _ in WITHOUT_EFFECT)})

Layer = dict[str, Given]
"""What one source says, by name of the setting."""


def from_run(run: Mapping[str, object], problems: list[str], places: Mapping[str, str]) -> Layer:
    """Return what the run configuration says; None is unset. See `load_settings` for its shape."""

    def place(section: str, key: str) -> str:
        name = f"{section}.{key}" if section else key
        return in_run(places.get(name, name))

    return _from_tables(run, place, problems)


def in_run(place: str) -> str:
    """Return the words for a place in the run configuration."""
    return f"run configuration `{place}`"


def from_file(tables: Mapping[str, object], problems: list[str]) -> Layer:
    """Return what the content of the target's file says: sections alone, nothing outside of them."""
    layer = _from_tables(
        tables, lambda section, key: f"{f'[{section}] ' if section else ''}{key} in {FILE_NAME}", problems
    )
    outside = [setting.name for setting in SETTINGS if not setting.section and setting.name in layer]
    problems.extend(f"{layer.pop(name).place} is not taken: it is the operator's to set." for name in outside)
    return layer


def from_environment(environ: Mapping[str, str], problems: list[str]) -> Layer:
    """Return what the variables of the environment say; an empty one is unset."""
    by_variable = {setting.rule.variable: setting for setting in SETTINGS if setting.rule.variable}
    layer: Layer = {}
    for variable, text in sorted(environ.items()):
        if not variable.startswith(PREFIX) or not text.strip():
            continue
        if setting := by_variable.get(variable):
            layer[setting.name] = Given(_typed(text.strip(), setting.default), variable)
        else:
            problems.append(not_a_setting(named(variable), variable, by_variable))
    return layer


def _from_tables(tables: Mapping[str, object], place: Callable[[str, str], str], problems: list[str]) -> Layer:
    layer: Layer = {}
    for section, key, value in _flat(tables):
        where = place(section, named(key))
        if value is None:
            continue
        if setting := _BY_PLACE.get((section, key)):
            layer[setting.name] = Given(value, where)
        elif reason := WITHOUT_EFFECT.get((section, key)):
            problems.append(f"{where} has no effect: {reason}. Remove it.")
        elif not section and key in SECTIONS:
            problems.append(f"{where} is {shown(value)}; it must be a section with keys.")
        elif isinstance(value, Mapping) and (secret := next(filter(is_secret, map(str, value)), None)):
            problems.append(not_a_setting(place(key, named(secret)), secret, ()))
        elif len(problems) < MAX_LISTED:
            problems.append(_unknown(section, key, where))
        else:
            problems.append(f"{where} is not a setting.")
    return layer


def _flat(tables: Mapping[str, object]) -> Iterator[tuple[str, str, object]]:
    for name, value in tables.items():
        if name in _SECTIONS and isinstance(value, Mapping):
            yield from ((name, str(key), item) for key, item in value.items())
        else:
            yield "", str(name), value


def _unknown(section: str, key: str, where: str) -> str:
    home = next((setting.section for setting in SETTINGS if setting.key == key), "") if not section else ""
    if home:
        return f"{where} stands outside of its section; it belongs to {home}."
    if not section:
        return not_a_setting(where, key, SECTIONS, "section")
    return not_a_setting(where, key, [allowed for of, allowed in _BY_PLACE if of == section])


def _typed(text: str, default: object) -> object:
    """Return what the file would hold for a variable's text; text that does not fit stays, for its check to refuse."""
    if isinstance(default, tuple):
        return [item.strip() for item in text.split(",") if item.strip()]
    if isinstance(default, int | Decimal) and _NUMBER.fullmatch(text):
        return Decimal(text) if "." in text else int(text)
    return text
