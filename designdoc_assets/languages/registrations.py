"""What code tells frameworks by calls and annotations, of which they make commands, routes and tasks: a fact.

Only what some framework of the language listens to is kept: see `calls` and `annotations` of `frameworks.Framework`.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Registration:
    """A call, or an annotation, by which a framework is told something.

    Those of a file stand in order of the source. `called_on`, `argument_of` and `callback_of` are places in that order,
    always before its own.
    """

    name: str
    """What is called, dotted, as written: `app.get`; `().option` where it is called on what another call gives."""
    line: int
    arguments: tuple[tuple[str, str], ...] = ()
    """Keywords and values, as written and folded; the keyword of a positional argument is empty. Long values are cut
    with `…`."""
    result: str = ""
    """The name that is set to it, or to a list that it stands in, as written: `app`, `self.parser`; `return` for what a
    function gives back."""
    within: str = ""
    """The qualified name of the function or type that it stands in, those that functions define included."""
    annotates: str = ""
    """Of an annotation, the qualified name of what it stands above."""
    called_on: int = -1
    """The place of the registration whose result it is called on; of an annotation, where a language tells it, that of
    the first one above the same thing."""
    argument_of: int = -1
    """The place of the registration among whose arguments it stands."""
    keyword: str = ""
    """The keyword of the argument that it stands in there."""
    given: str = ""
    """The last function without a name among its arguments, and those of calls in them, as `Use.nested_in` has it."""
    callback_of: int = -1
    """The place of the registration that is given the function in which it stands."""

    @property
    def simple_name(self) -> str:
        """The last part of what is called."""
        return self.name.rpartition(".")[2]

    @property
    def receiver(self) -> str:
        """What it is called on, as written; empty where that is a call, or nothing."""
        return self.name.rpartition(".")[0]

    def argument(self, place: int, keyword: str = "") -> str:
        """Return a value by its place among the positional arguments, or by its keyword; empty where there is none."""
        if keyword and (found := dict(self.arguments).get(keyword)) is not None:
            return found
        positional = [value for name, value in self.arguments if not name and not value.startswith("*")]
        return positional[place] if 0 <= place < len(positional) else ""
