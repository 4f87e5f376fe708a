"""What a form gives: which files are written in it, and what one of them says."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass, field

from designdoc_assets.deployment.facts import Found, Problem


@dataclass(slots=True)
class File:
    """A file that is read, and what is wrong in it."""

    path: str
    text: str
    paths: Collection[str]
    """All files of the target."""
    problems: list[Problem] = field(default_factory=list)

    def problem(self, line: int, reason: str) -> None:
        """Record a clause about the file; 0 for one about all of it."""
        self.problems.append(Problem(self.path, line, reason))


class Form(ABC):
    """Reads the files of one form. Nothing is executed, and no other file is opened."""

    name: str
    """What people call it: `Compose`."""
    order: int = 0
    """Of several forms that a file may be written in by its name, the lowest is asked first."""

    is_told_by_name: bool = False
    """Whether a file of such a name is hardly anything else."""

    @abstractmethod
    def is_named(self, path: str) -> bool:
        """Tell whether a file may be one, by its path."""

    def holds(self, text: str) -> bool:
        """Tell whether a file of such a name is one, by what is in it."""
        return True

    @abstractmethod
    def read(self, file: File) -> Found:
        """Return what a file says. What cannot be read becomes a problem of it, and the rest is read."""


TextOf = Callable[[str], str | None]
"""Returns the text of a file of the target; None where it is none. It raises an `OSError` that has a `strerror`."""


def joined(parts: Iterator[Found]) -> Found:
    """Return what several parts of a file say as one."""
    everything = list(parts)
    return Found(
        units=tuple(unit for part in everything for unit in part.units),
        entrances=tuple(entrance for part in everything for entrance in part.entrances),
        images=tuple(image for part in everything for image in part.images),
        workflows=tuple(workflow for part in everything for workflow in part.workflows),
        configurations=tuple(each for part in everything for each in part.configurations),
        variables=tuple(each for part in everything for each in part.variables),
    )
