"""What manifests tell of how files belong together: what is built from which folder, and what others hold."""

from collections.abc import Callable, Iterable

from designdoc_assets.ecosystems.facts import Manifests
from designdoc_assets.ecosystems.registry import ecosystems_named
from designdoc_assets.languages.linking import Project, Surroundings


def surroundings(manifests: Manifests, others: Iterable[str]) -> Callable[[str], Surroundings]:
    """Return what tells the linker of a language, by the name of its ecosystem, what there is around its files.

    Args:
        manifests: What the target builds and depends on.
        others: The paths of all that is not read.
    """
    configurations, beside = dict(manifests.configurations), tuple(others)

    def around(ecosystem: str) -> Surroundings:
        projects = {}
        for built in manifests.distributions:
            if built.ecosystem == ecosystem:
                references = [*built.scripts, *(entry for _, entries in built.entry_points for entry in entries)]
                started = tuple(reference.partition(":")[0].strip() for _, reference in references)
                projects[built.manifest[: built.manifest.rfind("/") + 1]] = Project(built.name, started)
        own = [dependency for dependency in manifests.dependencies if dependency.ecosystem == ecosystem]
        modules = next((each.dependency_modules(own) for each in ecosystems_named([ecosystem])), frozenset[str]())
        return Surroundings(projects, modules, configurations, beside)

    return around
