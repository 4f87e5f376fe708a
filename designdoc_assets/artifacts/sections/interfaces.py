"""Commands, routes, jobs and hooks, a table each; nothing of what there is not."""

from collections.abc import Iterator, Sequence
from itertools import groupby

from designdoc_assets.analysis.interfaces import Command, Interfaces, Job, Route
from designdoc_assets.analysis.linked import Linked
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.tables import filled_table
from designdoc_assets.artifacts.sections.text import cell, named
from designdoc_assets.languages.starts import Option
from designdoc_assets.markup import markdown

_JOBS = {
    "job": "Jobs",
    "schedule": "Schedules",
    "sensor": "Sensors",
    "task": "Tasks",
    "consumer": "Consumers",
    "asset": "Assets",
    "handler": "Handlers",
}


def interface_sections(found: Interfaces, facts: PageFacts) -> list[str]:
    """Return the sections, each with its heading."""
    return [
        *_commands(found.commands, facts),
        *_routes(found.routes, facts),
        *_jobs(found.jobs, facts),
        *_hooks(found.hooks, facts),
    ]


def _commands(commands: Sequence[Command], facts: PageFacts) -> Iterator[str]:
    if not commands:
        return
    yield markdown.heading(2, "Commands")
    rows = [
        [
            markdown.code(command.name, in_table=True),
            cell(command.about, facts),
            _linked(command.answers or command.declared_in, facts),
        ]
        for command in commands
    ]
    yield filled_table(["Command", "", "In"], rows)
    for command in commands:
        if command.options:
            yield markdown.heading(3, markdown.code(command.name))
            yield filled_table(["Option", "Takes", "Default", ""], [_option(each) for each in command.options])


def _option(option: Option) -> list[str]:
    about = markdown.escape(" ".join(option.about.split()))
    about += "." if about and about[-1].isalnum() and option.is_required else ""
    required = "Required." if option.is_required and option.name.startswith("-") else ""
    return [
        markdown.code(option.name, in_table=True),
        markdown.code(option.type, in_table=True) if option.type else "",
        markdown.code(option.default, in_table=True) if option.default else "",
        " ".join(filter(None, [about, required])),
    ]


def _routes(routes: Sequence[Route], facts: PageFacts) -> Iterator[str]:
    if not routes:
        return
    yield markdown.heading(2, "Routes")
    rows = [
        [
            markdown.code(route.address, in_table=True) if route.address else "(empty)",
            markdown.escape(" ".join(", ".join(route.methods).split())),
            _linked(route.answers, facts),
        ]
        for route in routes
    ]
    yield filled_table(["Address", "Methods", "Answered by"], rows)


def _jobs(jobs: Sequence[Job], facts: PageFacts) -> Iterator[str]:
    for sort, group in groupby(jobs, key=lambda job: job.sort):
        yield markdown.heading(2, _JOBS[sort])
        rows = [
            [
                markdown.code(job.name, in_table=True),
                markdown.code(job.when, in_table=True) if job.when else "",
                cell(job.about, facts),
                _linked(job.answers, facts),
            ]
            for job in group
        ]
        yield filled_table(["Name", "When", "", "In"], rows)


def _hooks(hooks: Sequence[Linked], facts: PageFacts) -> Iterator[str]:
    if hooks:
        yield markdown.heading(2, "Hooks")
        yield f"For plug-ins, through pluggy: {', '.join(_linked(hook, facts) for hook in hooks)}."


def _linked(what: Linked, facts: PageFacts) -> str:
    return named(what.name, what.page, facts)
