"""Containers: what is shipped, and what runs, as files of deployment say it."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from designdoc_assets.analysis.containers import Running, chosen, running
from designdoc_assets.analysis.entry_points import EntryPoint, commands_elsewhere, is_demonstration, programs, word_for
from designdoc_assets.analysis.known_systems import SORTS, STORES
from designdoc_assets.analysis.places import Beside
from designdoc_assets.artifacts.canonical import NOT_SHOWN
from designdoc_assets.artifacts.documents.beside import beside_line
from designdoc_assets.artifacts.documents.views.places import FilePlace, joined, linked, place_of
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.text import listing, named, plural
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.deployment.known_systems import system_of_image
from designdoc_assets.ecosystems.registry import ecosystem
from designdoc_assets.languages.registry import words_of
from designdoc_assets.markup import markdown
from designdoc_assets.markup.mermaid.diagram import Flowchart, FlowEdge, FlowNode, Group
from designdoc_assets.markup.mermaid.width import largest

MOST_FEATURES = 40
MOST_UNITS = 60
"""Rows of a table."""


@dataclass(frozen=True, slots=True)
class Container:
    """Something that is shipped, or started by its name."""

    name: str
    sort: str
    text: str
    target: str = ""
    page: str = ""


@dataclass(frozen=True, slots=True)
class UnitLine:
    """Something that runs, as a page shows it."""

    name: str
    sort: str
    image: str
    built_from: FilePlace | None
    command: str
    ports: tuple[str, ...]
    needs: tuple[tuple[str, str], ...]
    """(unit, why)."""
    when: tuple[str, ...]
    is_store: bool
    profiles: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RunningLines:
    """Units that are started together."""

    form: str
    files: tuple[FilePlace, ...]
    units: tuple[UnitLine, ...]
    entrances: tuple[tuple[str, str, tuple[str, ...], tuple[tuple[str, str], ...]], ...]
    """(sort, name, ports, (path, unit or entrance behind))."""


@dataclass(frozen=True, slots=True)
class Containers:
    """What is shipped and what runs."""

    shipped: tuple[Container, ...]
    running: tuple[RunningLines, ...]
    beside: Beside
    demonstrations: int
    """How many modules of packages do something when they are run, and are no programs."""
    deployment_beside: tuple[tuple[str, int], ...]
    """How many files of deployment folders of examples, tests and documentation hold."""
    languages: tuple[str, ...] = field(metadata=NOT_SHOWN)

    def __bool__(self) -> bool:
        return bool(self.shipped or self.running or self.beside or self.demonstrations)


def containers_of(page: str, survey: Survey) -> Containers:
    """Find what is shipped, and what runs."""
    return Containers(
        shipped=(
            *_distributions(survey),
            *(_program(entry, survey) for entry in programs(survey)),
            *(Container(name, "command", "", reference) for name, reference in commands_elsewhere(survey)),
        ),
        running=tuple(_running(each, page, survey) for each in running(survey.snapshot.deployment)),
        beside=survey.places.beside,
        demonstrations=sum(
            bool(file.facts.programs) and is_demonstration(path, survey) for path, file in survey.snapshot.files.items()
        ),
        deployment_beside=survey.snapshot.deployment.beside,
        languages=tuple(sorted(survey.languages)),
    )


def _distributions(survey: Survey) -> Iterable[Container]:
    for distribution in filter(survey.places.is_product, survey.snapshot.manifests.distributions):
        facts = [distribution.version and f"version {distribution.version}", distribution.description]
        if distribution.runs_on:
            facts.append(f"for {distribution.runs_on}")
        if distribution.features:
            noun = "feature" if len(distribution.features) == 1 else "features"
            facts.append(f"{noun} {listing(map(_feature, distribution.features), limit=MOST_FEATURES)}")
        text = "; ".join(fact.strip().rstrip(".") for fact in facts if fact)
        built = ecosystem(distribution.ecosystem).words.built
        yield Container(distribution.name or distribution.manifest, built, text, distribution.manifest)


def _feature(feature: tuple[str, Sequence[str]]) -> str:
    name, brings = feature
    return f"{name} ({', '.join(brings)})" if brings else name


def _program(entry: EntryPoint, survey: Survey) -> Container:
    symbol = entry.symbol
    target = f"{symbol.path}:{symbol.qualname}" if symbol.qualname else symbol.path
    return Container(entry.name, word_for(entry), "", target, survey.address_of(symbol) or "")


def _running(found: Running, page: str, survey: Survey) -> RunningLines:
    needs: dict[str, list[tuple[str, str]]] = {}
    for relation in found.relations:
        needs.setdefault(relation.source, []).append((relation.target, relation.reason))
    units = tuple(
        UnitLine(
            name=unit.name,
            sort=unit.sort,
            image=unit.image,
            built_from=place_of(unit.built_from, page, survey) if unit.built_from else None,
            command=unit.command,
            ports=unit.ports,
            needs=tuple(needs.get(unit.name, ())),
            when=unit.when,
            is_store=SORTS.get(system_of_image(unit.image), "") in STORES,
            profiles=unit.profiles,
        )
        for unit in found.units
    )
    entrances = tuple(
        (e.sort, e.name, e.ports, (*e.leads_to, *(("", name) for name in chosen(e, found.units))))
        for e in found.entrances
    )
    return RunningLines(found.form, tuple(place_of(path, page, survey) for path in found.files), units, entrances)


def shipped_blocks(containers: Containers, facts: PageFacts) -> Iterator[str]:
    """Return what is shipped as a list, and what stands beside it in a line each."""
    lines = []
    for container in containers.shipped:
        target = named(container.target, container.page, facts)
        name = f"{markdown.code(container.name)} *({container.sort})*"
        where = f"{name} {target}" if container.name != container.target else f"{target} *({container.sort})*"
        text = f": {markdown.escape(container.text)}" if container.text else ""
        lines.append(f"{where}{text}.")
    lines += [beside_line(containers.beside)] if containers.beside else []
    if containers.demonstrations:
        does = " or ".join(dict.fromkeys(words_of(name).demonstrates for name in containers.languages))
        lines.append(f"{plural(containers.demonstrations, 'module')} of packages {does}.")
    folders = [f"{markdown.code(folder)} ({count})" for folder, count in containers.deployment_beside]
    lines += [f"Files that run examples or tests: {listing(folders)}."] if folders else []
    yield markdown.bullets(lines)


def running_blocks(found: RunningLines, facts: PageFacts) -> Iterator[str]:
    """Return what is started together as a table, each column where there is something in it."""
    headers = ["Name", "Kind", "Image", "Starts", "Ports", "Needs", "When"]
    rows = [_row(unit) for unit in found.units[:MOST_UNITS]]
    same_kind = len({unit.sort for unit in found.units}) == 1
    shown = [i for i in range(len(headers)) if (i != 1 or not same_kind) and any(row[i] for row in rows)]
    where = listing(joined(found.files, facts), limit=6)
    kinds = plural(len(found.units), found.units[0].sort if same_kind else "unit")
    yield f"{kinds} of {found.form}, in {where}:"
    yield markdown.table(
        [headers[i] for i in shown],
        [[_built(row, unit, facts)[i] for i in shown] for row, unit in zip(rows, found.units, strict=False)],
    )
    rest = len(found.units) - len(rows)
    yield f"And {plural(rest, 'unit')} more." if rest else ""
    yield markdown.bullets(_entrance(*each) for each in found.entrances)


def _row(unit: UnitLine) -> list[str]:
    needs = [f"{markdown.code(name)} ({why})" for name, why in unit.needs]
    when = [*unit.when, *(f"profile {markdown.code(profile)}" for profile in unit.profiles)]
    return [
        markdown.code(unit.name, in_table=True),
        unit.sort,
        markdown.code(unit.image, in_table=True) or ("built" if unit.built_from else ""),
        markdown.code(unit.command, in_table=True),
        listing((markdown.code(port, in_table=True) for port in unit.ports), limit=6),
        listing(needs, limit=8),
        listing(when, limit=8),
    ]


def _built(row: Sequence[str], unit: UnitLine, facts: PageFacts) -> list[str]:
    if unit.built_from is None:
        return list(row)
    image = f"{row[2]}, built by" if unit.image else "built by"
    return [*row[:2], f"{image} {linked(unit.built_from, facts)}", *row[3:]]


def _entrance(sort: str, name: str, ports: Sequence[str], behind: Sequence[tuple[str, str]]) -> str:
    at = f" at port {', '.join(map(markdown.code, ports))}" if ports else ""
    leads = [
        f"{markdown.code(path)} to {markdown.code(to)}" if path else f"to {markdown.code(to)}" for path, to in behind
    ]
    return f"{sort} {markdown.code(name)}{at}" + (f" leads {listing(leads, limit=8)}." if leads else ".")


def running_chart(found: RunningLines) -> Flowchart | None:
    """Return the units and their relations as a chart; None where no two of them relate."""
    if len(found.units) < 2 or not any(unit.needs for unit in found.units):
        return None
    degree = Counter(name for unit in found.units for other, _ in unit.needs for name in (unit.name, other))
    ranked = sorted(found.units, key=lambda unit: (-degree[unit.name], not unit.ports, unit.name))
    return largest(lambda most: _chart(found, {unit.name for unit in ranked[:most]}))


def _chart(found: RunningLines, drawn: set[str]) -> Flowchart:
    units = [unit for unit in found.units if unit.name in drawn]
    built = Counter(unit.image for unit in units if unit.image)
    shared = [image for image in built if built[image] > 1] if len(units) > max(built.values(), default=0) else []
    nodes = tuple(
        FlowNode(
            unit.name,
            unit.name if unit.image in shared or not unit.image else f"{unit.name} ({_short(unit.image)})",
            "database" if unit.is_store else "box",
            f"image {unit.image}" if unit.image in shared else None,
        )
        for unit in units
    )
    edges = tuple(FlowEdge(unit.name, other) for unit in units for other, _ in unit.needs if other in drawn)
    return Flowchart(nodes, edges, tuple(Group(f"image {image}", f"image {image}") for image in shared))


def _short(image: str) -> str:
    """Return an image without its registry and digest."""
    return image.partition("@")[0].rpartition("/")[2]
