"""Django's settings that code reads: `settings.PAY_LIMIT`, `getattr(settings, "PAY_LIMIT", 5)`."""

import posixpath
from collections.abc import Iterable, Iterator, Mapping

from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.python.frameworks.literals import string
from designdoc_assets.languages.settings import Setting
from designdoc_assets.languages.use_facts import Use

_SETTINGS = "django.conf.settings"
_PLACE = "Django settings"


class DjangoSettings(Framework):
    """Attributes of `django.conf.settings`, by their names in capitals."""

    name = "Django"

    def settings(self, code: Code) -> Iterable[Setting]:
        """Yield each, with what the settings of the code set it to, where it has one such module."""
        modules = [path for path in code.files if posixpath.basename(path) == "settings.py"]
        set_to = _set_to(code.files[modules[0]]) if len(modules) == 1 else {}
        for path, facts in code.files.items():
            names = _names(code, path, facts)
            if not names:
                continue
            for use in _uses(facts):
                first, _, rest = use.name.partition(".")
                name = rest.partition(".")[0].partition("[")[0].partition("(")[0]
                if first in names and name.isupper():
                    default, about = set_to.get(name, ("", ""))
                    yield Setting(name, path, use.line, _PLACE, default=default, about=about)
            for call in facts.named_calls:
                given = [value for key, value in call.arguments if not key]
                is_read = call.function == "getattr" and len(given) > 1 and given[0] in names
                if is_read and (name := string(given[1]) or ""):
                    default, about = set_to.get(name, (given[2] if len(given) > 2 else "", ""))
                    yield Setting(name, path, call.line, _PLACE, default=default, about=about)


def _names(code: Code, path: str, facts: FileFacts) -> frozenset[str]:
    """Return what the settings are called in a file."""
    bound = (each.alias or each.name or "" for each in facts.imports if each.module == "django.conf")
    return frozenset(name for name in bound if name and code.resolve.meaning(path, name) == _SETTINGS)


def _set_to(facts: FileFacts) -> Mapping[str, tuple[str, str]]:
    """Return what a module sets names in capitals to, once each, and what is said of them."""
    return {
        each.name: ("" if each.is_set_again else each.value or "", each.doc.summary if each.doc is not None else "")
        for each in facts.constants
        if each.name.isupper()
    }


def _uses(facts: FileFacts) -> Iterator[Use]:
    yield from facts.uses
    for function in (*facts.functions, *(method for cls in facts.classes for method in cls.methods)):
        yield from function.uses
    for cls in facts.classes:
        yield from cls.uses


FRAMEWORK = DjangoSettings()
