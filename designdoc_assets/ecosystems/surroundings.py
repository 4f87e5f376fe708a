"""What manifests tell of how files belong together: what is built from which folder, and what others hold."""

from collections.abc import Iterable

from designdoc_assets.ecosystems.facts import Manifests
from designdoc_assets.ecosystems.pypi.import_names import TopLevelNames
from designdoc_assets.languages.linking import Project, Surroundings


def surroundings(manifests: Manifests, others: Iterable[str]) -> Surroundings:
    """Return what a linker is told.

    Args:
        manifests: What the target builds and depends on.
        others: The paths of all that is not read.
    """
    projects = {}
    for built in manifests.distributions:
        references = [*built.scripts, *(entry for _, entries in built.entry_points for entry in entries)]
        started = tuple(reference.partition(":")[0].strip() for _, reference in references)
        projects[built.manifest[: built.manifest.rfind("/") + 1]] = Project(built.name, started)
    held = TopLevelNames(dependency.name for dependency in manifests.dependencies)
    return Surroundings(projects, held, dict(manifests.configurations), tuple(others))
