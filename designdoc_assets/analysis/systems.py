"""Which systems outside the target speaks to, and who speaks to it, each with what proves it."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from designdoc_assets.analysis.entry_points import commands_elsewhere, programs
from designdoc_assets.analysis.known_systems import PROGRAM, SORTS
from designdoc_assets.analysis.starts import codes_of, starts_of
from designdoc_assets.analysis.target import Target
from designdoc_assets.deployment.known_systems import SCHEME, system_of_image, system_of_scheme
from designdoc_assets.ecosystems.ecosystem import Ecosystem, Role
from designdoc_assets.ecosystems.registry import ecosystem
from designdoc_assets.languages.facts import Attribute, FileFacts, Import
from designdoc_assets.languages.programs import ProgramStarter
from designdoc_assets.languages.registry import language

_FOR_DEVELOPERS = re.compile(r"dev|test|doc|lint|typ|ci\b|bench|example", re.IGNORECASE)
"""Groups of dependencies that the product does not need."""

_OF_NO_CODE = frozenset({Role.STUBS, Role.OF_OTHERS, Role.VERSIONS, Role.GROUP})


class By(StrEnum):
    """What proves that a system is used."""

    IMPORT = "imported"
    DECLARED = "declared"
    ADDRESS = "address in code"
    IMAGE = "image"
    VARIABLE = "variable"
    STARTED = "started"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A reason to say that a system is used."""

    by: By
    what: str
    """The library; the dependency; the scheme of addresses; the image; the variable."""
    where: tuple[str, ...]
    """The files that say so."""


@dataclass(frozen=True, slots=True)
class System:
    """A system outside."""

    name: str
    sort: str
    evidence: tuple[Evidence, ...]


@dataclass(frozen=True, slots=True)
class Users:
    """Who uses the target, as far as that is proved."""

    commands: tuple[str, ...]
    """The commands that it has."""
    server: tuple[str, tuple[str, ...]]
    """The library that takes HTTP requests, and the files that import it."""
    is_imported: bool
    """Whether others can do nothing with it but import it."""


def systems_of(target: Target) -> list[System]:
    """Return the systems that the product speaks to, those with most evidence first."""
    found: dict[str, dict[tuple[By, str], dict[str, None]]] = {}
    for name, by, what, path in (
        *_imported(target),
        *_declared(target),
        *_addressed(target),
        *_deployed(target),
        *_started(target),
    ):
        found.setdefault(name, {}).setdefault((by, what), {})[path] = None
    systems = [
        System(
            name,
            SORTS.get(name, PROGRAM),
            tuple(Evidence(by, what, tuple(paths)) for (by, what), paths in evidence.items()),
        )
        for name, evidence in found.items()
    ]
    return sorted(systems, key=lambda system: (-len({e.by for e in system.evidence}), -_files(system), system.name))


def users_of(target: Target) -> Users:
    """Return who uses the product."""
    found = [entry for entry in programs(target) if entry.sort == "command"]
    commands = dict.fromkeys([*(entry.name for entry in found), *(name for name, _ in commands_elsewhere(target))])
    named = [(path, _name(target, path, entry, of), of.systems) for path, entry, of in _imports(target)]
    declare_clients = {path for path, name, systems in named if systems.is_for_clients(name)}
    servers: dict[str, dict[str, None]] = {}
    for path, name, systems in named:
        if path not in declare_clients and (library := systems.server(name)):
            servers.setdefault(library, {})[path] = None
    servers = (_of_routes(target, servers) if servers else {}) or servers
    library, files = max(servers.items(), key=lambda each: len(each[1]), default=("", {}))
    deployment = target.snapshot.deployment
    runs = bool(commands or servers or deployment.units or any(i.command or i.entrypoint for i in deployment.images))
    is_built = any("/" not in each.manifest and each.name for each in target.snapshot.manifests.distributions)
    return Users(tuple(commands), (library, tuple(files)), is_built and not runs)


