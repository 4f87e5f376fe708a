"""Compose: the services of `compose.yaml`, and what each is started with."""

import posixpath
import re
from collections.abc import Iterator

from designdoc_assets.deployment import words
from designdoc_assets.deployment.facts import EnvironmentName, Found, Place, Unit
from designdoc_assets.deployment.form import File, Form
from designdoc_assets.deployment.yaml_nodes import Node, documents

_NAMES = re.compile(r"(?:docker-)?compose(?:[.-][\w.-]+)?\.ya?ml", re.IGNORECASE)
_CONDITIONS = {
    "service_healthy": "healthy",
    "service_completed_successfully": "completed",
    "service_started": "",
}


class Compose(Form):
    """The `Form` of Compose files."""

    name = "Compose"
    is_told_by_name = True

    def is_named(self, path: str) -> bool:
        """Tell a Compose file by its name."""
        return _NAMES.fullmatch(posixpath.basename(path)) is not None

    def holds(self, text: str) -> bool:
        """Tell whether it has services."""
        return re.search(r"^services:", text, re.MULTILINE) is not None

    def read(self, file: File) -> Found:
        """Return its services."""
        return Found(
            units=tuple(
                _service(name, node, file.path)
                for document in documents(file)
                for name, node in document["services"].entries.items()
            )
        )


def _service(name: str, node: Node, path: str) -> Unit:
    after = dict(_after(node))
    given = dict(_environment(node["environment"]))
    return Unit(
        place=Place(path, node.line),
        form=Compose.name,
        sort="service",
        name=name,
        image=words.image(node["image"].text),
        built_from=_built_from(node["build"], posixpath.dirname(path)),
        command=words.command([*node["entrypoint"].texts(), *node["command"].texts()]),
        ports=tuple(_port(port) for port in node["ports"].items),
        volumes=tuple(_volume(volume) for volume in node["volumes"].items),
        after=tuple(after.items()),
        environment=tuple(EnvironmentName(key, words.has_default(value)) for key, value in given.items()),
        addresses=tuple(filter(None, (words.address(key, value) for key, value in given.items()))),
        environment_from=tuple(item.text or item["path"].text for item in node["env_file"].items)
        or node["env_file"].texts(),
        profiles=node["profiles"].texts(),
    )


def _built_from(build: Node, folder: str) -> str:
    """Return the path of the file that an image is built by, where it lies in the target."""
    context = build.text or build["context"].text or ("." if build else "")
    if not context or "$" in context or "://" in context:
        return ""
    path = posixpath.normpath(posixpath.join(folder, context, build["dockerfile"].text or "Dockerfile"))
    return "" if path.startswith(("..", "/")) else path


def _port(port: Node) -> str:
    if port.text:
        return words.image(port.text)
    parts = [port["host_ip"].text, port["published"].text, port["target"].text]
    return words.image(":".join(part for part in parts if part))


def _volume(volume: Node) -> str:
    if volume.text:
        return words.image(volume.text)
    return words.image(":".join(part for part in (volume["source"].text, volume["target"].text) if part))


def _after(node: Node) -> Iterator[tuple[str, str]]:
    for link in node["links"].texts():
        yield link.partition(":")[0], ""
    waits = node["depends_on"]
    for name in waits.texts():
        condition = waits[name]["condition"].text
        yield name, _CONDITIONS.get(condition, words.cut(condition))


def _environment(node: Node) -> Iterator[tuple[str, str]]:
    yield from ((name, value.text) for name, value in node.entries.items())
    for item in node.items:
        name, _, value = item.text.partition("=")
        if name:
            yield name, value


FORM = Compose()
