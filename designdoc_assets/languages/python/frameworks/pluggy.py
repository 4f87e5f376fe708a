"""pluggy: the hooks that plug-ins may implement."""

from collections.abc import Iterable

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.python.frameworks.objects import Objects
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.starts import Start


class Pluggy(Framework):
    """`hookspec = HookspecMarker("name")`, and functions that are annotated with it."""

    name = "pluggy"
    calls = frozenset({"HookspecMarker"})

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield the functions that say what a hook is called with."""
        objects = Objects(code, {"pluggy"}, self.calls)
        if not objects.all:
            return
        for path, facts in code.files.items():
            for function in facts.functions:
                for annotation in function.annotations:
                    if objects.named(path, annotation.partition("(")[0]) is not None:
                        answers = Defined(path, function.qualname, "function")
                        yield Start("hook", function.name, path, function.line, self.name, answers=answers)
            for cls in facts.classes:
                for method in cls.methods:
                    if any(objects.named(path, each.partition("(")[0]) is not None for each in method.annotations):
                        qualname = f"{code.resolve.defined(path, cls).qualname}.{method.name}"
                        answers = Defined(path, qualname, "method")
                        yield Start("hook", method.name, path, method.line, self.name, answers=answers)


FRAMEWORK = Pluggy()
