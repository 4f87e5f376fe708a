"""yargs: commands, the commands in them, options and positional arguments."""

from collections.abc import Iterable, Mapping

from designdoc_assets.languages.ecmascript.frameworks.commands import Command, argument, starts_of, words_of
from designdoc_assets.languages.ecmascript.frameworks.literals import fields, items, string, told
from designdoc_assets.languages.ecmascript.frameworks.objects import (
    Object,
    Objects,
    answering,
    first_parameter,
    scope_of,
)
from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.starts import Option, Start

_PACKAGES = frozenset({"yargs", "yargs/yargs"})
_CHAINED = frozenset(
    {
        *("command", "option", "options", "positional", "usage", "demandCommand", "help", "version", "strict"),
        *("strictCommands", "strictOptions", "example", "epilogue", "epilog", "wrap", "scriptName", "completion"),
        *("recommendCommands", "demandOption", "alias", "middleware", "group", "showHelpOnFail", "env", "config"),
        *("parserConfiguration", "conflicts", "implies", "hide", "exitProcess", "fail"),
    }
)
_FIELDS = ("command", "describe", "builder", "handler")
_OTHER_NAMES = {"describe": ("desc", "description")}


class Yargs(Framework):
    """`yargs(argv).command("serve [port]", "Serves", (yargs) => yargs.option("verbose", {...}), serve)`."""

    name = "yargs"

    @property
    def calls(self) -> frozenset[str]:
        """Calls that make a parser, and tell of commands and options."""
        return _CHAINED | {"yargs", 'require("yargs")', 'require("yargs/yargs")'}

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield commands under the names of those around them, and what the program itself takes."""
        if not any(each.module in _PACKAGES for facts in code.files.values() for each in facts.imports):
            return
        objects = Objects(code, _PACKAGES, lambda each: each.simple_name in _CHAINED, _PACKAGES)
        commands: dict[Object, Command] = {}
        # What a builder in another file is given is known once its command is.
        count = -1
        while count != len(commands):
            count = len(commands)
            for path, facts in code.files.items():
                for at, each in enumerate(facts.registrations):
                    if (
                        each.simple_name == "command"
                        and not each.annotates
                        and (outer := objects.of(path, at)) is not None
                    ):
                        commands.setdefault(outer, Command(outer, each.line))
                        self._command(objects, path, at, outer, commands)
        for path, facts in code.files.items():
            for at, each in enumerate(facts.registrations):
                if (
                    each.simple_name in {"option", "options", "positional"}
                    and (made := objects.of(path, at)) is not None
                ):
                    command = commands.setdefault(made, Command(made, each.line))
                    for option in _options(each, command):
                        command.take(option)
                elif (
                    each.simple_name == "scriptName" and (made := objects.of(path, at)) in commands and made is not None
                ):
                    commands[made].called = string(each.argument(0)) or ""
        yield from starts_of(commands, code, self.name)

    def _command(self, objects: Objects, path: str, at: int, outer: Object, commands: dict[Object, Command]) -> None:
        each = objects.code.files[path].registrations[at]
        told_in, given = _given(objects, path, each)
        line = string((items(given.get("command", "")) or [""])[0])
        made = Object(path, at, factory="command", creation=each)
        if line is None or made in commands:
            return
        names = [string(one) or "" for one in items(given.get("command", ""))]
        names += [string(one) or "" for one in items(given.get("aliases", ""))]
        name, *words = words_of(line) or [""]
        is_default = any(one.split()[:1] in (["$0"], ["*"]) for one in names)
        command = Command(made, each.line, "" if is_default else name, told(given.get("describe", "")), outer=outer)
        command.is_hidden = given.get("describe") == "false"
        command.is_answered = True
        command.options += [argument(word) for word in words]
        command.answers = answering(objects.code, told_in, given.get("handler", ""), each)
        builder = given.get("builder", "")
        for key, value in fields(builder).items():
            command.take(_option(key, fields(value), each.line, is_argument=command.has_argument(key)))
        if first_parameter(builder):
            objects.given[path, f"@{at}"] = made
        else:
            meant = objects.code.resolve.meaning(told_in, builder, scope_of(each)) if builder else None
            if isinstance(meant, Defined) and meant.kind == "function":
                objects.given[meant.path, meant.qualname] = made
        commands[made] = command


def _given(objects: Objects, path: str, each: Registration) -> tuple[str, Mapping[str, str]]:
    """Return what a command is told, by name, and the file that says so: by arguments, an object, or a module."""
    first = each.argument(0)
    if first.startswith("{"):
        return path, _named(fields(first))
    if string((items(first) or [""])[0]) is not None:
        return path, {name: each.argument(place) for place, name in enumerate(_FIELDS)}
    meant = objects.loaded(path, first) or objects.code.resolve.meaning(path, first, scope_of(each))
    if not isinstance(meant, Defined) or meant.path not in objects.code.files:
        return path, {}
    facts = objects.code.files[meant.path]
    if meant.kind == "module":
        constants = {one.name: one.value or "" for one in facts.constants}
        functions = {one.name for one in facts.functions}
        return meant.path, _named(constants | {name: name for name in functions})
    value = next((one.value or "" for one in facts.constants if one.name == meant.qualname), "")
    return meant.path, _named(fields(value))


def _named(given: Mapping[str, str]) -> Mapping[str, str]:
    found = dict(given)
    for name, others in _OTHER_NAMES.items():
        found[name] = next((given[each] for each in (name, *others) if each in given), "")
    return found


def _options(each: Registration, command: Command) -> Iterable[Option]:
    if each.simple_name == "options" or each.argument(0).startswith("{"):
        for key, value in fields(each.argument(0)).items():
            yield _option(key, fields(value), each.line)
    elif (name := string(each.argument(0))) is not None:
        is_argument = each.simple_name == "positional" or command.has_argument(name)
        yield _option(name, fields(each.argument(1)), each.line, is_argument=is_argument)


def _option(name: str, given: Mapping[str, str], line: int, *, is_argument: bool = False) -> Option:
    aliases = [] if is_argument else [string(each) for each in items(given.get("alias", ""))]
    names = sorted({name, *filter(None, aliases)}, key=len)
    shown = name if is_argument else ", ".join(f"-{each}" if len(each) == 1 else f"--{each}" for each in names)
    about = next((given[key] for key in ("describe", "description", "desc") if key in given), "")
    choices = " | ".join(items(given.get("choices", ""))) if given.get("choices", "").startswith("[") else ""
    type_ = choices or string(given.get("type", "")) or ""
    required = any(given.get(key) not in {None, "false"} for key in ("demandOption", "required", "demand", "require"))
    return Option(shown, told(about), type_ if type_ != "boolean" else "", given.get("default", ""), required, line)


FRAMEWORK = Yargs()
