"""GitHub Actions: the workflows of `.github/workflows`, when they run, and what their jobs do."""

import re
from collections.abc import Iterator

from designdoc_assets.deployment import words
from designdoc_assets.deployment.deliveries import by_action, by_command, settled
from designdoc_assets.deployment.facts import Found, Job, Place, Step, Workflow
from designdoc_assets.deployment.form import File, Form
from designdoc_assets.deployment.shell import commands
from designdoc_assets.deployment.yaml_nodes import Node, documents

_PATH = re.compile(r"\.github/workflows/[^/]+\.ya?ml")
_WHEN = {
    "pull_request": "pull request",
    "pull_request_target": "pull request, with the rights of the base",
    "workflow_dispatch": "by hand",
    "workflow_call": "called by other workflows",
    "merge_group": "merge queue",
}


class GitHubActions(Form):
    """The `Form` of workflows of GitHub."""

    name = "GitHub Actions"

    def is_named(self, path: str) -> bool:
        """Tell a workflow by its place, which is the only one."""
        return _PATH.fullmatch(path) is not None

    def read(self, file: File) -> Found:
        """Return the workflow."""
        found = []
        for document in documents(file):
            if not document["jobs"].entries:
                file.problem(document.line, "has no jobs")
                continue
            jobs = tuple(_job(name, node, file.path) for name, node in document["jobs"].entries.items())
            name = words.cut(document["name"].text) or file.path.rpartition("/")[2]
            when = tuple(_when(document["on"]))
            found.append(Workflow(Place(file.path, document.line), self.name, name, when, jobs))
        return Found(workflows=tuple(found))


def _when(on: Node) -> Iterator[str]:
    for event in on.texts():
        filters = on[event]
        if event == "schedule":
            yield from (f"cron `{words.cut(entry['cron'].text)}`" for entry in filters.items)
            continue
        parts = []
        for key, phrase in (("branches", "to"), ("tags", "of tags")):
            if names := filters[key].texts():
                parts.append(f"{phrase} {', '.join(f'`{words.cut(name)}`' for name in names)}")
        if types := filters["types"].texts() if event == "release" else ():
            parts.append(", ".join(types))
        yield " ".join([_WHEN.get(event, event.replace("_", " ")), " and ".join(parts)]).strip()


def _job(name: str, node: Node, path: str) -> Job:
    place = Place(path, node.line)
    shown = words.cut(node["name"].text) if "${{" not in node["name"].text else ""
    uses = node["uses"].text
    steps = (
        [Step(words.action(uses), by_action(uses, node["with"]))]
        if uses
        else [step for each in node["steps"].items for step in _steps(each)]
    )
    return Job(place, shown or name, node["needs"].texts(), settled(steps))


def _steps(node: Node) -> Iterator[Step]:
    if uses := node["uses"].text:
        yield Step(words.action(uses), by_action(uses, node["with"]))
    for line in commands(node["run"].text):
        yield Step(words.command(line), by_command(line))


FORM = GitHubActions()
