"""Build, delivery and configuration: what pipelines do and when, how images are built, which variables are given."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from designdoc_assets.artifacts.documents.views.places import FilePlace, linked, place_of
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.tables import filled_table
from designdoc_assets.artifacts.sections.text import listing, plural
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.deployment.facts import Deployment, Image, Job, Workflow
from designdoc_assets.markup import markdown

MOST_JOBS = 40
MOST_STEPS = 5
MOST_VARIABLES = 60
_ARRANGING = re.compile(
    r"actions/(?:checkout|cache|upload-artifact|download-artifact)\b|[\w-]+/(?:[\w-]+-)?setup-[\w-]+"
)
"""Actions that only prepare what others do."""
_PREPARING = re.compile(
    r"(?:sudo )?(?:apt|apt-get|apk|brew|choco|systemctl|touch|chmod|curl|wget|git (?:config|fetch|remote)|corepack)\b"
    r"|(?:\S+ -m )?(?:pip|uv|npm|pnpm|yarn|poetry|bundle|go|cargo) (?:pip )?(?:install|ci|sync|mod)\b"
)
"""Commands that do so: they come last, where not all are named."""


@dataclass(frozen=True, slots=True)
class JobLine:
    """A job, as a page shows it."""

    name: str
    after: tuple[str, ...]
    when: tuple[str, ...]
    steps: tuple[str, ...]
    more: int
    delivers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WorkflowLines:
    """A workflow."""

    place: FilePlace
    form: str
    name: str
    when: tuple[str, ...]
    jobs: tuple[JobLine, ...]


@dataclass(frozen=True, slots=True)
class ImageLine:
    """An image as it is built."""

    place: FilePlace
    stages: int
    base: str
    starts: str
    ports: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class VariableLine:
    """A variable that units are given."""

    name: str
    to: tuple[str, ...]
    has_default: bool


@dataclass(frozen=True, slots=True)
class Delivery:
    """How the target is built, delivered and configured."""

    workflows: tuple[WorkflowLines, ...]
    images: tuple[ImageLine, ...]
    variables: tuple[VariableLine, ...]
    sources: tuple[str, ...]
    """What else gives variables: files, objects of a cluster."""
    problems: tuple[tuple[str, int, str], ...]

    def __bool__(self) -> bool:
        return bool(self.workflows or self.images or self.variables or self.sources or self.problems)


def delivery_of(page: str, survey: Survey) -> Delivery:
    """Find how the target is built, delivered and configured."""
    deployment = survey.snapshot.deployment
    objects = [f"{sort} {name}" for _, sort, name in deployment.configurations]
    given = [source for unit in deployment.units for source in unit.environment_from]
    return Delivery(
        workflows=tuple(_workflow(each, page, survey) for each in deployment.workflows),
        images=tuple(_image(each, page, survey) for each in deployment.images),
        variables=tuple(_variables(deployment)),
        sources=tuple(dict.fromkeys([*objects, *given])),
        problems=tuple((each.path, each.line, each.reason) for each in deployment.problems),
    )


def _workflow(found: Workflow, page: str, survey: Survey) -> WorkflowLines:
    jobs = tuple(_job(job) for job in found.jobs)
    return WorkflowLines(place_of(found.place.path, page, survey), found.form, found.name, found.when, jobs)


def _job(job: Job) -> JobLine:
    steps = list(dict.fromkeys(step.text for step in job.steps if not _ARRANGING.match(step.text)))
    telling = sorted(steps, key=lambda step: _PREPARING.match(step) is not None)[:MOST_STEPS]
    shown = tuple(step for step in steps if step in telling)
    delivers = tuple(dict.fromkeys(step.delivers for step in job.steps if step.delivers))
    return JobLine(job.name, job.after, job.when, shown, len(steps) - len(shown), delivers)


def _image(image: Image, page: str, survey: Survey) -> ImageLine:
    starts = " ".join(filter(None, (image.entrypoint, image.command)))
    return ImageLine(place_of(image.place.path, page, survey), len(image.stages), image.base, starts, image.ports)


def _variables(deployment: Deployment) -> Iterator[VariableLine]:
    given: dict[str, dict[str, bool]] = {}
    for unit in deployment.units:
        for each in unit.environment:
            to = given.setdefault(each.name, {})
            to[unit.name] = to.get(unit.name, False) or each.has_default
    for image in deployment.images:
        for each in image.environment:
            given.setdefault(each.name, {}).setdefault(image.place.path, each.has_default)
    for name, units in sorted(given.items()):
        yield VariableLine(name, tuple(units), all(units.values()))


def delivery_blocks(delivery: Delivery, facts: PageFacts) -> Iterator[str]:
    """Return workflows, images and variables, each under a heading where there are any."""
    if delivery.workflows:
        yield markdown.heading(3, "Pipelines")
        for workflow in delivery.workflows:
            yield _heading(workflow, facts)
            yield _jobs(workflow.jobs)
    if delivery.images:
        yield markdown.heading(3, "Images")
        yield markdown.bullets(_image_line(image, facts) for image in delivery.images)
    if delivery.variables or delivery.sources:
        yield markdown.heading(3, "Configuration")
        yield "Variables that the files of deployment give; their values are not read."
        yield _variable_table(delivery.variables)
        sources = listing(map(markdown.code, delivery.sources), limit=30)
        yield f"More come from {sources}." if sources else ""
    if delivery.problems:
        yield markdown.heading(3, "Files of deployment that were not read in full")
        yield markdown.bullets(_problem(*problem) for problem in delivery.problems)


def _heading(workflow: WorkflowLines, facts: PageFacts) -> str:
    title = linked(workflow.place, facts)
    name = f"{markdown.escape(workflow.name)}, " if workflow.name not in {workflow.place.path, ""} else ""
    if workflow.place.path.endswith(f"/{workflow.name}"):
        name = ""
    when = f": {'; '.join(workflow.when)}" if workflow.when else ""
    return f"{name}{title} ({workflow.form}){when}."


def _jobs(jobs: Sequence[JobLine]) -> str:
    rows = []
    for job in jobs[:MOST_JOBS]:
        steps = ", ".join(markdown.code(step, in_table=True) for step in job.steps)
        rows.append(
            [
                markdown.code(job.name, in_table=True),
                ", ".join(markdown.code(name, in_table=True) for name in job.after),
                "; ".join(job.when),
                steps + (f" and {job.more} more" if job.more else ""),
                ", ".join(job.delivers),
            ]
        )
    table = filled_table(["Job", "After", "When", "Does", "Delivers"], rows)
    rest = len(jobs) - len(rows)
    return markdown.paragraphs(table, f"And {plural(rest, 'job')} more." if rest else "")


def _image_line(image: ImageLine, facts: PageFacts) -> str:
    parts = [f"{linked(image.place, facts)}: from {markdown.code(image.base)}"]
    parts += [f"in {image.stages} stages"] if image.stages > 1 else []
    parts += [f"starts {markdown.code(image.starts)}"] if image.starts else []
    parts += [f"listens at {', '.join(map(markdown.code, image.ports))}"] if image.ports else []
    return f"{', '.join(parts)}."


def _variable_table(variables: Sequence[VariableLine]) -> str:
    rows = [
        [
            markdown.code(each.name, in_table=True),
            listing((markdown.code(name, in_table=True) for name in each.to), limit=8),
            "yes" if each.has_default else "no",
        ]
        for each in variables[:MOST_VARIABLES]
    ]
    rest = len(variables) - len(rows)
    table = markdown.table(["Variable", "Given to", "Has a default"], rows)
    return markdown.paragraphs(table, f"And {plural(rest, 'variable')} more." if rest > 0 else "")


def _problem(path: str, line: int, reason: str) -> str:
    at = f" line {line}:" if line else ""
    return f"{markdown.code(path)}{at} {markdown.escape(reason)}."
