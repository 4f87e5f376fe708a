"""Procfiles: processes by name, a command each."""

import posixpath
import re

from designdoc_assets.deployment import words
from designdoc_assets.deployment.facts import Found, Place, Unit
from designdoc_assets.deployment.form import File, Form

_NAMES = re.compile(r"Procfile(?:\.[\w-]+)?")
_PROCESS = re.compile(r"([A-Za-z0-9_-]+):\s*(\S.*)")


class Procfile(Form):
    """The `Form` of Procfiles."""

    name = "Procfile"
    is_told_by_name = True

    def is_named(self, path: str) -> bool:
        """Tell a Procfile by its name."""
        return _NAMES.fullmatch(posixpath.basename(path)) is not None

    def read(self, file: File) -> Found:
        """Return its processes."""
        units = []
        for number, line in enumerate(file.text.split("\n"), start=1):
            if found := _PROCESS.fullmatch(line.strip()):
                units.append(
                    Unit(Place(file.path, number), self.name, "process", found[1], command=words.command(found[2]))
                )
            elif line.strip() and not line.lstrip().startswith("#"):
                file.problem(number, "has a line that is no `name: command`; it was left out")
        return Found(units=tuple(units))


FORM = Procfile()
