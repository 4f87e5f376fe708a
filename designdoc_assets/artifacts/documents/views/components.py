"""Components: the parts of the product in layers, who imports whom, and the cycles that stand against that."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from designdoc_assets.analysis.components import MOST_DRAWN, Component, Components
from designdoc_assets.analysis.import_graph import reduced
from designdoc_assets.artifacts.artifact import Artifact
from designdoc_assets.artifacts.package_readme import MOST_USED
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.text import listing, named, plural, shown
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.keys import encode
from designdoc_assets.languages.registry import language
from designdoc_assets.markup import markdown
from designdoc_assets.markup.mermaid.diagram import Flowchart, FlowEdge, FlowNode
from designdoc_assets.markup.mermaid.width import largest
from designdoc_assets.markup.prose import sentence

_WITHOUT = {"late": "inside of functions", "types": "for types"}
"""What is said of imports that count in no layer, by when they happen."""

MOST_PLAIN_EDGES = 18
"""With more arrows, those that longer ways of arrows stand for are left out."""
MOST_NAMED_IMPORTS = 6
MOST_NAMED = 12
"""Components that the row of another names."""


@dataclass(frozen=True, slots=True)
class Purpose:
    """What somebody wrote that a component is for."""

    name: str
    text: str


def purposes_of(structure: Components, survey: Survey) -> tuple[Purpose, ...]:
    """Return what components are for, of those of which somebody said so."""
    found = ((component.name, _purpose(component.name, survey)) for component in structure.components)
    return tuple(Purpose(name, text) for name, text in found if text)


def _purpose(name: str, survey: Survey) -> str:
    if name in survey.snapshot.files:
        return sentence(survey.purpose("file_summary", encode(name)))
    key = encode(name)
    if not survey.files_of(key):
        return ""
    text = survey.purpose("package_readme", key)
    is_written = survey.written(Artifact("package_readme", key)) is not None
    return "" if text.startswith(MOST_USED) and not is_written else sentence(text)


def layered(structure: Components) -> list[Component]:
    """Return the components that import others or are imported."""
    imported = {target for component in structure.components for target in component.imports}
    return [component for component in structure.components if component.imports or component.name in imported]


def _noun(structure: Components) -> str:
    """Return what a part is called: modules of one package are no components, nor are folders beside them."""
    if not structure.are_modules:
        return "component"
    return "module" if all(component.files == 1 for component in layered(structure)) else "part"


def _counted(structure: Components) -> str:
    found = layered(structure)
    modules = sum(component.files == 1 for component in found)
    if _noun(structure) != "part":
        return plural(len(found), _noun(structure))
    return f"{plural(modules, 'module')} and {plural(len(found) - modules, 'package')}"


def said_of(structure: Components, languages: Sequence[str]) -> str:
    """Return what the layers mean, and whether they hold."""
    found = layered(structure)
    if not found:
        return "The parts do not import each other."
    height = 1 + max(component.layer for component in found)
    text = f"{_counted(structure)} in {plural(height, 'layer')}: each imports from below."
    count = sum(len(entry.files) for entry in structure.against)
    if count:
        text += f" {plural(count, 'import')} {'goes' if count == 1 else 'go'} the other way, drawn dotted, and named"
        return f"{text} under Cycles."
    return f"{text} There are no import cycles{_without(languages)}."


def _without(languages: Sequence[str]) -> str:
    """Return which imports do not count, where there may be such."""
    moments = {moment for name in languages for moment in language(name).rules.moments}
    said = [phrase for moment, phrase in _WITHOUT.items() if moment in moments]
    return f", imports {' and '.join(said)} left out" if said else ""


def components_chart(structure: Components) -> Flowchart | None:
    """Return the layers as a chart, of the best connected components where there are too many for a page.

    Higher layers stand higher. Frames around them would take more room than they tell: the table names them all.
    """
    found = layered(structure)
    if not found:
        return None
    degree = Counter(name for c in found for target in c.imports for name in (c.name, target))
    size = {component.name: component.files for component in found}
    ranked = sorted(size, key=lambda name: (-degree[name], -size[name], name))
    against = {(entry.source, entry.target) for entry in structure.against}
    return largest(lambda most: _chart(structure, set(ranked[: min(most, MOST_DRAWN)]), against))


def _chart(structure: Components, drawn: set[str], against: set[tuple[str, str]]) -> Flowchart:
    nodes = [component for component in layered(structure) if component.name in drawn]
    forward = {node.name: [t for t in node.imports if t in drawn and (node.name, t) not in against] for node in nodes}
    if sum(map(len, forward.values())) > MOST_PLAIN_EDGES:
        forward = reduced(forward)
    many = {(node.name, other) for node in nodes for other in node.many}
    edges = [FlowEdge(a, b, thick=(a, b) in many) for a, targets in forward.items() for b in targets]
    edges += [FlowEdge(a, b, dotted=True) for a, b in sorted(against) if a in drawn and b in drawn]
    labels = {node.name: _label(node.name, structure.root) for node in nodes}
    return Flowchart(tuple(FlowNode(node.name, labels[node.name]) for node in nodes), tuple(edges))


def _label(name: str, root: str) -> str:
    """Return a name as it is told apart in the folder that all lie in."""
    if not root or name == root:
        return name.rpartition("/")[2] or name
    return name.removeprefix(f"{root}/")


def _short(name: str, page: str, structure: Components, facts: PageFacts) -> str:
    """Return a name as the picture has it, linked."""
    url = facts.url(page) if page else ""
    text = markdown.code(_label(name, structure.root), in_table=True)
    return markdown.link(text, url) if url else text


def captions(structure: Components, chart: Flowchart | None) -> str:
    """Return what must be known to read the picture."""
    if chart is None:
        return ""
    found = layered(structure)
    rest = len(found) - len(chart.nodes)
    root = structure.root
    is_short = root and any(node.key.startswith(f"{root}/") for node in chart.nodes)
    lines = [f"Names in the picture are those in {markdown.code(root)}."] if is_short else []
    lines += [f"{plural(rest, _noun(structure))} with fewer connections not drawn."] if rest > 0 else []
    drawn = {node.key for node in chart.nodes}
    if any(edge.thick for edge in chart.edges):
        lines.append(f"A thick arrow stands for {structure.many} imports or more.")
    imports = sum(target in drawn for c in found if c.name in drawn for target in c.imports)
    if len(chart.edges) < imports:
        lines.append("An import is not drawn where longer ways of arrows lead to the same.")
    return " ".join(lines)


def component_blocks(structure: Components, purposes: Sequence[Purpose], facts: PageFacts) -> Iterator[str]:
    """Return all components as a table, higher layers first, and those that stand by themselves."""
    texts = {purpose.name: purpose.text for purpose in purposes}
    pages = {component.name: component.page for component in structure.components}
    found = layered(structure)
    rows = [
        [
            str(component.layer + 1),
            named(component.name, component.page, facts),
            " ".join(shown(texts.get(component.name, ""), facts).split()),
            f"{component.files:,}",
            listing((_short(other, pages[other], structure, facts) for other in component.imports), limit=MOST_NAMED),
        ]
        for component in found
    ]
    headers = ["Layer", _noun(structure).capitalize(), "What it is for", "Files", "Imports"]
    is_one_each = all(component.files == 1 for component in found)
    columns = [i for i in range(len(headers)) if any(row[i] for row in rows) and not (i == 3 and is_one_each)]
    yield markdown.table([headers[i] for i in columns], [[row[i] for i in columns] for row in rows])
    apart = [named(c.name, c.page, facts) for c in structure.components if c not in found]
    yield f"By themselves: {listing(apart, limit=60)}." if apart else ""


def cycle_blocks(structure: Components, facts: PageFacts) -> Iterator[str]:
    """Return the cycles, each with the imports without which it would be none, the cheapest to cut first."""
    pages = {component.name: component.page for component in structure.components}
    for cycle in structure.cycles:
        names = listing((named(name, pages[name], facts) for name in cycle), limit=30)
        lines = []
        for entry in (entry for entry in structure.against if entry.source in cycle and entry.target in cycle):
            imports = listing(
                (f"{markdown.code(a)} imports {markdown.code(b)}" for a, b in entry.files), limit=MOST_NAMED_IMPORTS
            )
            lines.append(f"{imports}.")
        yield f"{names} import each other. Without these imports they would not:"
        yield markdown.bullets(lines)
