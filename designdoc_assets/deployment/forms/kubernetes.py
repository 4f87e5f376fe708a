"""Kubernetes: workloads, what leads to them, and the objects that hold their configuration."""

import posixpath
import re
from collections.abc import Iterator

from designdoc_assets.deployment import words
from designdoc_assets.deployment.facts import Entrance, EnvironmentName, Found, Place, Unit
from designdoc_assets.deployment.form import File, Form, joined
from designdoc_assets.deployment.yaml_nodes import Node, documents

_OBJECT = re.compile(r"^[\"']?apiVersion[\"']?:", re.MULTILINE)
_WORKLOADS = ("Deployment", "StatefulSet", "DaemonSet", "Job", "CronJob", "Pod", "ReplicaSet")
_CONFIGURATIONS = ("ConfigMap", "Secret")


class Kubernetes(Form):
    """The `Form` of Kubernetes manifests. Templates of charts are no YAML before they are filled in."""

    name = "Kubernetes"
    order = 9  # any YAML file may be one: those that are told by their names come first

    def is_named(self, path: str) -> bool:
        """Tell YAML files."""
        return path.endswith((".yaml", ".yml"))

    def holds(self, text: str) -> bool:
        """Tell whether it has an object of a cluster."""
        return _OBJECT.search(text) is not None and re.search(r"^[\"']?kind[\"']?:", text, re.MULTILINE) is not None

    def read(self, file: File) -> Found:
        """Return what its objects say."""
        if "{{" in file.text and any(chart in file.paths for chart in _charts(file.path)):
            file.problem(0, "is a template of a Helm chart, which is no YAML before it is filled in; it was not read")
            return Found()
        return joined(_object(node, file.path) for document in documents(file) for node in _objects(document))


def _charts(path: str) -> Iterator[str]:
    """Yield the files that say that a folder is a chart, of which a file may be a template."""
    folders = path.split("/")
    for index, name in enumerate(folders[:-1]):
        if name == "templates":
            yield posixpath.join(*folders[:index], "Chart.yaml")


def _objects(document: Node) -> Iterator[Node]:
    if document["kind"].text == "List":
        yield from document["items"].items
    else:
        yield document


def _object(node: Node, path: str) -> Found:
    kind, name = node["kind"].text, node["metadata"]["name"].text or node["metadata"]["generateName"].text
    if kind in _CONFIGURATIONS and name:
        return Found(configurations=((kind, name),))
    if kind in _WORKLOADS and name:
        return Found(units=tuple(_workload(kind, name, node, path)))
    if kind == "Service" and name:
        ports = tuple(port["port"].text for port in node["spec"]["ports"].items if port["port"].text)
        chooses = _labels(node["spec"]["selector"])
        return Found(entrances=(Entrance(Place(path, node.line), Kubernetes.name, kind, name, ports, chooses),))
    if kind == "Ingress" and name:
        leads = tuple(_backends(node["spec"]))
        return Found(entrances=(Entrance(Place(path, node.line), Kubernetes.name, kind, name, leads_to=leads),))
    return Found()


def _workload(kind: str, name: str, node: Node, path: str) -> Iterator[Unit]:
    """Yield a unit per container: those that begin a pod and end are none."""
    spec = node["spec"]["jobTemplate"]["spec"] if kind == "CronJob" else node["spec"]
    pod = node if kind == "Pod" else spec["template"]
    containers = pod["spec"]["containers"].items
    schedule = node["spec"]["schedule"].text
    for container in containers:
        own = container["name"].text
        given = {e["name"].text: e["value"].text for e in container["env"].items if e["name"].text}
        yield Unit(
            place=Place(path, node.line),
            form=Kubernetes.name,
            sort=kind,
            name=name if len(containers) == 1 or not own else f"{name}/{own}",
            image=words.image(container["image"].text),
            command=words.command([*container["command"].texts(), *container["args"].texts()]),
            ports=tuple(p["containerPort"].text for p in container["ports"].items if p["containerPort"].text),
            volumes=tuple(mount["mountPath"].text for mount in container["volumeMounts"].items),
            environment=tuple(EnvironmentName(key, words.has_default(value)) for key, value in given.items()),
            addresses=tuple(filter(None, (words.address(key, value) for key, value in given.items()))),
            environment_from=tuple(_environment_from(container)),
            when=(f"cron `{words.cut(schedule)}`",) if schedule else (),
            labels=_labels(pod["metadata"]["labels"]),
        )


def _environment_from(container: Node) -> Iterator[str]:
    for entry in container["envFrom"].items:
        for source, word in (("configMapRef", "ConfigMap"), ("secretRef", "Secret")):
            if name := entry[source]["name"].text:
                yield f"{word} {name}"


def _backends(spec: Node) -> Iterator[tuple[str, str]]:
    for rule in spec["rules"].items:
        for entry in rule["http"]["paths"].items:
            backend = entry["backend"]
            to = backend["service"]["name"].text or backend["serviceName"].text
            if to:
                yield words.cut(f"{rule['host'].text}{entry['path'].text or '/'}"), to
    default = spec["defaultBackend"]["service"]["name"].text or spec["backend"]["serviceName"].text
    if default:
        yield "", default


def _labels(node: Node) -> tuple[tuple[str, str], ...]:
    return tuple(sorted((key, value.text) for key, value in node.entries.items()))


FORM = Kubernetes()
