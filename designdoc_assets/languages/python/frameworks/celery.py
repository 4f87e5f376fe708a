"""Celery, and task queues that are used alike: tasks, and when they run by themselves."""

from collections.abc import Iterable

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.python.frameworks.literals import constant_string
from designdoc_assets.languages.python.frameworks.objects import Objects
from designdoc_assets.languages.python.frameworks.routing import annotated
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.starts import Start

_FACTORIES = frozenset({"Celery", "Huey", "RedisHuey", "SqliteHuey", "MemoryHuey", "PriorityRedisHuey", "FileHuey"})
_PACKAGES = frozenset({"celery", "huey", "dramatiq"})
_BY_THEMSELVES = frozenset({"shared_task", "actor", "db_task", "db_periodic_task"})
_PERIODIC = frozenset({"periodic_task", "db_periodic_task"})


class Celery(Framework):
    """`@app.task`, `@shared_task`, `add_periodic_task`; Huey's and Dramatiq's annotations."""

    name = "Celery"
    calls = _FACTORIES | {"add_periodic_task"}
    annotations = _BY_THEMSELVES | {"task", "periodic_task"}

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield tasks, and what is scheduled."""
        objects = Objects(code, _PACKAGES, _FACTORIES)
        for path, facts in code.files.items():
            for at, each in enumerate(facts.registrations):
                if each.annotates and self._is_task(objects, path, at):
                    yield self._task(code, path, each)
                elif each.simple_name == "add_periodic_task" and objects.of(path, at) is not None:
                    yield self._added(code, path, each)

    def _is_task(self, objects: Objects, path: str, at: int) -> bool:
        """Whether a decorator is one of a package, `@shared_task`, or of an object of one, `@app.task`."""
        each = objects.code.files[path].registrations[at]
        if objects.is_of_package(objects.code.resolve.meaning(path, each.name, each.within)):
            return True
        return each.simple_name not in _BY_THEMSELVES and objects.of(path, at) is not None

    def _task(self, code: Code, path: str, each: Registration) -> Start:
        is_periodic = each.simple_name in _PERIODIC
        return Start(
            "schedule" if is_periodic else "task",
            constant_string(code, path, each.argument(-1, "name"), each.within) or each.annotates.rpartition(".")[2],
            path,
            each.line,
            self.name,
            answers=annotated(code, path, each),
            when=each.argument(0) if is_periodic else "",
        )

    def _added(self, code: Code, path: str, each: Registration) -> Start:
        """Return what `add_periodic_task(crontab(hour=4), clean.s())` schedules."""
        task = each.argument(1, "sig").partition(".s(")[0].partition(".si(")[0]
        return Start(
            "schedule",
            constant_string(code, path, each.argument(-1, "name"), each.within) or task,
            path,
            each.line,
            self.name,
            answers=code.definition(path, task, each.within),
            when=each.argument(0, "schedule"),
        )


FRAMEWORK = Celery()
