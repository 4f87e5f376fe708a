"""What clocks and queues start, in packages that are used alike: node-cron, cron, croner, BullMQ, Bull."""

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
"""The place of what is started, behind when; that of Croner is the last."""
_WORKERS = {"bullmq.Worker": "BullMQ"}
_QUEUES = {"bull": "Bull", "bee-queue": "Bee-Queue"}


class Jobs(Framework):
    """`cron.schedule("0 * * * *", clean)`, `new Worker("mails", send)`, `queue.process(send)`."""

    name = "jobs"

    @property
    def listens(self) -> frozenset[str]:
        """Calls that schedule, make workers, and tell queues what to do."""
        return frozenset({"schedule", "scheduleJob", "CronJob", "Cron", "Worker", "Queue", "Bull", "process"})

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield what is scheduled where it says when, and the queues that something works on."""
        packages = {each.partition(".")[0] for each in (*_SCHEDULES, *_WORKERS, *_QUEUES)}
        if not any(each.module in packages for facts in code.files.values() for each in facts.imports):
            return
        objects = Objects(code, _QUEUES, lambda _: False)
        for path, facts in code.files.items():
            for at, each in enumerate(facts.registrations):
                if each.marks:
                    continue
                origin = objects.origin(path, each.name, scope_of(each))
                values = [value for key, value in each.arguments if not key]
                if origin in _SCHEDULES and len(values) > 1:
                    answers = answering(code, path, values[_SCHEDULES[origin]], each)
                    if (when := string(values[0])) is not None:
                        task, package = _name(each, answers), origin.partition(".")[0]
                        yield Start("schedule", task, path, each.line, package, answers=answers, when=when)
                elif origin in _WORKERS and len(values) > 1 and (awaited := string(values[0])):
                    answers = answering(code, path, values[1], each)
                    yield Start("consumer", awaited, path, each.line, _WORKERS[origin], answers=answers)
                elif each.verb == "process" and values:
                    queue = objects.of(path, at)
                    name = string(queue.made.argument(0)) if queue is not None and queue.made is not None else None
                    if queue is not None and name:
                        answers = answering(code, path, values[-1], each)
                        yield Start("consumer", name, path, each.line, _QUEUES[queue.maker], answers=answers)


def _name(each: Registration, answers: Defined | None) -> str:
    if answers is not None:
        return answers.qualname
    return each.result.removeprefix("this.") or scope_of(each) or f"line {each.line}"


FRAMEWORK = Jobs()
