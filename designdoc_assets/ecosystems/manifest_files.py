"""The manifests of a target, as bytes that are asked for by path."""

from bisect import bisect_left
from collections.abc import Callable, Iterable

from designdoc_assets.ecosystems.documents import decode
from designdoc_assets.ecosystems.findings import Findings
from designdoc_assets.languages.secrets import masked

MAX_MANIFEST_BYTES = 1 << 20
MAX_LOCK_FILE_BYTES = 20 << 20


class ManifestFiles:
    """The files of a target. None is asked for that it does not have.

    Args:
        paths: The repository-relative POSIX paths of all of them.
        read: Returns the bytes of one.
    """

    def __init__(self, paths: Iterable[str], read: Callable[[str], bytes]) -> None:
        self.paths = frozenset(paths)
        self._sorted = sorted(self.paths)
        self._read = read

    def below(self, folder: str) -> list[str]:
        """Return the paths of the files below a folder, relative to it; of the target's, which is empty, all."""
        if not folder:
            return self._sorted
        begin = bisect_left(self._sorted, f"{folder}/")
        end = bisect_left(self._sorted, f"{folder}0")  # what sorts right behind all that begins with `/`
        return [path.removeprefix(f"{folder}/") for path in self._sorted[begin:end]]

    def text(self, into: Findings, *, is_lock_file: bool = False) -> str | None:
        """Return the text of the manifest at `into.manifest`; None, and a problem, where it cannot be had."""
        limit = MAX_LOCK_FILE_BYTES if is_lock_file else MAX_MANIFEST_BYTES
        try:
            data = self._read(into.manifest)
        except OSError as error:
            into.problem(f"could not be opened: {error.strerror or 'the system gave no reason'}")
            return None
        if len(data) > limit:
            into.problem(f"is larger than {limit >> 20} MiB; it was not read")
            return None
        text = decode(data, into)
        return text if text is None or is_lock_file else masked(text)  # of locks only names and versions are read
