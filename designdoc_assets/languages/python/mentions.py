"""What one function, class body or module mentions, as uses: in order of evaluation, and where each stands."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import get_args

from designdoc_assets.languages.python.names import ITSELF, NOTHING, UNKNOWN, Held, Scope
from designdoc_assets.languages.use_facts import Standing, Use, UseKind

_STANDINGS = get_args(Standing)


Mention = tuple[UseKind, str, str, int, Scope, Held | None, Standing]
"""The mention of a name: its kind, the first name and the rest as written, its line, the scope, what a local name may
hold there, and where it stands. There are many: a class of its own would take longer to make."""


@dataclass(slots=True, eq=False)
class Mentions:
    """What was mentioned so far; resolved at the end, when all local names are known."""

    found: list[Mention] = field(default_factory=list)
    standing: Standing = ""
    """That of the place which the walk has come to."""
    has_nested: bool = False
    """Whether functions are nested in this one."""

    def add(self, kind: UseKind, root: str, rest: str, line: int, scope: Scope) -> None:
        """Note the mention of a name."""
        flow = None if kind == "type" else scope.flow(root)
        self.found.append((kind, root, rest, line, scope, flow, self.standing))

    def add_reached(self, kind: UseKind, paths: Held, line: int, scope: Scope) -> None:
        """Note the mention of what is reached from something else than a name."""
        self.found.extend((kind, "", path, line, scope, None, self.standing) for path in paths)

    def uses(self) -> tuple[Use, ...]:
        """Return the mentions of things that are not local, each once for every way in which it stands."""
        found: dict[tuple[UseKind, str, Standing, str], int] = {}
        for each, standing, nested_in in self._in_order():
            kind, root, rest, line, scope, flow, _ = each
            for name in _names(kind, root, rest, scope, flow):
                found.setdefault((kind, name, standing, nested_in), line)
        return tuple(Use(kind, name, line, at, inside) for (kind, name, at, inside), line in found.items())

    def _in_order(self) -> Iterator[tuple[Mention, Standing, str]]:
        """Yield all; what a nested function mentions in the place of its first call, if there is one, or else last."""
        if not self.has_nested:
            yield from ((each, each[-1], "") for each in self.found)
            return
        of_scopes: dict[Scope | None, list[Mention]] = {None: []}
        called: set[Scope | None] = set()
        for each in self.found:
            of_scopes.setdefault(each[4].waits(), []).append(each)
            called.add(_calls(each))
        # What nothing here calls waits for a call that is not seen.
        for begin in sorted(of_scopes, key=lambda scope: scope is not None and scope in called):
            nested_in = begin.nested if begin is not None else ""
            pending: list[tuple[Iterator[Mention], Standing]] = [(iter(of_scopes.pop(begin, ())), "")]
            while pending:
                mentions, standing = pending[-1]
                for each in mentions:
                    stands = max(standing, each[-1], key=_STANDINGS.index)
                    yield each, stands, nested_in
                    if (inner := of_scopes.pop(_calls(each), None)) is not None:
                        pending.append((iter(inner), stands))
                        break
                else:
                    pending.pop()


def _calls(mention: Mention) -> Scope | None:
    """Return the scope of the nested function that a mention calls."""
    kind, root, rest, _, scope, _, _ = mention
    return scope.function(root) if kind == "call" and not rest else None


def _names(kind: UseKind, root: str, rest: str, scope: Scope, flow: Held | None) -> Sequence[str]:
    """Return the names that a mention is a use of, once all local names are known."""
    held = scope.find(root, as_annotation=kind == "type")
    if held is None or (held == ITSELF and (rest or kind == "call")):
        return (root + rest,)
    if held == ITSELF or not (rest or kind == "call"):
        return ()
    may_be = flow or ((f"{held}()",) if held not in {UNKNOWN, NOTHING} else ())
    return [f"{path}{'.__call__' if not rest and path.endswith((')', ']', '>')) else rest}" for path in may_be]
