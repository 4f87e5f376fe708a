"""argparse: programs with their options, and commands that `add_subparsers` makes."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.python.frameworks.literals import string, strings
from designdoc_assets.languages.python.frameworks.objects import scopes_of
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
    """Return the outermost parsers of a file, with what the calls below them add.

    The calls are run through in order, as they would be run: one adds to the parser that is in the name that it is
    called on by then, and what it gives is put into a name in turn.
    """
    by_name: dict[tuple[str, str], _Parser] = {}
    by_call: dict[int, _Parser] = {}
    outermost: list[_Parser] = []
    for at, each in enumerate(registrations):
        if each.annotates:
            continue
        if each.simple_name in _PARSERS and each.called_on < 0:
            given = None
            if _is_parser(code, path, each):
                given = _Parser("", each.line, each.within, string(each.argument(-1, "description")) or "")
                outermost.append(given)
        else:
            on = by_call.get(each.called_on) if each.called_on >= 0 else _parser_in(by_name, each)
            given = _added(on, each) if on is not None else None
        if given is not None:
            by_call[at] = given
            if each.result:
                by_name[each.within, each.result] = given
    return outermost


def _added(parser: _Parser, each: Registration) -> _Parser | None:
    """Note what a call adds to a parser, and return the parser to which calls add that are made on what it gives."""
    match each.simple_name:
        case "add_argument":
            option = option_of(each)
            parser.options += [option] if option is not None else []
            return None
        case "set_defaults":
            names = (value for keyword, value in each.arguments if keyword and value.replace(".", "_").isidentifier())
            parser.calls = parser.calls or next(names, "")
            return None
        case "add_parser":
            name = string(each.argument(0, "name"))
            if not name:
                return None
            about = string(each.argument(-1, "help")) or string(each.argument(-1, "description")) or ""
            inner = _Parser(name, each.line, each.within, about, depth=parser.depth + 1)
            parser.subparsers += [inner] if inner.depth <= _DEEPEST else []
            return inner
    return parser  # Of a group of arguments, and of what `add_subparsers` gives: they are the parser's own.


def _is_parser(code: Code, path: str, each: Registration) -> bool:
    meant = code.resolve.meaning(path, each.name, each.within)
    if isinstance(meant, Defined):
        return meant.kind == "class" and "argparse.ArgumentParser" in code.resolve.ancestors(meant)
    return meant == "argparse.ArgumentParser"


def _parser_in(by_name: Mapping[tuple[str, str], _Parser], each: Registration) -> _Parser | None:
    """Return the parser in the name that a call is made on: in the function, in those around it, in the module."""
    for scope in scopes_of(each.within):
        if (found := by_name.get((scope, each.receiver))) is not None:
            return found
    if not each.receiver.startswith("self."):
        return None
    # What another method of the class put into an attribute of the object.
    owner = each.within.rpartition(".")[0]
    own = [p for (scope, name), p in by_name.items() if name == each.receiver and scope.rpartition(".")[0] == owner]
    return own[0] if len(own) == 1 else None


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
    has_value = action not in _NO_VALUE and "BooleanOptionalAction" not in each.argument(-1, "action")
    return Option(
        name=", ".join(names) if is_option else metavar or names[0],
        about=_help(string(each.argument(-1, "help")) or "", default),
        type=takes if has_value else "",
        default=default if default not in {"None", "argparse.SUPPRESS", "SUPPRESS"} else "",
        is_required=each.argument(-1, "required") == "True" or (not is_option and nargs not in {"?", "*"}),
        line=each.line,
    )


def _help(text: str, default: str) -> str:
    """Return a help text as argparse shows it, as far as that is known."""
    return text.replace("%(default)s", string(default) or default or "None").replace("%%", "%")


FRAMEWORK = Argparse()
