"""Which file an import means: units are packages, whose classes see each other, in whichever folder they stand."""

from collections.abc import Mapping
from itertools import takewhile

from designdoc_assets.languages.facts import FileFacts, Import
from designdoc_assets.languages.linking import External, PathLinker, Surroundings

_STANDARD = frozenset({"java", "jdk"})
_OF_JAVAX = """
    accessibility activation activity annotation crypto imageio jws lang management naming net print rmi script
    security smartcardio sound sql swing tools transaction xml
"""
_EXTENSIONS = frozenset(_OF_JAVAX.split())
"""What of `javax` the platform has, or had: of most, others made a specification (`javax.servlet`, `javax.cache`)."""
_SPOKEN_FOR = "package-info.java"
_LIBRARY_SEGMENTS = 3


class Packages(PathLinker):
    """The `Linker` of Java."""

    def __init__(self, files: Mapping[str, FileFacts], around: Surroundings) -> None:
        super().__init__(files, around)
        self._units = {path: facts.unit for path, facts in files.items()}
        self._faces: dict[str, tuple[tuple[bool, str], str]] = {}
        for path, unit in self._units.items():
            if unit:
                rank = (not path.endswith(_SPOKEN_FOR), path)
                self._faces[unit] = min(self._faces.get(unit, (rank, path)), (rank, path))

    def name_of(self, path: str) -> str:
        """Return the package of a file."""
        return self._units.get(path, "")

    def find(self, unit: str, importer: str) -> str | None:
        """Return the file that speaks for a package."""
        found = self._faces.get(unit)
        return found[1] if found is not None else None

    def leads_to(self, entry: Import, importer: str) -> External | None:
        """Return what is imported, where no file of the target defines it."""
        return self.outside(f"{entry.module}.{entry.name}" if entry.name else entry.module, importer)

    def outside(self, unit: str, importer: str) -> External | None:
        """Return a package that is not of the target, or what is in it."""
        parts = unit.split(".")
        if any(".".join(parts[:end]) in self._faces for end in range(1, len(parts) + 1)):
            return None
        # Of `a.b.Pump.start`, which is imported as static, the package is what stands before the class.
        packages = [*takewhile(lambda part: not part[:1].isupper(), parts)]
        if parts[0] in _STANDARD or (parts[0] == "javax" and parts[1:2] and parts[1] in _EXTENSIONS):
            return External(unit, "standard", ".".join(packages))
        return External(unit, "third party", ".".join(packages[:_LIBRARY_SEGMENTS]))
