"""go.mod, and what go.work has in common with it."""

import posixpath
import re
from dataclasses import replace

from designdoc_assets.ecosystems.facts import Declaration, Distribution
from designdoc_assets.ecosystems.findings import Findings
from designdoc_assets.ecosystems.go.names import is_module_path
from designdoc_assets.ecosystems.urls import direct_reference
from designdoc_assets.languages.go.directives import directives

INDIRECT = "indirect"
TOOL = "tool"
_VERSION = re.compile(r"v\d[\w.+-]*")


def read_go_mod(text: str, into: Findings) -> None:
    """Read what a module is, what it requires, and what it takes from elsewhere."""
    module, version, tools = "", "", []
    declared: list[tuple[str, Declaration]] = []
    replacements = {}
    for number, verb, words, comment in directives(text):
        if verb == "module" and len(words) == 1:
            module = words[0]
        elif verb == "go" and len(words) == 1:
            version = words[0]
        elif verb == "tool" and words:
            tools.append(words[0])
        elif verb == "require":
            if len(words) != 2 or not is_module_path(words[0]) or not _VERSION.fullmatch(words[1]):
                into.problem(f"has no valid requirement at line {number}; it is left out")
                continue
            # The comment may say more: `// indirect; kept for the tests`.
            group = INDIRECT if re.match(r"\s*indirect\s*(?:;|$)", comment) else ""
            declared.append((words[0], Declaration(into.manifest, group, words[1])))
        elif verb == "replace":
            replacements.update(_replacement(words, number, into))
    for name, declaration in declared:
        is_tool = any(f"{tool}/".startswith(f"{name}/") for tool in tools)
        in_group = replace(declaration, group=TOOL) if is_tool else declaration
        into.declared.append((name, replaced(in_group, replacements.get(name))))
    if module and is_module_path(module):
        into.distributions.append(
            Distribution(
                ecosystem="go", manifest=into.manifest, name=module, runs_on=f"Go {version}" if version else ""
            )
        )
    elif posixpath.basename(into.manifest) == "go.mod":
        into.problem("does not say which module it describes")


def read_replacements(text: str, into: Findings) -> dict[str, str]:
    """Return what stands in for modules in all of a workspace, by their paths."""
    found: dict[str, str] = {}
    for number, verb, words, _ in directives(text):
        if verb == "replace":
            found.update(_replacement(words, number, into))
    return found


def replaced(declaration: Declaration, by: str | None) -> Declaration:
    """Return a declaration with what stands in for the module, written as Go prints it."""
    return replace(declaration, specifier=f"{declaration.specifier} => {by}") if by else declaration


def _replacement(words: list[str], number: int, into: Findings) -> dict[str, str]:
    at = words.index("=>") if "=>" in words else 0
    target = words[at + 1 :]
    if at not in (1, 2) or len(target) not in (1, 2) or not is_module_path(words[0]):
        into.problem(f"has no valid replacement at line {number}; it is left out")
        return {}
    return {words[0]: " ".join(map(direct_reference, target))}
