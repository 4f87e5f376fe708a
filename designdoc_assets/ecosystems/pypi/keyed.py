"""Dependencies written as a key with a constraint, as Poetry and Pipenv have it: `requests = "^2.31"`."""

import re

from designdoc_assets.ecosystems.facts import NAME, Declaration, normalise
from designdoc_assets.ecosystems.findings import Findings
from designdoc_assets.ecosystems.urls import direct_reference

_CLAUSE = r"(?:[<>=!~^]{1,3} ?)?[\w.*+-][\w.*+!-]*"
_SPECIFIER = re.compile(rf"(?:{_CLAUSE}(?:[ ,|]+{_CLAUSE})*)?")
_VERSION_CONTROL = ("git", "hg", "svn", "bzr")
_REVISIONS = ("rev", "ref", "tag", "branch")
_PLACES = ("url", "path", "file")
_MARKERS = (
    "markers",
    "python",
    "platform",
    "python_version",
    "python_full_version",
    "os_name",
    "sys_platform",
    "platform_machine",
    "platform_system",
    "platform_python_implementation",
    "implementation_name",
)


def declare_keyed(into: Findings, name: str, constraint: object, groups: list[str], where: str) -> None:
    """Declare, in each of the groups, what a key and its constraint ask for: a text, a table, or an array of them."""
    if not NAME.fullmatch(name):
        into.problem(f"has no valid name of a distribution in {where}; it is left out")
        return
    for single in constraint if isinstance(constraint, list) else [constraint]:
        table = {"version": single} if isinstance(single, str) else into.table(single, f"{where}.{name}")
        texts = {
            key: into.text(table.get(key), f"{where}.{name}.{key}")
            for key in ("version", *_VERSION_CONTROL, *_REVISIONS, *_PLACES, *_MARKERS)
        }
        specifier = texts["version"]
        if not _SPECIFIER.fullmatch(specifier):
            into.problem(f"has no valid version constraint at {where}.{name}; the constraint is left out")
            specifier = ""
        extras_at = f"{where}.{name}.extras"
        extras = {into.text(extra, extras_at) for extra in into.array(table.get("extras"), extras_at)}
        for group in groups:
            declaration = Declaration(
                manifest=into.manifest,
                group=group,
                specifier="" if specifier == "*" else specifier,
                marker=" and ".join(
                    text if key == "markers" else f"{key} {text}" for key in _MARKERS if (text := texts[key])
                ),
                extras=tuple(sorted(extras - {""})),
                direct=direct_from(texts),
            )
            into.declared.append((normalise(name), declaration))


def direct_from(texts: dict[str, str]) -> str:
    """Return the direct reference that a table of `git`, `rev`, `url`, `path` and the like stands for, or ""."""
    for system in _VERSION_CONTROL:
        if repository := texts.get(system):
            revision = next((texts[key] for key in _REVISIONS if texts.get(key)), "")
            return f"{system}+{direct_reference(repository)}{'@' + revision if revision else ''}"
    return next((direct_reference(texts[key]) for key in _PLACES if texts.get(key)), "")
