"""Celery, and task queues that are used alike: tasks, and when they run by themselves."""

from collections.abc import Iterable

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.python.frameworks.literals import constant_string
from designdoc_assets.languages.python.frameworks.objects import Objects
from designdoc_assets.languages.python.frameworks.routing import annotated
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
                if each.annotates:
                    is_of_package = objects.is_of_package(code.resolve.meaning(path, each.name, each.within))
                    if not is_of_package and (each.simple_name in _BY_THEMSELVES or objects.of(path, at) is None):
                        continue
                    name = constant_string(code, path, each.argument(-1, "name"), each.within)
                    is_periodic = each.simple_name in _PERIODIC
                    yield Start(
                        "schedule" if is_periodic else "task",
                        name or each.annotates.rpartition(".")[2],
                        path,
                        each.line,
                        self.name,
                        answers=annotated(code, path, each),
                        when=each.argument(0) if is_periodic else "",
                    )
                elif each.simple_name == "add_periodic_task" and objects.of(path, at) is not None:
                    task = each.argument(1, "sig").partition(".s(")[0].partition(".si(")[0]
                    name = constant_string(code, path, each.argument(-1, "name"), each.within) or task
                    answers = code.definition(path, task, each.within)
                    when = each.argument(0, "schedule")
                    yield Start("schedule", name, path, each.line, self.name, answers=answers, when=when)


FRAMEWORK = Celery()
