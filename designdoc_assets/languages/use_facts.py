"""How code mentions names; parts of the facts of definitions and files."""

from dataclasses import dataclass
from typing import Literal

UseKind = Literal["base", "annotation", "type", "call", "raise", "catch", "name", "local_type"]
"""How code mentions a name: what it inherits from, is decorated or annotated with, calls, raises, catches; else any
load. What annotates a local variable is no more than that."""


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
    is_deferred: bool = False
    """Whether nothing but functions nested in a function mention it: what calls the outer one may not come to it."""
