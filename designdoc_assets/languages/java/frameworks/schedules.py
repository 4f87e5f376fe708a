"""Methods that a clock starts: Spring, Micronaut, Quarkus, Jakarta."""

from collections.abc import Iterable

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.java.frameworks.annotated import Annotations, member, text_of
from designdoc_assets.languages.starts import Start

_PACKAGES = {
    "org.springframework.scheduling.annotation": ("Scheduled", "Spring"),
    "io.micronaut.scheduling.annotation": ("Scheduled", "Micronaut"),
    "io.quarkus.scheduler": ("Scheduled", "Quarkus"),
    "javax.ejb": ("Schedule", "EJB"),
    "jakarta.ejb": ("Schedule", "EJB"),
}


class Schedules(Framework):
    """`@Scheduled(cron = "0 0 * * * *")`, `@Schedule(hour = "3")`."""

    name = "Spring"
    annotations = frozenset({"Scheduled", "Schedule"})

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield the methods, with when they run."""
        for package, (annotation, framework) in _PACKAGES.items():
            annotations = Annotations(code, {package: {annotation}})
            for path, facts in code.files.items() if annotations else ():
                for cls in facts.classes:
                    owner = code.resolve.defined(path, cls)
                    for name, each in annotations.on_methods(cls, path):
                        cron = text_of(code, path, each.argument(-1, "cron"), each.within)
                        when = cron or ", ".join(f"{key} = {value}" for key, value in each.arguments if key)
                        answers = member(owner, name)
                        shown = f"{cls.name}.{name}"
                        yield Start("schedule", shown, path, each.line, framework, answers=answers, when=when)


FRAMEWORK = Schedules()
