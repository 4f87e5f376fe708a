"""Which imports belong to which distribution, told from names alone: what is installed here must not matter."""

from collections.abc import Iterable, Mapping

from designdoc_assets.ecosystems.ecosystem import ImportMatch
from designdoc_assets.ecosystems.pypi.known_distributions import IMPORT_NAMES, NAMESPACES, TOOL_PREFIXES, TOOLS
from designdoc_assets.ecosystems.pypi.names import normalise
from designdoc_assets.languages.python.stdlib_names import is_stdlib

_SHARED = frozenset({"google", "ruamel", *NAMESPACES.values()}) - {"opentelemetry", "airflow.providers"}
_PREFIXES = ("python-", "py-", "django-", "flask-", "lib")
_SUFFIXES = ("-python", "-py", "-python3", "-binary", "-headless", "-cffi", "-lib", "-client", "-sdk", "lib")
_STUB_SUFFIXES = ("-stubs", "-stubs-lite")


class TopLevelNames:
    """The first names of the modules that distributions hold, as far as their names tell, and of well-known ones."""

    def __init__(self, distributions: Iterable[str]) -> None:
        modules = (module for name in distributions if stub_of(name) is None for module in import_names(name))
        self._names = _WELL_KNOWN | {_key(module.partition(".")[0]) for module in modules}

    def __contains__(self, name: object) -> bool:
        return isinstance(name, str) and _key(name) in self._names


def import_names(distribution: str) -> tuple[str, ...]:
    """Return the modules that a distribution is likely to be imported as, most likely first; they may be dotted."""
    return tuple(dict.fromkeys([*_likely(distribution), *_variants(distribution)]))


def known_names(distribution: str) -> tuple[str, ...]:
    """Return the name of a distribution, and those that its modules are known to have, or most likely have."""
    return (normalise(distribution), *_likely(distribution))


def stub_of(distribution: str) -> str | None:
    """Return the library that a package of type stubs describes (`types-requests`, `pandas-stubs`); None for others."""
    name = normalise(distribution)
    if name.startswith("types-"):
        return name.removeprefix("types-")
    suffix = next((suffix for suffix in _STUB_SUFFIXES if name.endswith(suffix)), None)
    return name.removesuffix(suffix) if suffix else None


def is_tool(distribution: str) -> bool:
    """Tell whether a distribution is of use without being imported: a command, a plugin, a build backend, a driver."""
    name = normalise(distribution)
    return name in TOOLS or name.startswith(TOOL_PREFIXES)


def match_imports(dependencies: Iterable[str], imported: Iterable[str]) -> ImportMatch:
    """Match imports to dependencies.

    Args:
        dependencies: Names of distributions.
        imported: Dotted names, those of the target's own modules and relative ones left out; `google.cloud.storage` for
            `from google.cloud import storage`, since the package alone does not tell distributions apart.

    Returns:
        The match. Modules of the standard library are never undeclared. Where several distributions hold a module, the
        one with the longest name for it counts; where they share the name, all do.
    """
    found: dict[str, set[str]] = {name: set() for name in sorted(set(dependencies))}
    libraries = [name for name in found if stub_of(name) is None]
    modules = sorted(set(imported))
    pending = modules
    for names_of in (_likely, _variants):
        owners: dict[str, list[str]] = {}
        for library in libraries:
            for module in names_of(library) if not found[library] else ():
                owners.setdefault(_key(module), []).append(library)
        unclaimed = []
        for module in pending:
            claimants = _claimants(module, owners)
            for library in claimants:
                found[library].add(module)
            if not claimants:
                unclaimed.append(module)
        pending = unclaimed
    for name in found.keys() - set(libraries):
        described = {_key(module): [name] for module in import_names(stub_of(name) or "")}
        found[name] = {module for module in modules if _claimants(module, described)}
    undeclared: dict[str, list[str]] = {}
    for module in pending:
        if not is_stdlib(module):
            undeclared.setdefault(_top_level(module), []).append(module)
    return ImportMatch(
        by_dependency={name: tuple(sorted(matched)) for name, matched in found.items()},
        undeclared={name: tuple(rest) for name, rest in sorted(undeclared.items())},
    )


def _likely(distribution: str) -> tuple[str, ...]:
    """Return what the tables say, or else the name itself and its place in a shared package."""
    name = normalise(distribution)
    if name in IMPORT_NAMES:
        return IMPORT_NAMES[name]
    plain = name.replace("-", "_")
    prefix = max((prefix for prefix in NAMESPACES if name.startswith(prefix)), key=len, default=None)
    if prefix is None:
        return (plain,)
    rest = name.removeprefix(prefix)
    return (*(f"{NAMESPACES[prefix]}.{rest.replace('-', joint)}" for joint in "_."), plain)


def _variants(distribution: str) -> tuple[str, ...]:
    """Return the name without the parts that say no more than that it is a library for Python."""
    name = normalise(distribution)
    if name in IMPORT_NAMES:
        return ()
    shorter = [name.removeprefix(prefix) for prefix in _PREFIXES if name.startswith(prefix)]
    shorter += [name.removesuffix(suffix) for suffix in _SUFFIXES if name.endswith(suffix)]
    shorter += [name.removeprefix("py")] if name.startswith("py") else []
    return tuple(variant.replace("-", "_") for variant in shorter if len(variant.strip("-")) > 1)


def _claimants(module: str, owners: Mapping[str, list[str]]) -> list[str]:
    """Return the owners of the longest part of a dotted name that has any; of a shared package alone, all in it."""
    parts = module.split(".")
    for length in range(len(parts), 0, -1):
        if claimants := owners.get(_key(".".join(parts[:length]))):
            return claimants
    if module not in _SHARED:
        return []
    inside = f"{_key(module)}."
    return [name for key, names in owners.items() if key.startswith(inside) for name in names]


def _top_level(module: str) -> str:
    """Return the first part of a dotted name; of one in a shared package, as many as tell distributions apart."""
    parts = module.split(".")
    length = 1
    while length < len(parts) and ".".join(parts[:length]) in _SHARED:
        length += 1
    return ".".join(parts[:length])


def _key(module: str) -> str:
    """Return a module's name for comparison: names of distributions have no case, and other separators."""
    return module.replace("_", "").casefold()


_WELL_KNOWN = frozenset(_key(module.partition(".")[0]) for names in IMPORT_NAMES.values() for module in names)
"""What a module of such a name is, where nothing speaks for one of the target's own."""
