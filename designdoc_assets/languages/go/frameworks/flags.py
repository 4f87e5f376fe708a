"""`flag` of the standard library, and `pflag`: what a program is given in its own command line."""

import posixpath
from collections import defaultdict
from collections.abc import Iterable

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.go.frameworks.flag_calls import CALLS, options
from designdoc_assets.languages.go.frameworks.origins import Origins
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.starts import Option, Start

_PACKAGES = {"flag": "-", "github.com/spf13/pflag": "--"}
_SETS = frozenset({"CommandLine"})


class Flags(Framework):
    """`flag.StringVar(&name, "name", "", "Usage")`: flags of sets that code makes itself are not those of a program."""

    name = "flag"
    calls = CALLS

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield a command for each package that declares flags of its program."""
        origins = Origins(code)
        found: dict[tuple[str, str], list[tuple[str, Registration]]] = defaultdict(list)
        for path, facts in code.files.items():
            for each in facts.registrations:
                origin = origins.of(path, each) if each.simple_name in CALLS else None
                if origin is None or origin.package not in _PACKAGES:
                    continue
                if len(origin.steps) == 1 or (len(origin.steps) == 2 and origin.steps[0] in _SETS):
                    found[posixpath.dirname(path), _PACKAGES[origin.package]].append((path, each))
        for (_, dashes), calls in found.items():
            yield from _command(code, calls, dashes)


def _command(code: Code, calls: list[tuple[str, Registration]], dashes: str) -> Iterable[Start]:
    told: list[Option] = []
    for path in dict.fromkeys(path for path, _ in calls):
        told += options(code, path, [each for other, each in calls if other == path], dashes)
    if not told:
        return
    path, first = next((call for call in calls if call[1].within), calls[0])
    defined = code.definition(path, first.within or first.result)
    answers = defined if defined is not None and defined.kind in {"function", "method"} else None
    if defined is None:
        defined = Defined(path, "", "module")
    yield Start("command", "", path, first.line, "flag", answers=answers, program=defined, options=tuple(told))


FRAMEWORK = Flags()
