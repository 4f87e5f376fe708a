"""What those who write a language, and its tools, call files and folders: which are tests, are made, or stand beside.

Patterns are those of `fnmatch`, for the name of a file or a folder; case counts. What all languages share is in
`source/rules.py` and `analysis/places.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

BY_A_TOOL = "belongs to a tool"
"""Why a folder is left out that a tool keeps its own things in."""


def is_for_tests(folder: str) -> bool:
    """Tell a folder of tests by its name, in whatever language: `tests`, `shop_tests`, `tests_e2e`."""
    return folder == "tests" or folder.endswith("_tests") or folder.startswith("tests_")


@dataclass(frozen=True, slots=True)
class MadeFolder:
    """A folder that nobody writes by hand."""

    name: str
    """A pattern."""
    reason: str
    """Why it is left out, as a phrase."""
    is_certain: bool = True
    """Whether the name is proof. Else people call folders of source so too: it takes more than that."""
    is_installed: bool = False
    """Whether a tool can fill it again at any time, so that nothing in it is anybody's own."""


@dataclass(frozen=True, slots=True)
class Conventions:
    """The names of files and folders that mean something in a language."""

    tests: tuple[str, ...] = ()
    """Files of tests."""
    test_names: tuple[str, ...] = ("test",)
    """What the names of tests begin with."""
    test_folders: tuple[str, ...] = ()
    """Folders of tests besides `tests`, `*_tests` and `test`. They count for files of this language."""
    test_support: tuple[str, ...] = ()
    """Files whose definitions all tests beside and below them are given."""
    fixtures: tuple[str, ...] = ()
    """Annotations of functions whose results tests are given by the names of parameters."""
    program_files: tuple[tuple[str, str], ...] = ()
    """Files that are a program by their name, and how one is started: `{}` stands for the package."""
    run_by_tools: tuple[str, ...] = ()
    """Files that have the form of a program, and that tools run rather than people."""
    settings_of_tools: Mapping[str, frozenset[str]] = field(default_factory=dict)
    """Files that a tool reads its settings from, and names of such: what sets two of them is such a file."""
    build_files: tuple[str, ...] = ()
    """Files at the top of a target, or of what is built in it, that build, check or release it."""
    beside: tuple[str, ...] = ()
    """Folders that hold no part of a product, besides those whose names tell in all languages."""
    source_folders: tuple[str, ...] = ("app", "lib", "pages", "source", "src")
    """Folders below which names of folders are those of parts: what is in `src/examples` is shipped."""
    generated: tuple[str, ...] = ()
    """Files that only generators name so."""
    generated_marks: str = ""
    """A regular expression for what stands in files that generators write, and says so in code; empty for none."""
    is_minified: bool = False
    """Whether tools put its code on few, long lines, which nobody reads."""
    declarations: tuple[str, ...] = ()
    """What files end in that declare what others define. A folder of nothing else describes code of others."""
    made_folders: tuple[MadeFolder, ...] = ()
    made_marks: tuple[str, ...] = ()
    """Files that tools put into the folders that they fill."""
    copied_to: tuple[str, ...] = ()
    """Where a build folder has copies of sources: paths in it that end with `/`."""
