"""Dagster: jobs, schedules, sensors and assets."""

from collections.abc import Iterable

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.python.frameworks.literals import constant_string, string
from designdoc_assets.languages.python.frameworks.packages import package_of
from designdoc_assets.languages.python.frameworks.routing import annotated
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.starts import Start, StartSort

_ANNOTATIONS: dict[str, StartSort] = {
    **dict.fromkeys(("asset", "multi_asset", "graph_asset", "graph_multi_asset"), "asset"),
    **dict.fromkeys(("observable_source_asset", "multi_observable_source_asset"), "asset"),
    **dict.fromkeys(("job", "graph"), "job"),
    "schedule": "schedule",
    **dict.fromkeys(("sensor", "asset_sensor", "multi_asset_sensor", "run_status_sensor"), "sensor"),
    "run_failure_sensor": "sensor",
}
_CALLS: dict[str, StartSort] = {
    "define_asset_job": "job",
    "ScheduleDefinition": "schedule",
    "build_schedule_from_partitioned_job": "schedule",
    "SensorDefinition": "sensor",
}
_MAKES_JOBS = "to_job"


class Dagster(Framework):
    """`@dg.asset`, `@dg.job`, `dg.ScheduleDefinition` and the like."""

    name = "Dagster"
    calls = frozenset({*_CALLS, _MAKES_JOBS})
    annotations = frozenset(_ANNOTATIONS)

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield what the code defines; graphs where some are made jobs."""
        makes_jobs = any(
            each.simple_name == _MAKES_JOBS for facts in code.files.values() for each in facts.registrations
        )
        for path, facts in code.files.items():
            for each in facts.registrations:
                sort = (_ANNOTATIONS if each.annotates else _CALLS).get(each.simple_name)
                if sort is None or (each.simple_name == "graph" and not makes_jobs):
                    continue
                if package_of(code.resolve.meaning(path, each.name, each.within)) == "dagster":
                    yield self._start(code, path, each, sort)

    def _start(self, code: Code, path: str, each: Registration, sort: StartSort) -> Start:
        given = each.argument(-1, "name") or (
            each.argument(0) if each.simple_name in {"define_asset_job", "asset"} else ""
        )
        own = each.annotates.rpartition(".")[2] or each.result
        job = each.argument(-1, "job") or each.argument(-1, "job_name")
        answers = annotated(code, path, each) if each.annotates else _named(code, path, job, each.within)
        return Start(
            sort,
            constant_string(code, path, given, each.within) or own,
            path,
            each.line,
            self.name,
            answers=answers or _inside(path, each),
            when=string(each.argument(-1, "cron_schedule")) or "",
            about=constant_string(code, path, each.argument(-1, "description"), each.within) or "",
        )


def _named(code: Code, path: str, written: str, within: str) -> Defined | None:
    return code.definition(path, written, within) if written.replace(".", "_").isidentifier() else None


def _inside(path: str, each: Registration) -> Defined | None:
    return Defined(path, each.within, "function") if each.within and "." not in each.within else None


FRAMEWORK = Dagster()
