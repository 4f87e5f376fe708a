"""Commands of clap that are built by calls: `Command::new("pay").arg(Arg::new("times").long("times"))`."""

from collections.abc import Iterator

from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.rust.frameworks.chains import Chain, Chains, Step
from designdoc_assets.languages.rust.frameworks.literals import character, strings
from designdoc_assets.languages.starts import Option, Start

_OF_ARGUMENTS = frozenset(
    {
        *("long", "short", "help", "value_name", "value_parser", "default_value", "required", "action"),
        *("hide", "takes_value", "possible_values"),
    }
)
LISTENS = _OF_ARGUMENTS | {"new", "arg", "args", "subcommand", "subcommands", "about", "name", "bin_name"}
_COMMANDS = frozenset({"clap.Command.new", "clap.builder.Command.new"})
_ARGUMENTS = frozenset({"clap.Arg.new", "clap.builder.Arg.new"})
_FLAGS = ("SetTrue", "SetFalse", "Count", "Help", "Version", "HelpShort", "HelpLong")
_PARSED = ("value_parser!(", "clap::value_parser!(")
_DEEPEST = 8


class Commands:
    """The commands that calls build."""

    def __init__(self, chains: Chains, framework: str) -> None:
        """Look for them among rows of calls."""
        self._chains = chains
        self._framework = framework

    def starts(self) -> Iterator[Start]:
        """Yield the commands that are a part of no other, each before those in it."""
        made = [chain for chain in self._chains.all if chain.factory in _COMMANDS]
        inner = {id(each) for chain in self._chains.all for _, _, each in self._inner(chain, alone=True)}
        for chain in made:
            if id(chain) not in inner:
                path, within = chain.function
                kind = "method" if "." in within else "function"
                program = Defined(path, within, kind if within else "module")  # type: ignore[arg-type]  # one of these
                yield from self._command(chain, "", program, _DEEPEST)

    def options(self, function: tuple[str, str]) -> list[Option]:
        """Return the options that a function adds to a command that it is given."""
        return [
            option
            for chain in self._chains.on_names(function)
            for step in chain.steps
            for option in self._of(chain, step)
        ]

    def _command(self, chain: Chain, name: str, program: Defined, depth: int) -> Iterator[Start]:
        steps = [(each, step) for each in self._chains.rest(chain) for step in each.steps]
        if name and any(step.call.simple_name == "hide" and step.call.argument(0) == "true" for _, step in steps):
            return
        options = [option for each, step in steps for option in self._of(each, step)]
        inner = list(self._inner(chain)) if depth else []
        if not name or options or not inner:
            abouts = (
                self._chains.text(each, step.call.argument(0))
                for each, step in steps
                if step.call.simple_name == "about"
            )
            yield Start(
                "command",
                name,
                chain.path,
                chain.first.line,
                self._framework,
                program=program,
                about=next(filter(None, abouts), ""),
                options=tuple(dict.fromkeys(options)),
            )
        for _, _, other in inner:
            own = self._chains.text(other, other.first.argument(0))
            if own:
                yield from self._command(other, f"{name} {own}".strip(), program, depth - 1)

    def _inner(self, chain: Chain, *, alone: bool = False) -> Iterator[tuple[Chain, Step, Chain]]:
        """Yield the commands that are told to a command; of one chain alone, or of all on its object."""
        for each in [chain] if alone else self._chains.rest(chain):
            for step in each.steps:
                if step.call.simple_name in {"subcommand", "subcommands"}:
                    found = [*self._chains.given(each, step), *self._chains.objects(each, step.call.argument(0))]
                    yield from (
                        (each, step, other) for other in found if other.factory in _COMMANDS and other is not chain
                    )

    def _of(self, chain: Chain, step: Step) -> Iterator[Option]:
        if step.call.simple_name not in {"arg", "args"}:
            return
        for given in [*self._chains.given(chain, step), *self._chains.objects(chain, step.call.argument(0))]:
            if given.factory in _ARGUMENTS and (option := self._option(given)) is not None:
                yield option

    def _option(self, chain: Chain) -> Option | None:
        told = {each.call.simple_name: each.call for each in chain.steps}
        if "hide" in told and told["hide"].argument(0) == "true":
            return None
        said = {name: each.argument(0) for name, each in told.items()}
        own = self._chains.text(chain, said.get("new", ""))
        names: list[str | None] = []
        if "short" in said:
            letter = character(said["short"])
            names.append(f"-{letter}" if letter else None)
        if "long" in said:
            long = self._chains.text(chain, said["long"])
            names.append(f"--{long}" if long else None)
        shown = self._chains.text(chain, said.get("value_name", "")) or own
        if None in names or not (names or shown):
            return None
        return Option(
            ", ".join(filter(None, names)) or shown or "",
            " ".join((self._chains.text(chain, said.get("help", "")) or "").split()),
            _type(said),
            said.get("default_value", ""),
            is_required=said.get("required") == "true",
            line=chain.first.line,
        )


def _type(said: dict[str, str]) -> str:
    """Return what an option takes, as far as that is told."""
    if said.get("action", "").rpartition("::")[2] in _FLAGS:
        return ""
    written = said.get("value_parser", "")
    mark = next((mark for mark in _PARSED if written.startswith(mark)), None)
    if mark is not None:
        return written.removeprefix(mark).removesuffix(")")
    values = strings(written) or strings(said.get("possible_values", ""))
    if values:
        return " | ".join(f'"{value}"' for value in values)
    return "String" if not written and {"value_name", "default_value"} & said.keys() else ""
