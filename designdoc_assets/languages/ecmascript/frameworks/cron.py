"""What clocks start, in packages that are used alike: node-cron, cron, node-schedule, Croner."""

from collections.abc import Iterable

from designdoc_assets.languages.ecmascript.frameworks.literals import string
from designdoc_assets.languages.ecmascript.frameworks.objects import Objects, answering, scope_of
from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.starts import Start

_SCHEDULES = {
    "node-cron.schedule": 1,
    "cron.CronJob": 1,
    "node-schedule.scheduleJob": 1,
    "croner": -1,
    "croner.Cron": -1,
}
"""The place of what is started, behind when."""


class Cron(Framework):
    """`cron.schedule("0 * * * *", clean)`, `new CronJob("0 * * * *", clean)`."""

    name = "node-cron"

    @property
    def calls(self) -> frozenset[str]:
        """Calls that schedule."""
        return frozenset({"schedule", "scheduleJob", "CronJob", "Cron"})

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield what is scheduled where it says when."""
        packages = {each.partition(".")[0] for each in _SCHEDULES}
        if not any(each.module in packages for facts in code.files.values() for each in facts.imports):
            return
        objects = Objects(code, (), lambda _: False)
        for path, facts in code.files.items():
            for each in facts.registrations:
                origin = objects.origin(path, each.name, scope_of(each)) if not each.annotates else ""
                values = [value for key, value in each.arguments if not key]
                when = string(values[0]) if origin in _SCHEDULES and len(values) > 1 else None
                if when is not None:
                    answers = answering(code, path, values[_SCHEDULES[origin]], each)
                    name, package = _name(each, answers, when), origin.partition(".")[0]
                    yield Start("schedule", name, path, each.line, package, answers=answers, when=when)


def _name(each: Registration, answers: Defined | None, when: str) -> str:
    return answers.qualname if answers is not None else each.result.removeprefix("this.") or scope_of(each) or when


FRAMEWORK = Cron()
