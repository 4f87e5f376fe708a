"""GitLab CI: the jobs of `.gitlab-ci.yml`, when they run, and what they do."""

from collections.abc import Iterator, Mapping

from designdoc_assets.deployment import words
from designdoc_assets.deployment.deliveries import by_command, settled
from designdoc_assets.deployment.facts import Found, Job, Place, Step, Workflow
from designdoc_assets.deployment.form import File, Form
from designdoc_assets.deployment.shell import commands
from designdoc_assets.deployment.yaml_nodes import Node, documents

_NO_JOBS = frozenset(
    {
        *("default", "include", "stages", "variables", "workflow", "image", "services", "cache", "before_script"),
        *("after_script", "spec", "pages:deploy"),
    }
)
_MOST_BASES = 10


class GitLabCI(Form):
    """The `Form` of the pipeline of GitLab."""

    name = "GitLab CI"

    def is_named(self, path: str) -> bool:
        """Tell the pipeline by its place, which is the usual one."""
        return path == ".gitlab-ci.yml"

    def read(self, file: File) -> Found:
        """Return the pipeline, as far as this file has it."""
        tables: dict[str, Node] = {}
        line = 1
        for document in documents(file):
            tables |= document.entries
            line = document.line
        if tables.get("include"):
            file.problem(tables["include"].line, "includes other files, of which the jobs are not known")
        names = [name for name, node in tables.items() if name not in _NO_JOBS and name[:1] != "." and node.entries]
        jobs = tuple(_job(name, tables, file.path) for name in names)
        when = tuple(_rules(tables.get("workflow", Node())["rules"]))
        workflow = Workflow(Place(file.path, line), self.name, file.path, when, jobs)
        return Found(workflows=(workflow,) if jobs else ())


def _job(name: str, tables: Mapping[str, Node], path: str) -> Job:
    node = tables[name]
    told = {key: value for base in reversed(list(_bases(name, tables))) for key, value in tables[base].entries.items()}
    script = [line for part in _flat(told.get("script", Node())) for line in commands(part)]
    steps = [Step(words.command(line), by_command(line)) for line in script]
    if place := told.get("environment", Node()):
        target = place.text or place["name"].text
        if place["action"].text in {"", "start"} and target:
            steps.append(Step(f"environment {words.cut(target)}", f"deploys to the environment `{words.cut(target)}`"))
    when = [*_rules(told.get("rules", Node())), *_only(told.get("only", Node()))]
    when += ["by hand"] if told.get("when", Node()).text == "manual" else []
    needs = told.get("needs", Node())
    after = tuple(item.text or item["job"].text for item in needs.items)
    return Job(Place(path, node.line), name, tuple(filter(None, after)), settled(steps), tuple(when))


def _bases(name: str, tables: Mapping[str, Node]) -> Iterator[str]:
    """Yield a job, and what it extends, nearest first."""
    pending = [name]
    seen: set[str] = set()
    while pending and len(seen) < _MOST_BASES:
        base = pending.pop(0)
        if base in tables and base not in seen:
            seen.add(base)
            yield base
            pending += reversed(tables[base]["extends"].texts())


def _flat(node: Node) -> Iterator[str]:
    if node.text:
        yield node.text
    for item in node.items:
        yield from _flat(item)


def _rules(rules: Node) -> Iterator[str]:
    for rule in rules.items:
        if rule["when"].text == "never":
            continue
        by_hand = " by hand" if rule["when"].text == "manual" else ""
        if condition := rule["if"].text:
            yield f"if `{words.command(condition)}`{by_hand}"
        elif by_hand:
            yield by_hand.strip()


def _only(only: Node) -> Iterator[str]:
    names = only.texts() if not only.entries else only["refs"].texts()
    if names:
        yield f"for {', '.join(f'`{words.cut(name)}`' for name in names)}"


FORM = GitLabCI()
