"""Typer, and Cyclopts, which is used alike: commands of applications, whose options are parameters of functions."""

from collections import Counter
from collections.abc import Iterable, Iterator

from designdoc_assets.languages.doc_facts import Doc
from designdoc_assets.languages.facts import Function
from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.python.frameworks.literals import string
from designdoc_assets.languages.python.frameworks.objects import Object, Objects
from designdoc_assets.languages.python.frameworks.routing import annotated
from designdoc_assets.languages.python.registrations import written_call
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.signature_facts import Parameter
from designdoc_assets.languages.starts import Option, Start

_FACTORIES = frozenset({"Typer", "App"})
_DECLARING = frozenset({"Option", "Argument", "Parameter"})
_NOTHING_DECLARED = Registration(name="", line=0)
_DEEPEST = 6
_MOST_TIMES = 8
"""That one application is followed: they may hold each other, or one may be held by many."""


class Typer(Framework):
    """`app = typer.Typer()`, `@app.command()`, `app.add_typer(users, name="users")`, `typer.run(main)`."""

    name = "Typer"
    calls = _FACTORIES | {"add_typer", "run"}
    annotations = frozenset({"command", "callback", "default"})

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield the commands of each outermost application."""
        found = _Applications(code)
        for path, facts in code.files.items():
            for each in facts.registrations:
                if each.simple_name == "run" and code.resolve.meaning(path, each.name, each.within) == "typer.run":
                    function = code.resolve.meaning(path, each.argument(0), each.within)
                    if isinstance(function, Defined) and function.kind == "function":
                        program = Defined(path, each.within, "function" if each.within else "module")
                        yield self._start(code, "", each, function, program)
        for app in found.outermost():
            for name, each, function in found.commands(app):
                yield self._start(code, name, each, function, app.defined)

    def _start(self, code: Code, name: str, each: Registration, answers: Defined, program: Defined) -> Start:
        function = code.resolve.function_at(answers)
        return Start(
            "command",
            name,
            answers.path,
            each.line,
            self.name,
            answers=answers,
            program=program,
            about=string(each.argument(-1, "help")) or "",
            options=tuple(_options(function)) if function is not None else (),
        )


class _Applications:
    """The applications of a set of files, their commands, and those that are a part of others."""

    def __init__(self, code: Code) -> None:
        self._own: dict[Object, list[tuple[Registration, Defined]]] = {}
        self._inner: dict[Object, list[tuple[str, Object]]] = {}
        self._times: Counter[Object] = Counter()
        objects = Objects(code, {"typer", "cyclopts"}, _FACTORIES)
        for path, facts in code.files.items():
            for at, each in enumerate(facts.registrations):
                app = objects.of(path, at) if each.simple_name == "add_typer" or each.annotates else None
                if app is None:
                    continue
                if each.annotates:
                    function = annotated(code, path, each)
                    self._own.setdefault(app, []).extend([(each, function)] if function is not None else [])
                elif added := objects.named(path, each.argument(0, "typer_instance"), each.within, at):
                    name = string(each.argument(-1, "name")) or _own_name(added)
                    self._inner.setdefault(app, []).append((name, added))

    def outermost(self) -> list[Object]:
        """Return those that are a part of no other."""
        mounted = {added for inner in self._inner.values() for _, added in inner}
        return [app for app in dict.fromkeys([*self._own, *self._inner]) if app not in mounted]

    def commands(
        self, app: Object, before: str = "", around: tuple[Object, ...] = ()
    ) -> Iterator[tuple[str, Registration, Defined]]:
        """Yield the commands of an application: what is typed behind its name, and the function."""
        own, inner = self._own.get(app, []), self._inner.get(app, [])
        # An application of one command is called without that one's name.
        is_alone = len(own) == 1 and not inner
        for each, function in own:
            name = string(each.argument(0, "name")) or function.qualname.rpartition(".")[2].lower().replace("_", "-")
            is_bare = each.simple_name != "command" or is_alone
            yield before if is_bare else f"{before} {name}".strip(), each, function
        if len(around) >= _DEEPEST or self._times[app] >= _MOST_TIMES:
            return
        self._times[app] += 1
        for name, added in inner:
            if added != app and added not in around:
                yield from self.commands(added, f"{before} {name}".strip(), (*around, app))


def _own_name(app: Object | None) -> str:
    return (string(app.creation.argument(-1, "name")) or "") if app is not None and app.creation is not None else ""


def _options(function: Function) -> Iterator[Option]:
    """Yield what the parameters of a command's function are on the command line."""
    docs = {entry.name: entry.text for entry in (function.doc or Doc()).parameters}
    for parameter in function.signature.parameters:
        type_, declared = _declaration(parameter)
        is_context = parameter.is_receiver or type_.rpartition(".")[2] == "Context"
        if not (is_context or "True" in declared.argument(-1, "hidden")):
            yield _option(parameter, type_, declared, docs.get(parameter.name, ""))


def _option(parameter: Parameter, type_: str, declared: Registration, doc: str) -> Option:
    default = parameter.default or ""
    if declared.name and default.startswith(f"{declared.name}("):
        default = declared.argument(0, "default")  # `port: int = Option(8080)`
    is_argument = declared.simple_name == "Argument" if declared.name else parameter.default is None
    names = [name for _, value in declared.arguments if (name := string(value)) and name[0] == "-"]
    plain = parameter.name.replace("_", "-")
    option = ", ".join(names) or (f"--{plain}/--no-{plain}" if type_ == "bool" else f"--{plain}")
    return Option(
        name=parameter.name.upper() if is_argument else option,
        about=string(declared.argument(-1, "help")) or doc,
        type="" if type_ == "bool" else type_,
        default="" if default in {"...", "None"} else default,
        is_required=parameter.default is None or declared.argument(0, "default") == "...",
    )


def _declaration(parameter: Parameter) -> tuple[str, Registration]:
    """Return the type of a parameter, and the call that says more of it, in the type or as the default.

    `port: Annotated[int, Option(help="Where it listens.")] = 8080` and `port: int = Option(8080)`.
    """
    written = parameter.type or ""
    if written.partition("[")[0].rpartition(".")[2] == "Annotated" and written.endswith("]"):
        annotated = written_call(f"_({written.partition('[')[2][:-1]})")
        values = [value for _, value in annotated.arguments] if annotated is not None else []
        written, calls = (values[0] if values else ""), map(written_call, values[1:])
    else:
        calls = map(written_call, [parameter.default] if parameter.default else [])
    declaring = (call for call in calls if call is not None and call.simple_name in _DECLARING)
    return written, next(declaring, _NOTHING_DECLARED)


FRAMEWORK = Typer()
