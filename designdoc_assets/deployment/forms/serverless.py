"""Functions as a service: those of `serverless.yml`, and of templates of AWS SAM."""

import posixpath
import re
from collections.abc import Iterator

from designdoc_assets.deployment import words
from designdoc_assets.deployment.facts import EnvironmentName, Found, Place, Unit
from designdoc_assets.deployment.form import File, Form
from designdoc_assets.deployment.yaml_nodes import Node, documents

_NAMES = re.compile(r"serverless\.ya?ml|(?:[\w-]+[.-])?template\.ya?ml|sam\.ya?ml")
_SAM = "AWS::Serverless::Function"


class Serverless(Form):
    """The `Form` of functions that are started by events."""

    name = "serverless"

    def is_named(self, path: str) -> bool:
        """Tell a file by its name."""
        return _NAMES.fullmatch(posixpath.basename(path)) is not None

    def holds(self, text: str) -> bool:
        """Tell whether it has functions: other tools have templates, too."""
        return _SAM in text or re.search(r"^functions:", text, re.MULTILINE) is not None

    def read(self, file: File) -> Found:
        """Return the functions."""
        units: list[Unit] = []
        for document in documents(file):
            for name, node in document["functions"].entries.items():
                units.append(_unit(file.path, name, node, node["handler"].text, _events(node["events"])))
            for name, node in document["Resources"].entries.items():
                if node["Type"].text == _SAM:
                    inside = node["Properties"]
                    units.append(_unit(file.path, name, node, inside["Handler"].text, _sam_events(inside["Events"])))
        return Found(units=tuple(units))


def _unit(path: str, name: str, node: Node, handler: str, when: Iterator[str]) -> Unit:
    variables = node["environment"].entries or node["Properties"]["Environment"]["Variables"].entries
    return Unit(
        place=Place(path, node.line),
        form=Serverless.name,
        sort="function",
        name=name,
        image=words.image(node["image"].text or node["Properties"]["ImageUri"].text),
        command=words.cut(handler),
        environment=tuple(EnvironmentName(key, bool(value)) for key, value in variables.items()),
        when=tuple(when),
    )


def _events(events: Node) -> Iterator[str]:
    for event in events.items:
        for sort, node in event.entries.items() or ((event.text, Node()),):
            if sort in {"http", "httpApi"}:
                yield words.cut(node.text or f"{node['method'].text.upper()} {node['path'].text}".strip())
            elif sort == "schedule":
                yield f"schedule `{words.cut(node.text or ' '.join(node['rate'].texts()))}`"
            elif sort:
                yield sort


def _sam_events(events: Node) -> Iterator[str]:
    for node in events.entries.values():
        sort, inside = node["Type"].text, node["Properties"]
        if sort in {"Api", "HttpApi"}:
            yield words.cut(f"{inside['Method'].text.upper()} {inside['Path'].text}".strip() or sort)
        elif sort in {"Schedule", "ScheduleV2"}:
            yield f"schedule `{words.cut(inside['Schedule'].text or inside['ScheduleExpression'].text)}`"
        elif sort:
            yield sort


FORM = Serverless()
