"""commander: commands, the commands in them, options and arguments."""

from collections.abc import Iterable

from designdoc_assets.languages.ecmascript.frameworks.commands import Command, argument, starts_of, words_of
from designdoc_assets.languages.ecmascript.frameworks.literals import calls, items, string, told
from designdoc_assets.languages.ecmascript.frameworks.objects import Object, Objects, answering, scope_of
from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.starts import Option, Start

_READY = frozenset({"commander", "commander.program"})
_FACTORIES = frozenset({"commander.Command", "commander.createCommand", "commander.program.createCommand"})
_CHAINED = frozenset(
    {
        *("description", "summary", "alias", "aliases", "usage", "version", "name", "option", "requiredOption"),
        *("addOption", "argument", "arguments", "addArgument", "action", "addCommand", "addHelpText", "hook"),
        *("allowUnknownOption", "allowExcessArguments", "configureHelp", "configureOutput", "showHelpAfterError"),
        *("showSuggestionAfterError", "enablePositionalOptions", "passThroughOptions", "storeOptionsAsProperties"),
        *("helpOption", "helpCommand", "addHelpCommand", "exitOverride", "copyInheritedSettings"),
    }
)


class _Commands(Objects):
    """Objects, of which those that a command is added to make further ones."""

    def made_in(self, path: str, at: int) -> Object | None:
        """Return the command that a call makes or gives back."""
        each = self.code.files[path].registrations[at]
        if each.simple_name == "command" and _is_new(each):
            return Object(path, at, factory="command", creation=each) if self.of(path, at) is not None else None
        return Objects.made_in(self, path, at)


class Commander(Framework):
    """`program.command("run <file>").option("-f, --force").action(run)`, `program.addCommand(new Command("run"))`."""

    name = "commander"

    @property
    def calls(self) -> frozenset[str]:
        """Calls that make commands, and tell of them."""
        return _CHAINED | {"Command", "createCommand", "command"}

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield commands under the names of those around them, and what the program itself takes."""
        if not any(each.module == "commander" for facts in code.files.values() for each in facts.imports):
            return
        objects = _Commands(code, _FACTORIES, _is_chained, _READY)
        commands: dict[Object, Command] = {}
        for path, facts in code.files.items():
            for at, each in enumerate(facts.registrations):
                if each.annotates:
                    continue
                target = objects.of(path, at) if each.simple_name in _CHAINED or each.simple_name == "command" else None
                if target is not None:
                    commands.setdefault(target, Command(target, each.line))
                made = objects.made_in(path, at)
                if made is not None and made.at == at and made.path == path and made not in commands:
                    words = words_of(string(each.argument(0)) or "")
                    commands[made] = Command(made, each.line, words[0] if words else "", outer=target)
                    commands[made].options += [argument(word) for word in words[1:]]
                    commands[made].is_hidden = _is_hidden(each)
                if target is None:
                    continue
                if each.simple_name == "addCommand":
                    self._add(objects, path, at, target, commands)
                elif each.simple_name == "command" and made == target:
                    self._program(target, each, commands)
                else:
                    self._tell(code, path, each, commands[target])
        yield from starts_of(commands, code, self.name)

    def _program(self, target: Object, each: Registration, commands: dict[Object, Command]) -> None:
        """Take a command that is a program of its own: what is called is told by its name."""
        words = words_of(string(each.argument(0)) or "")
        own = Object(target.path, each.line, f"{target.at} {each.argument(0)}")
        if words:
            commands[own] = Command(own, each.line, words[0], told(each.argument(1)), outer=target)
            commands[own].options += [argument(word) for word in words[1:]]
            commands[own].is_hidden = _is_hidden(each)

    def _add(self, objects: Objects, path: str, at: int, target: Object, commands: dict[Object, Command]) -> None:
        each = objects.code.files[path].registrations[at]
        made = [objects.made_in(path, place) for place, _ in objects.given_to(path, at)]
        named = objects.value(path, each.argument(0), scope_of(each), at)
        for inner in filter(None, [*made, named]):
            command = commands.setdefault(inner, _made(inner))
            command.outer = command.outer or target
            command.is_hidden = command.is_hidden or _is_hidden(each)

    def _tell(self, code: Code, path: str, each: Registration, command: Command) -> None:
        match each.simple_name:
            case "description" | "summary":
                command.about = told(each.argument(0)) or command.about
            case "name" if command.object.factory != "command":
                command.called = string(each.argument(0)) or command.called
            case "version":
                command.is_program = True
            case "arguments":
                for word in words_of(string(each.argument(0)) or ""):
                    command.take(argument(word))
            case "argument":
                about, default = told(each.argument(1)), _default(each)
                if name := string(each.argument(0)):
                    command.take(Option(name, about, default=default, is_required=name.startswith("<")))
            case "option" | "requiredOption":
                if name := string(each.argument(0)):
                    required = each.simple_name == "requiredOption"
                    command.take(Option(name, told(each.argument(1)), "", _default(each), required, each.line))
            case "addOption" | "addArgument":
                if (option := _option(each)) is not None:
                    command.take(option)
            case "action":
                command.is_answered = True
                command.answers = answering(code, path, each.argument(0), each)


def _is_new(each: Registration) -> bool:
    """Whether a call of `command` gives a new command: with a description, it is a program of its own."""
    return string(each.argument(0)) is not None and (not each.argument(1) or each.argument(1).startswith("{"))


def _is_chained(each: Registration) -> bool:
    return each.simple_name in _CHAINED or each.simple_name == "command"


def _is_hidden(each: Registration) -> bool:
    return "true" in {each.argument(-1, "hidden"), each.argument(-1, "noHelp")}


def _made(made: Object) -> Command:
    words = words_of(string(made.creation.argument(0)) or "") if made.creation is not None else []
    return Command(made, made.creation.line if made.creation is not None else 0, words[0] if words else "")


def _default(each: Registration) -> str:
    """Return a default value as written: what stands in its place may be a function that reads the value."""
    given = each.argument(2)
    is_value = string(given) is not None or given[:1] in {"[", "-", "t", "f", "n"} or given[:1].isdigit()
    is_plain = given in {"true", "false", "null"} or not given[:1].isalpha()
    return given if is_value and is_plain else each.argument(3)


def _option(each: Registration) -> Option | None:
    found = calls(each.argument(0))
    if not found or found[0][0] not in {"Option", "Argument", "createOption", "createArgument"} or not found[0][1]:
        return None
    given, more = found[0][1], dict(found[1:])
    name = string(given[0])
    if name is None or "hideHelp" in more:
        return None
    choices = " | ".join(items((more.get("choices") or [""])[0]))
    default = (more.get("default") or [""])[0]
    required = "makeOptionMandatory" in more or name.startswith("<") or "argRequired" in more
    return Option(name, told(given[1]) if len(given) > 1 else "", choices, default, required, each.line)


FRAMEWORK = Commander()
