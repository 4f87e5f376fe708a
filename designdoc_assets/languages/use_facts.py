"""How code mentions names; parts of the facts of definitions and files."""

from dataclasses import dataclass
from typing import Literal

UseKind = Literal["base", "annotation", "type", "call", "raise", "catch", "name", "local_type"]
"""How code mentions a name: what it inherits from, is decorated or annotated with, calls, raises, catches; else any
load. What annotates a local variable is no more than that."""
Standing = Literal["", "guard", "handler"]
"""Where code stands that mentions a name: on the way that it goes as a rule; in a branch that leaves because something
is missing; where an exception is handled, or in a branch that ends in one."""


@dataclass(frozen=True, slots=True)
class Use:
    """A mention of a name in code.

    `name` is the dotted name as written (`errors.Declined`, `self.client.charge`). Where it starts from a local name,
    or from an expression, what that holds is put in its place; and behind a name may stand

    - `()` for what calling it gives, or an object of that type: for `c = Client(); c.send()`, and for a parameter
      `c: Client`, the name is `Client().send`;
    - `[*]` for what a loop over it gives: `self.pumps[*].start` for `p.start()` in `for p in self.pumps`;
    - `["a"]`, `[0]`, `[]` for what stands under that key or place, or under some other;
    - `[:]` for a list of its elements, some or all;
    - `<await>` for what waiting for it gives: `Client().get()<await>.text`;
    - before `()`, the arguments of a type, as written without blanks: `list[Pump]()[*].start` for `pumps: list[Pump]`.

    What may be of several types is a use for each of them.
    """

    kind: UseKind
    name: str
    line: int
    standing: Standing = ""
    nested_in: str = ""
    """The function nested in a function or a file, or without a name, that mentions it, unless that is called right
    there: its qualified name, or `@` and the line that it begins in, behind that of another that it is nested in."""

    @property
    def is_deferred(self) -> bool:
        """Whether what calls the outer function may not come to it."""
        return bool(self.nested_in)
