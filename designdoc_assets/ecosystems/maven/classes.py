"""The file that a class stands in, by its name: what builds say is started is a class."""

from collections.abc import Iterable

_SUFFIXES = (".java", ".kt", ".groovy", ".scala")


class SourceFiles:
    """The files of a target that hold classes.

    Args:
        paths: All files of the target.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = sorted(path for path in paths if path.endswith(_SUFFIXES))

    def of(self, name: str, folder: str) -> str:
        """Return the path of the file of a class that lies in a folder, or else anywhere; its name where none does."""
        inside = name.partition("$")[0].replace(".", "/")
        wanted = tuple(f"/{inside}{suffix}" for suffix in _SUFFIXES)
        found = [path for path in self._paths if f"/{path}".endswith(wanted)]
        near = [path for path in found if path.startswith(f"{folder}/" if folder else "")]
        # The class of a file in Kotlin is called after it.
        if not found and name.endswith("Kt"):
            return self.of(name.removesuffix("Kt"), folder)
        return next(iter(near or found), name)
