"""What the manifests of a target declare: dependencies, distributions, and what could not be read. Only data."""

from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, order=True)
class Declaration:
    """One place where a manifest asks for a dependency."""

    manifest: str
    """The path of the file in which it is written."""
    group: str
    """"" for what a program needs to run; else what the manifest calls the group: an extra, `devDependencies`, `test`,
    the requirements file without its suffix. A group that includes another one does not repeat its declarations."""
    specifier: str
    """As written, without white space: `>=2,<3`, `^1.2`; "" where any version will do."""
    marker: str = ""
    """The condition as written: `python_version < "3.11"`."""
    extras: tuple[str, ...] = ()
    direct: str = ""
    """Where it is taken from instead of an index, a URL or a path, without credentials, query and fragment."""


@dataclass(frozen=True, slots=True)
class Dependency:
    """A distribution that the target declares to need: a package, a module, a crate, an artifact."""

    ecosystem: str
    name: str
    """As its ecosystem tells it from all others."""
    declarations: tuple[Declaration, ...]
    locked: tuple[tuple[str, str], ...] = ()
    """(lock file, version); a compiled requirements file and a constraints file count as lock files."""
    imported_as: tuple[str, ...] = ()
    """The other names that manifests give it, for code to use."""


@dataclass(frozen=True, slots=True)
class Contents:
    """Which files a distribution is made of, as its build configuration says.

    Paths are those of the target; those of folders end in `/`.
    """

    included: tuple[str, ...] = ()
    """Files and folders that it holds."""
    excluded: tuple[str, ...] = ()
    """Files and folders that it does not hold, wherever they lie. What is named more exactly counts."""
    is_whole: bool = False
    """Whether it holds no other source of its ecosystem from its folder."""


@dataclass(frozen=True, slots=True)
class Distribution:
    """What the target builds. A folder holds at most one of an ecosystem; what nothing states is empty."""

    ecosystem: str
    manifest: str
    name: str = ""
    """As written; "" where setup.py computes it."""
    version: str = ""
    """"" where it is dynamic."""
    description: str = ""
    runs_on: str = ""
    """The language and its versions, as a phrase: `Python >=3.9`."""
    scripts: tuple[tuple[str, str], ...] = ()
    """(command, what it starts): `package.module:function`, the path of a file in the target, or that of a folder, with
    `/` behind, whose one program it is."""
    entry_points: tuple[tuple[str, tuple[tuple[str, str], ...]], ...] = ()
    """(group, ((name, object reference), ...)), scripts left out."""
    features: tuple[tuple[str, tuple[str, ...]], ...] = ()
    """(name, what it brings along) of the parts of it that its users choose, in the order of the manifest."""
    contents: Contents = Contents()


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """Why a manifest, or a part of it, was not read."""

    path: str
    reason: str
    """A clause about the file, such as `is not valid TOML: line 3, column 5`. It names keys and lines, never values."""


@dataclass(frozen=True, slots=True)
class Manifests:
    """Everything that the manifests of a target say, each part sorted."""

    dependencies: tuple[Dependency, ...] = ()
    distributions: tuple[Distribution, ...] = ()
    problems: tuple[Problem, ...] = ()
    passed_over: tuple[tuple[str, str], ...] = ()
    """(ecosystem, folder) of manifests that are data of tests, examples, or others' code: nothing is known of what code
    below them may use."""
    configurations: tuple[tuple[str, str], ...] = field(default=(), repr=False)
    """(path, text) of the files that linkers ask for: see `Language.configurations`. They may hold credentials: no page
    and no message shows them."""
