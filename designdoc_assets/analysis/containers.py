"""What runs, as files of deployment say it: units by the folder that describes them together, and how they relate."""

import posixpath
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from designdoc_assets.deployment.facts import Deployment, Entrance, Unit
from designdoc_assets.deployment.registry import COMPOSE, KUBERNETES


@dataclass(frozen=True, slots=True)
class Relation:
    """Why one unit comes to another."""

    source: str
    target: str
    reason: str
    """A phrase: `starts after it is healthy`, the variable that holds its address."""


@dataclass(frozen=True, slots=True)
class Running:
    """Units that are started together."""

    form: str
    files: tuple[str, ...]
    units: tuple[Unit, ...]
    """Each name once; of several files, the first that says something has the word."""
    relations: tuple[Relation, ...]
    entrances: tuple[Entrance, ...] = ()


def running(deployment: Deployment) -> list[Running]:
    """Return what runs, in the order of forms and folders; files of one folder, or of one cluster, belong together."""
    groups: dict[tuple[str, str], list[Unit]] = {}
    for unit in deployment.units:
        folder = "" if unit.form == KUBERNETES else posixpath.dirname(unit.place.path)
        groups.setdefault((unit.form, folder), []).append(unit)
    order = sorted(groups, key=lambda key: (key[0] != COMPOSE, key[0] != KUBERNETES, *key))
    return [_together(key[0], groups[key], deployment) for key in order]


def _together(form: str, units: Sequence[Unit], deployment: Deployment) -> Running:
    # `compose.yaml` before `compose.override.yaml`: what is added to comes before what adds.
    units = sorted(units, key=lambda unit: (posixpath.basename(unit.place.path).count("."), unit.place))
    merged: dict[tuple[str, str], Unit] = {}
    for unit in units:
        key = unit.sort if form != COMPOSE else "", unit.name
        merged[key] = _joined(merged[key], unit) if key in merged else unit
    entrances = deployment.entrances if form == KUBERNETES else ()
    files = dict.fromkeys([*(unit.place.path for unit in units), *(each.place.path for each in entrances)])
    found = tuple(merged.values())
    return Running(form, tuple(files), found, tuple(_relations(found, entrances)), entrances)


def _joined(first: Unit, other: Unit) -> Unit:
    """Return what two files say of a unit."""
    return replace(
        first,
        image=first.image or other.image,
        built_from=first.built_from or other.built_from,
        command=first.command or other.command,
        ports=first.ports or other.ports,
        volumes=first.volumes or other.volumes,
        after=tuple(dict([*other.after, *first.after]).items()),
        environment=tuple({each.name: each for each in (*other.environment, *first.environment)}.values()),
        addresses=tuple(dict.fromkeys([*first.addresses, *other.addresses])),
    )


def _relations(units: Sequence[Unit], entrances: Sequence[Entrance]) -> Iterable[Relation]:
    names = {unit.name for unit in units}
    behind = {entrance.name: chosen(entrance, units) for entrance in entrances}
    for unit in units:
        reasons: dict[str, list[str]] = {}
        for other, condition in unit.after:
            if other in names:
                reasons.setdefault(other, []).append(
                    f"starts once it is {condition}" if condition else "starts after it"
                )
        for address in unit.addresses:
            for other in behind.get(address.unit) or [address.unit]:
                if other in names and other != unit.name:
                    reasons.setdefault(other, []).append(f"`{address.variable}`")
        for other, phrases in reasons.items():
            yield Relation(unit.name, other, ", ".join(dict.fromkeys(phrases)))


def chosen(entrance: Entrance, units: Sequence[Unit]) -> list[str]:
    """Return the names of the units that an entrance leads to by their labels."""
    wanted = set(entrance.chooses)
    return [unit.name for unit in units if wanted and wanted <= set(unit.labels)]
