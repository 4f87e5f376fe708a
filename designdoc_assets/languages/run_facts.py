"""What a file has to do with where it runs: what it starts, and what it reads there; parts of `facts.FileFacts`."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Variable:
    """An environment variable that code reads."""

    name: str
    root: str
    """The name that the reading starts from: `os`, `environ`; empty where that can mean nothing else."""
    default: str
    """As written; empty where there is none."""
    line: int
    within: str = ""
    """The qualified name of the function or method that reads it when it is called; empty where no such one does."""
    parameter: str = ""
    """What completes the name, at `{}` in it: a parameter of that function, or a constant; empty for a whole name."""


@dataclass(frozen=True, slots=True)
class NamedCall:
    """A call that may have an environment variable read: see `named_calls`."""

    function: str
    """Dotted, as written."""
    arguments: tuple[tuple[str, str], ...]
    """Keywords and values, as in `registrations.Registration`."""
    line: int
    within: str = ""
    """The qualified name of the function or type that it stands in."""


@dataclass(frozen=True, slots=True)
class Program:
    """A program that starts when a file is run."""

    line: int
    said_by: str
    """What in the code says so, in words of the language, as Markdown: "an `if __name__ == "__main__"` block"."""
    starts: str = ""
    """The qualified name of the function of the file that is called first; empty where its statements are run."""
