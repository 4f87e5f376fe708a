"""argparse: programs with their options, and commands that `add_subparsers` makes."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.python.frameworks.literals import string, strings
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.starts import Option, Start

_NO_VALUE = frozenset({"store_true", "store_false", "count", "store_const", "append_const", "help", "version"})
_DEEPEST = 8
"""Commands in commands that are told."""
_PARSERS = frozenset({"ArgumentParser"})


@dataclass(slots=True, eq=False)
class _Parser:
    """A parser, or what stands for it: its groups of arguments."""

    name: str
    line: int
    within: str
    about: str = ""
    options: list[Option] = field(default_factory=list)
    subparsers: list["_Parser"] = field(default_factory=list)
    calls: str = ""
    """The name of the function that `set_defaults` gives to it."""
    depth: int = 0


class Argparse(Framework):
    """`ArgumentParser`, `add_argument`, `add_subparsers`, `add_parser`."""

    name = "argparse"
    calls = frozenset(
        {
            *_PARSERS,
            *("add_argument", "add_subparsers", "add_parser", "add_argument_group", "add_mutually_exclusive_group"),
            "set_defaults",
        }
    )

    def starts(self, code: Code) -> Iterable[Start]:
        """Yield what each parser that is made parses, and the commands in it."""
        for path, facts in code.files.items():
            for parser in _parsers(code, path, facts.registrations):
                yield from self._commands(code, path, "", parser, parser)

    def _commands(self, code: Code, path: str, before: str, parser: _Parser, outermost: _Parser) -> Iterator[Start]:
        name = f"{before} {parser.name}".strip() if parser is not outermost else ""
        program = Defined(path, outermost.within, "function" if outermost.within else "module")
        if parser.options or not parser.subparsers:
            answers = code.definition(path, parser.calls, parser.within)
            yield Start(
                "command",
                name,
                path,
                parser.line,
                self.name,
                answers=answers,
                program=program,
                about=parser.about,
                options=tuple(parser.options),
            )
        for inner in parser.subparsers:
            yield from self._commands(code, path, name, inner, outermost)


def _parsers(code: Code, path: str, registrations: Sequence[Registration]) -> list[_Parser]:
    """Return the outermost parsers of a file; a call goes to the parser that its receiver's name held by then."""
    held: dict[tuple[str, str], _Parser] = {}
    made: dict[int, _Parser] = {}
    found: list[_Parser] = []
    for at, each in enumerate(registrations):
        if each.annotates:
            continue
        on = made.get(each.called_on) if each.called_on >= 0 else _holds(held, each)
        parser: _Parser | None = None
        if each.simple_name in _PARSERS and each.called_on < 0:
            if _is_parser(code, path, each):
                about = string(each.argument(-1, "description")) or ""
                parser = _Parser("", each.line, each.within, about)
                found.append(parser)
        elif on is None:
            continue
        elif each.simple_name == "add_parser":
            name = string(each.argument(0, "name"))
            if name:
                about = string(each.argument(-1, "help")) or string(each.argument(-1, "description")) or ""
                parser = _Parser(name, each.line, each.within, about, depth=on.depth + 1)
                on.subparsers += [parser] if parser.depth <= _DEEPEST else []
        elif each.simple_name == "add_argument":
            on.options += [option] if (option := option_of(each)) else []
        elif each.simple_name == "set_defaults":
            on.calls = on.calls or next((v for k, v in each.arguments if k and v.replace(".", "_").isidentifier()), "")
        else:
            parser = on  # A group of arguments, and what makes commands, belong to the parser.
        if parser is not None:
            made[at] = parser
            if each.result:
                held[each.within, each.result] = parser
    return found


def _is_parser(code: Code, path: str, each: Registration) -> bool:
    meant = code.resolve.meaning(path, each.name, each.within)
    if isinstance(meant, Defined):
        return meant.kind == "class" and "argparse.ArgumentParser" in code.resolve.ancestors(meant)
    return meant == "argparse.ArgumentParser"


def _holds(held: dict[tuple[str, str], _Parser], each: Registration) -> _Parser | None:
    within = each.within
    while True:
        if (found := held.get((within, each.receiver))) is not None:
            return found
        if not within:
            break
        within = within.rpartition(".")[0]
    if each.receiver.startswith("self."):
        owner = each.within.rpartition(".")[0]
        own = [p for (of, name), p in held.items() if name == each.receiver and of.rpartition(".")[0] == owner]
        return own[0] if len(own) == 1 else None
    return None


def option_of(each: Registration) -> Option | None:
    """Return the option or argument that an `add_argument` adds; None for one that is hidden, or has no name."""
    written = [value for key, value in each.arguments if not key]
    names = [name for value in written if (name := string(value))]
    if not names or "SUPPRESS" in each.argument(-1, "help"):
        return None
    is_option = names[0].startswith("-")
    action = string(each.argument(-1, "action")) or ""
    if action in {"help", "version"} and not is_option:
        return None
    nargs, default = string(each.argument(-1, "nargs")) or "", each.argument(-1, "default")
    choices = strings(each.argument(-1, "choices"))
    metavar = string(each.argument(-1, "metavar"))
    takes = " | ".join(map(repr, choices)) or each.argument(-1, "type")
    return Option(
        ", ".join(names) if is_option else metavar or names[0],
        _help(string(each.argument(-1, "help")) or "", default),
        "" if action in _NO_VALUE or "BooleanOptionalAction" in each.argument(-1, "action") else takes,
        default if default not in {"None", "argparse.SUPPRESS", "SUPPRESS"} else "",
        is_required=each.argument(-1, "required") == "True" or (not is_option and nargs not in {"?", "*"}),
        line=each.line,
    )


def _help(text: str, default: str) -> str:
    """Return a help text as argparse shows it, as far as that is known."""
    return text.replace("%(default)s", string(default) or default or "None").replace("%%", "%")


FRAMEWORK = Argparse()
