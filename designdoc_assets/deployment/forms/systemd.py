"""Units of systemd: services, and the timers that start them."""

import posixpath
import re

from designdoc_assets.deployment import words
from designdoc_assets.deployment.facts import EnvironmentName, Found, Place, Unit
from designdoc_assets.deployment.form import File, Form

_NAMES = re.compile(r"[\w@.-]+\.(?:service|timer)(?:\.in)?")
_TIMES = ("OnCalendar", "OnBootSec", "OnStartupSec", "OnUnitActiveSec", "OnUnitInactiveSec", "OnActiveSec")
_PAIR = re.compile(r"(\w+)=(\S*)")


class Systemd(Form):
    """The `Form` of units of systemd."""

    name = "systemd"

    def is_named(self, path: str) -> bool:
        """Tell a service or a timer by its suffix."""
        return _NAMES.fullmatch(posixpath.basename(path)) is not None

    def holds(self, text: str) -> bool:
        """Tell whether it has the section that says what is started, or when: others use the suffix, too."""
        return re.search(r"^\[(?:Service|Timer)\]", text, re.MULTILINE) is not None

    def read(self, file: File) -> Found:
        """Return the unit."""
        name = posixpath.basename(file.path).removesuffix(".in")
        settings = _settings(file.text)
        after = [unit for key in ("Requires", "After") for value in settings.get(key, []) for unit in value.split()]
        times = tuple(f"`{words.cut(f'{key}={value}')}`" for key in _TIMES for value in settings.get(key, []))
        pairs = [pair for value in settings.get("Environment", []) for pair in _PAIR.findall(value.replace('"', ""))]
        unit = Unit(
            place=Place(file.path, 1),
            form=self.name,
            sort="timer" if name.endswith(".timer") else "service",
            name=name,
            command=words.command(" ; ".join(settings.get("ExecStart", []))),
            after=tuple((unit, "") for unit in dict.fromkeys(after) if not unit.endswith(".target")),
            environment=tuple(EnvironmentName(key, bool(value)) for key, value in pairs),
            environment_from=tuple(value.lstrip("-") for value in settings.get("EnvironmentFile", [])),
            when=times,
        )
        return Found(units=(unit,))


def _settings(text: str) -> dict[str, list[str]]:
    """Return the values of each key, in order; keys of several sections do not meet."""
    found: dict[str, list[str]] = {}
    for line in re.sub(r"\\\n\s*", "", text).split("\n"):
        key, is_setting, value = line.strip().partition("=")
        if is_setting and not line.lstrip().startswith(("#", ";", "[")):
            found.setdefault(key.strip(), []).append(value.strip())
    return {key: [value for value in values if value] for key, values in found.items()}


FORM = Systemd()
