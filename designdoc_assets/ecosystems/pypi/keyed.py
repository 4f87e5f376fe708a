"""Dependencies written as a key with a constraint, as Poetry and Pipenv have it: `requests = "^2.31"`."""

import re

from designdoc_assets.ecosystems.facts import Declaration
from designdoc_assets.ecosystems.pypi.findings import PythonFindings
from designdoc_assets.ecosystems.pypi.names import NAME, normalise
from designdoc_assets.ecosystems.urls import PLACES, REVISIONS, VERSION_CONTROL, direct_from

_CLAUSE = r"(?:[<>=!~^]{1,3} ?)?[\w.*+-][\w.*+!-]*"
_SPECIFIER = re.compile(rf"(?:{_CLAUSE}(?:[ ,|]+{_CLAUSE})*)?")
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


def declare_keyed(into: PythonFindings, name: str, constraint: object, groups: list[str], where: str) -> None:
    """Declare, in each of the groups, what a key and its constraint ask for: a text, a table, or an array of them."""
    if not NAME.fullmatch(name):
        into.problem(f"has no valid name of a distribution in {where}; it is left out")
        return
    for single in constraint if isinstance(constraint, list) else [constraint]:
        table = {"version": single} if isinstance(single, str) else into.table(single, f"{where}.{name}")
        texts = {
            key: into.text(table.get(key), f"{where}.{name}.{key}")
            for key in ("version", *VERSION_CONTROL, *REVISIONS, *PLACES, *_MARKERS)
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
