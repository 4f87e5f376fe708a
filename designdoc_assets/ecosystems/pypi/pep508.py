"""One requirement in the format of PEP 508."""

import re

from designdoc_assets.ecosystems.facts import Declaration
from designdoc_assets.ecosystems.findings import MAX_CHARACTERS
from designdoc_assets.ecosystems.pypi.names import NAME, normalise
from designdoc_assets.ecosystems.urls import direct_reference, without_credentials

_SPECIFIER = re.compile(r"\s*[\w.-]+\s*(?:\[[^\]]*\])?\s*\(?(?P<specifier>[^;()]*)")


def parse_requirement(text: str, manifest: str, group: str) -> tuple[str, Declaration] | None:
    """Return the normalised name and the declaration of a requirement, or None where it is not valid."""
    from packaging.requirements import InvalidRequirement, Requirement  # noqa: PLC0415 - costs more than this module

    if len(text) > MAX_CHARACTERS:
        return None
    try:
        requirement = Requirement(text)
    except (InvalidRequirement, RecursionError):  # a marker of many nested parentheses
        return None
    if not NAME.fullmatch(requirement.name):
        return None
    written = _SPECIFIER.match(text)
    rest = text.partition(requirement.url)[2] if requirement.url else text
    return normalise(requirement.name), Declaration(
        manifest=manifest,
        group=group,
        # packaging sorts specifiers and rewrites markers, by rules that change with its version
        specifier="" if requirement.url or not written else "".join(written["specifier"].split()),
        marker=without_credentials(" ".join(rest.partition(";")[2].split())),
        extras=tuple(sorted(requirement.extras)),
        direct=direct_reference(requirement.url or ""),
    )
