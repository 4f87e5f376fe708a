"""Which steps of a pipeline plainly publish or deploy something: tables of commands and actions, and what they do.

A row stands for a command that does nothing else. What only may deliver, depending on what it is given, has no row.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from designdoc_assets.deployment.facts import Step
from designdoc_assets.deployment.yaml_nodes import Node

_TO_A_CLUSTER = "deploys to a cluster"
_COMMANDS: Mapping[str, Sequence[str]] = {
    "publishes a package": (
        r"(?:\S+ -m )?twine upload",
        r"(?:poetry|uv|flit|hatch|pdm|maturin|cargo) publish",
        r"(?:npm|pnpm|yarn)(?: npm)? publish",
        r"lerna publish",
        r"changeset publish",
        r"gem push",
        r"dotnet nuget push",
        r"(?:\./)?mvnw? (?:\S+ )*(?:\w+:)?deploy",
    ),
    "pushes an image": (
        r"(?:docker|podman|buildah|crane) push",
        r"docker compose push",
        r"docker (?:buildx )?(?:build|bake) (?:\S+ )*--push",
    ),
    _TO_A_CLUSTER: (r"kubectl (?:\S+ )*?(?:apply|rollout restart|set image)", r"helm upgrade"),
    "publishes a chart": (r"helm push",),
    "changes infrastructure": (r"(?:terraform|tofu) (?:\S+ )*?apply", r"pulumi up", r"cdk deploy", r"ansible-playbook"),
    "deploys to a platform": (
        r"(?:serverless|sls|sam|firebase|netlify|eb) deploy",
        r"gcloud (?:run|app|functions) deploy",
        r"fly(?:ctl)? deploy",
        r"heroku container:release",
        r"vercel (?:\S+ )*--prod",
        r"wrangler (?:pages )?(?:deploy|publish)",
    ),
    "makes a release": (r"(?:gh|glab) release create", r"goreleaser release", r"semantic-release"),
    "copies files to Amazon S3": (r"aws s3 (?:sync|cp) (?:\S+ )*s3://\S*",),
    "publishes documentation": (r"mkdocs gh-deploy", r"mike deploy (?:\S+ )*--push"),
}
_ACTIONS: Mapping[str, str] = {
    "pypa/gh-action-pypi-publish": "publishes a package to PyPI",
    "JS-DevTools/npm-publish": "publishes a package to npm",
    "docker/build-push-action": "pushes an image",
    "docker/bake-action": "pushes an image",
    "redhat-actions/push-to-registry": "pushes an image",
    "actions/deploy-pages": "deploys GitHub Pages",
    "peaceiris/actions-gh-pages": "deploys GitHub Pages",
    "JamesIves/github-pages-deploy-action": "deploys GitHub Pages",
    "softprops/action-gh-release": "makes a release",
    "ncipollo/release-action": "makes a release",
    "actions/create-release": "makes a release",
    "helm/chart-releaser-action": "publishes a chart",
    "azure/webapps-deploy": "deploys to a platform",
    "google-github-actions/deploy-cloudrun": "deploys to a platform",
    "aws-actions/amazon-ecs-deploy-task-definition": "deploys to a platform",
}
_BUILD_AND_PUSH = frozenset({"docker/build-push-action", "docker/bake-action"})
"""They build, and push where they are told so."""
_TRIED = re.compile(r"--dry-run|--check(?:-only)?\b|--snapshot|--skip-publish|--help|--version")
_RUNNERS = r"(?:(?:sudo|npx|bunx|uvx|uv run|poetry run|pipx run|pdm run|hatch run|pnpm exec) )?"
_PATTERNS = [(re.compile(rf"{_RUNNERS}(?:{'|'.join(rows)})(?=\s|$)"), does) for does, rows in _COMMANDS.items()]
_FOR_A_TEST = re.compile(r"\b(?:kind create|helm/kind-action|kind-action|minikube|k3d|k3s|microk8s)\b")
"""Clusters that last as long as a job."""


def by_command(line: str) -> str:
    """Return what a command delivers, as a phrase; empty where it does not plainly deliver anything."""
    text = " ".join(line.split())
    if _TRIED.search(text):
        return ""
    return next((does for pattern, does in _PATTERNS if pattern.match(text)), "")


def by_action(uses: str, given: Node) -> str:
    """Return what an action delivers that is given some values; empty where it does not plainly deliver anything."""
    name = uses.partition("@")[0]
    does = _ACTIONS.get(name, "")
    if name not in _BUILD_AND_PUSH:
        return does
    push = given["push"].text.lower()
    if push == "true":
        return does
    return f"{does}, on a condition" if push.startswith("${{") else ""


def settled(steps: Sequence[Step]) -> tuple[Step, ...]:
    """Return the steps of a job; what it deploys to a cluster of its own is no delivery."""
    if any(_FOR_A_TEST.search(step.text) for step in steps):
        return tuple(replace(step, delivers="") if step.delivers == _TO_A_CLUSTER else step for step in steps)
    return tuple(steps)
