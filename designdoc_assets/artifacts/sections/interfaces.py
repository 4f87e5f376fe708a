"""Hooks, routes and environment variables, a table each; nothing of what there is not."""

from designdoc_assets.analysis.interfaces import Interfaces
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.text import listing, named
from designdoc_assets.markup import markdown


def interface_sections(found: Interfaces, facts: PageFacts) -> list[str]:
    """Return the sections, each with its heading."""
    blocks = []
    if found.hooks:
        hooks = ", ".join(named(hook.name, hook.page or None, facts) for hook in found.hooks)
        blocks += [markdown.heading(2, "Hooks"), f"For plug-ins, through pluggy: {hooks}."]
    if found.routes:
        rows = [
            [
                markdown.code(route.address, in_table=True) or "(empty)",
                ", ".join(route.methods),
                named(route.answers.name, route.answers.page or None, facts),
            ]
            for route in found.routes
        ]
        blocks += [markdown.heading(2, "Routes"), markdown.table(["Address", "Methods", "Answered by"], rows)]
    if found.variables:
        rows = [
            [
                markdown.code(variable.name, in_table=True),
                ", ".join(markdown.code(default, in_table=True) for default in variable.defaults),
                listing((named(file.name, file.page or None, facts) for file in variable.files), limit=4),
            ]
            for variable in found.variables
        ]
        table = markdown.table(["Name", "Default", "Read in"], rows)
        blocks += [markdown.heading(2, "Environment variables"), table]
    return blocks
