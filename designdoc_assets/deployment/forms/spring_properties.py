"""Configuration of Spring, for the variables that stand in its values: `${DATABASE_URL:jdbc:h2:mem}`."""

import posixpath
import re

from designdoc_assets.deployment.facts import Found, NamedVariable, Place
from designdoc_assets.deployment.form import File, Form
from designdoc_assets.languages.secrets import shown_example

_NAMES = re.compile(r"(?:application|bootstrap)(?:-[\w.-]+)?\.(?:properties|ya?ml)")
_PLACEHOLDER = re.compile(r"\$\{(?P<name>[A-Z][A-Z0-9_]*)(?::(?P<default>[^{}]*))?\}")


class SpringProperties(Form):
    """The `Form` of `application.properties` and `application.yml`."""

    name = "Spring configuration"

    def is_named(self, path: str) -> bool:
        """Tell it by its name."""
        return _NAMES.fullmatch(posixpath.basename(path)) is not None

    def holds(self, text: str) -> bool:
        """Tell one that has variables by these."""
        return _PLACEHOLDER.search(text) is not None

    def read(self, file: File) -> Found:
        """Return the variables in its values."""
        found = []
        for number, line in enumerate(file.text.split("\n"), start=1):
            if line.lstrip().startswith(("#", "!")):
                continue
            for each in _PLACEHOLDER.finditer(line):
                default = shown_example(each["name"], each["default"] or "")
                found.append(NamedVariable(Place(file.path, number), each["name"], default, is_default=True))
        return Found(variables=tuple(found))


FORM = SpringProperties()
