"""The key of each language, and the projects that it is judged on."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

KEYS = Path(__file__).parent / "keys"


class Project(NamedTuple):
    """A project that symbols are measured on. Its source is in a folder of its name."""

    name: str
    revision: str
    code: str = ""
    """The folder in it whose references are measured: what is built as one, without tests."""
    is_held_out: bool = False
    """Nobody looks at it while the reader is worked on."""


class Judge(NamedTuple):
    """What tells the symbols of a language, and on which projects it is asked.

    The program reads paths on standard input, a line each, and prints a line for each symbol: path, kind and qualified
    name, with tabs between them. Kinds are `type`, `function` (methods and constructors are some) and `value` (fields,
    constants, cases); a file that it does not understand has the kind `unjudged`.
    """

    language: str
    key: str
    """What the key is, and its version."""
    command: Callable[[], list[str]]
    needs: str
    """The program that must be there."""
    projects: tuple[Project, ...]
    references: Callable[[], list[str]] | None = None
    """Where the compiler can be asked what names mean: a program that prints a line for each use, with tabs between the
    path and qualified name of the user, and those of what is used. The path is `?` where the compiler does not know."""
    has_local_types: bool = True
    """Whether the key has types that are declared in functions."""

    @property
    def is_here(self) -> bool:
        """Whether the key can be asked on this machine."""
        return shutil.which(self.needs) is not None


_TYPESCRIPT = "the parser of `typescript` 5.9.3, which is asked for no types in functions"


def _typescript() -> list[str]:
    """Return the command; the variable NODE_PATH tells the folder that holds the package `typescript`."""
    return ["node", str(KEYS / "typescript.js")]


def _typescript_references() -> list[str]:
    return ["node", str(KEYS / "typescript_references.js")]


JUDGES = (
    Judge(
        "javascript",
        _TYPESCRIPT,
        _typescript,
        "node",
        (
            Project("express", "npm 5.3.0", "."),
            Project("eslint", "npm 10.15.0, lib", "."),
            Project("fastify", "npm 5.12.8", ".", is_held_out=True),
            Project("webpack", "npm 5.113.0, lib", "."),
            Project("knex", "npm 3.3.0, lib", ".", is_held_out=True),
        ),
        _typescript_references,
        has_local_types=False,
    ),
    Judge(
        "typescript",
        _TYPESCRIPT,
        _typescript,
        "node",
        (
            Project("rxjs", "npm 7.8.2, src", "."),
            Project("reduxjs-toolkit", "npm 2.15.0, src", "."),
            Project("zod", "npm 4.6.7, src", "."),
            Project("mobx", "npm 6.16.1, src", ".", is_held_out=True),
            Project("trpc-server", "npm 11.25.2, src", ".", is_held_out=True),
        ),
        _typescript_references,
        has_local_types=False,
    ),
    Judge(
        "go",
        "the parser and type checker of Go's standard library (1.19), for Linux",
        lambda: ["go", "run", str(KEYS / "GoKey.go"), "symbols"],
        "go",
        (
            Project("websocket", "e064f32e3674", "."),
            Project("fzf", "956562daaa82", "."),
            Project("chi", "735ae2b87f8c", "."),
            Project("pflag", "5fdac2d16c16", ".", is_held_out=True),
            Project("cobra", "adbc8813901b", ".", is_held_out=True),
            Project("mux", "db9d1d0073d2", ".", is_held_out=True),
        ),
        lambda: ["go", "run", str(KEYS / "GoKey.go"), "references"],
    ),
    Judge(
        "java",
        "javac's parser (`com.sun.source`, JDK 17)",
        lambda: ["java", str(KEYS / "JavaKey.java")],
        "javac",
        (
            Project("gson", "9835b6f90192", "gson/src/main/java"),
            Project("spring-petclinic", "edf4db28affc", "src/main/java"),
            Project("jsoup", "46b620860af9", "src/main/java", is_held_out=True),
            Project("commons-cli", "0a68ae0e826b", "src/main/java", is_held_out=True),
        ),
        lambda: ["java", str(KEYS / "JavaReferences.java")],
    ),
    Judge(
        "rust",
        "the parser syn (1.0.107), which is asked for no types in functions",
        # Where crates are not fetched, a `.cargo/config.toml` of the working directory tells where they lie.
        lambda: ["cargo", "run", "--quiet", "--release", "--manifest-path", str(KEYS / "rust" / "Cargo.toml")],
        "cargo",
        (
            Project("hyper", "0.14.19"),
            Project("regex", "1.7.1"),
            Project("bat", "2ba8db9c14e5", is_held_out=True),
            Project("clap", "6982fb1c98c7", is_held_out=True),
        ),
        has_local_types=False,
    ),
)