def _of_routes(target: Target, servers: Mapping[str, Mapping[str, None]]) -> dict[str, dict[str, None]]:
    """Return what is said of files in which routes are made: others may import a server's library for its errors."""
    files = {each.start.path for each in starts_of(target) if each.sort == "route"}
    known = {library: {path: None for path in paths if path in files} for library, paths in servers.items()}
    return {library: paths for library, paths in known.items() if paths}


def _files(system: System) -> int:
    return len({path for evidence in system.evidence for path in evidence.where})


Said = tuple[str, By, str, str]
"""System, kind of evidence, what it is, and the file."""


def _imported(target: Target) -> Iterator[Said]:
    for path, entry, of in _imports(target):
        if found := of.systems.client(_name(target, path, entry, of)):
            library, system = found
            yield system, By.IMPORT, library, path


def _declared(target: Target) -> Iterator[Said]:
    """Yield what is declared for a run and not imported by name: drivers, which others load."""
    for dependency in target.snapshot.manifests.dependencies:
        of = ecosystem(dependency.ecosystem)
        if of.role(dependency) in _OF_NO_CODE or target.usage.of(dependency).files:
            continue
        found = next(filter(None, map(of.systems.client, of.spellings(dependency))), None)
        for declaration in dependency.declarations if found else ():
            if found and not _FOR_DEVELOPERS.search(declaration.group):
                yield found[1], By.DECLARED, dependency.name, declaration.manifest


def _imports(target: Target) -> Iterator[tuple[str, Import, Ecosystem]]:
    """Yield what the product imports of others, or of what comes with its language; not what is for types alone."""
    linkers = target.relations.linkers
    for path, file in target.snapshot.files.items():
        name = language(file.facts.language).ecosystem
        if not name or not _is_product(path, target):
            continue
        for entry in file.facts.imports:
            if entry.when != "types" and not entry.module.startswith(".") and linkers.find(entry.module, path) is None:
                yield path, entry, ecosystem(name)


def _name(target: Target, path: str, entry: Import, of: Ecosystem) -> str:
    return of.imported_name(entry, target.relations.linkers.outside(entry.module, path))


def _addressed(target: Target) -> Iterator[Said]:
    """Yield the schemes of addresses that are written out as values in the product."""
    for path, file in target.snapshot.files.items():
        if not _is_product(path, target):
            continue
        for value in _values(file.facts):
            if "://" in value:
                for scheme in SCHEME.findall(value):
                    yield system_of_scheme(scheme), By.ADDRESS, f"{scheme}://", path


def _values(facts: FileFacts) -> Iterator[str]:
    functions = [*facts.functions, *(method for cls in facts.classes for method in cls.methods)]
    yield from _of_attributes(facts.constants)
    for cls in facts.classes:
        yield from _of_attributes(cls.attributes)
    for function in functions:
        yield from (parameter.default for parameter in function.signature.parameters if parameter.default)
    yield from (variable.default for variable in facts.variables)


def _of_attributes(attributes: Iterable[Attribute]) -> Iterator[str]:
    yield from (attribute.value for attribute in attributes if attribute.value)


def _deployed(target: Target) -> Iterator[Said]:
    deployment = target.snapshot.deployment
    for unit in deployment.units:
        if system := system_of_image(unit.image):
            yield system, By.IMAGE, unit.image, unit.place.path
        for address in unit.addresses:
            if system := system_of_scheme(address.scheme):
                yield system, By.VARIABLE, address.variable, unit.place.path


def _started(target: Target) -> Iterator[Said]:
    """Yield the programs that are started by a name that is written out."""
    for language_, code in codes_of(target):
        for framework in language_.frameworks:
            if isinstance(framework, ProgramStarter):
                for program in framework.programs(code):
                    if _is_product(program.path, target):
                        yield program.name, By.STARTED, framework.name, program.path


def _is_product(path: str, target: Target) -> bool:
    return target.places.is_main(path) and path not in target.snapshot.tests
