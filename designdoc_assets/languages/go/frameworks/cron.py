"""robfig/cron: functions that a clock calls."""

from collections.abc import Iterable

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.go.frameworks.literals import told
from designdoc_assets.languages.go.frameworks.origins import Origins
from designdoc_assets.languages.starts import Start

_PACKAGES = ("github.com/robfig/cron", "gopkg.in/robfig/cron")


class Cron(Framework):
    """`c.AddFunc("@daily", clean)`."""

    name = "cron"
    calls = frozenset({"AddFunc"})

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield a schedule for each function that is named."""
        origins = Origins(code)
        for path, facts in code.files.items():
            for each in facts.registrations:
                origin = origins.of(path, each) if each.simple_name == "AddFunc" else None
                when = told(code, path, each.argument(0)) if origin is not None else None
                if origin is None or when is None or not origin.package.startswith(_PACKAGES):
                    continue
                answers = origins.answering(path, each, each.argument(1))
                if answers is not None:
                    name = answers.qualname
                    yield Start("schedule", name, path, each.line, self.name, answers=answers, when=when)


FRAMEWORK = Cron()
