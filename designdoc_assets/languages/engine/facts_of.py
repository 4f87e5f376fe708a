"""From definitions to facts: the last step, after which nothing of a tree is left."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from tree_sitter import Node

from designdoc_assets.languages.commentary import Commentary
from designdoc_assets.languages.engine.commentary import commentary_of
from designdoc_assets.languages.engine.definition import CALLABLES, HERITAGE, TYPES, VALUES, Definition, Found
from designdoc_assets.languages.engine.dialect import Dialect
from designdoc_assets.languages.engine.environment import within_function
from designdoc_assets.languages.engine.remarks import remarks_of
from designdoc_assets.languages.engine.tokens import Tokens
from designdoc_assets.languages.engine.written import MOST, folded, text
from designdoc_assets.languages.facts import Attribute, Class, Extension, FileFacts, Function, Heritage
from designdoc_assets.languages.named_calls import named_calls
from designdoc_assets.languages.signature_facts import Signature
from designdoc_assets.languages.sql_texts import sql_texts
from designdoc_assets.languages.use_facts import Use

_LONG_VALUE = 120
"""Characters from which on a value of several lines is shown in these."""
_LONGEST_SPELLED = 4 * MOST
"""Characters of a value up to which it may be short once it is on one line."""
MadeT = TypeVar("MadeT", Class, Function, Attribute)


def facts_of(dialect: Dialect, found: Found) -> FileFacts:
    """Return the facts of a file."""
    tokens = Tokens(found, newline_ends_statement=dialect.newline_ends_statement)
    source, root = found.source, found.root
    within = partial(within_function, dialect)
    commentary = commentary_of(dialect, found)
    makes = _Making(dialect, found, tokens, commentary)
    free = [each for each in found.top if not each.belongs_to]
    return FileFacts(
        language=dialect.name,
        lines=source.count(b"\n") + (not source.endswith(b"\n") and source != b""),
        digest=tokens.digest([(0, len(source))]),
        commentary=commentary.digest,
        doc=found.doc,
        imports=tuple(entry.facts for entry in found.imports),
        exports=found.exports,
        classes=tuple(makes.types()),
        extensions=tuple(makes.extensions()),
        functions=tuple(makes.function(each) for each in free if each.kind in CALLABLES),
        constants=tuple(makes.value(each, is_member=False) for each in free if each.kind in VALUES),
        uses=tuple(_outside(found, free)),
        programs=tuple(found.programs),
        registrations=dialect.listener.registrations(found) if dialect.listener is not None else (),
        sql=sql_texts(found.root, source),
        remarks=remarks_of(found),
        variables=tuple(found.variables),
        named_calls=named_calls(root, source, found.variables, within) if root is not None else (),
        promises=tuple(found.promises),
        problem=found.problem,
        unit=found.unit,
        examples=found.examples,
        built_where=found.built_where,
    )


def _outside(found: Found, free: Iterable[Definition]) -> Iterable[Use]:
    """Return what the file itself uses: what stands outside of definitions, and what its constants are made of."""
    uses = [*found.uses, *(use for each in free if each.kind in VALUES for use in each.uses)]
    return sorted(uses, key=lambda use: use.line)


def stretches_of(definition: Definition) -> tuple[int, int]:
    """Return where a definition's source begins, its docs and annotations included, and where it ends."""
    return min([definition.start, *(node.start_byte for node in definition.docs)]), definition.end


def with_comments(definition: Definition, commentary: Commentary) -> tuple[int, int]:
    """Return the same, the commentary right above it included."""
    start, end = stretches_of(definition)
    return commentary.lead(start), end


class _Making:
    def __init__(self, dialect: Dialect, found: Found, tokens: Tokens, commentary: Commentary) -> None:
        self._dialect = dialect
        self._found = found
        self._tokens = tokens
        types = [(*with_comments(piece, commentary), each) for each in found.types() for piece in (each, *each.pieces)]
        members = [(*with_comments(each, commentary), each.belongs_to) for each in found.top if each.belongs_to]
        self._commentary = commentary.digests([*types, *members])

    def types(self) -> Iterable[Class]:
        numbers: Counter[str] = Counter()
        for each in self._found.types():
            numbers[each.qualname] += 1
            yield self._type(each, numbers[each.qualname])

    def extensions(self) -> Iterable[Extension]:
        of_types: dict[str, list[Definition]] = {}
        for each in self._found.top:
            if each.belongs_to:
                of_types.setdefault(each.belongs_to, []).append(each)
        for name in dict.fromkeys((*of_types, *self._found.heritage)):
            members = of_types.get(name, [])
            nodes = self._found.heritage.get(name, [])
            stretches = [*map(stretches_of, members), *((node.start_byte, node.end_byte) for node in nodes)]
            yield Extension(
                name,
                members[0].line if members else nodes[0].start_point[0] + 1,
                self._tokens.digest(stretches),
                tuple(self.function(each) for each in members if each.kind in CALLABLES),
                tuple(self.value(each, is_member=True) for each in members if each.kind in VALUES),
                tuple(dict.fromkeys(map(self._dialect.heritage, nodes))),
                self._commentary.get(name, ""),
            )

    def _type(self, each: Definition, number: int) -> Class:
        nested = [stretches_of(inner) for inner in each.inner if inner.kind in TYPES]
        stretches = [stretches_of(piece) for piece in (each, *each.pieces)]
        heritage = [
            Heritage(folded(text(node)), relation)  # type: ignore[arg-type]  # the table has these relations alone
            for part, relation in HERITAGE.items()
            for node in each.parts.get(part, ())
        ]
        made = Class(
            name=each.name,
            qualname=each.qualname,
            number=number,
            line=each.line,
            digest=self._tokens.digest(stretches, nested),
            commentary=self._commentary.get(each, ""),
            visibility=each.visibility,
            sort="class" if each.kind == "type" else each.kind,  # type: ignore[arg-type]  # kinds are sorts
            word=each.word or self._dialect.words.get(each.kind, each.kind),
            heritage=tuple(heritage),
            annotations=tuple(each.annotations),
            type_parameters=folded(text(each.part("type_parameters"))),
            doc=each.doc,
            deprecated=each.deprecated,
            methods=tuple(self.function(inner) for inner in each.inner if inner.kind in CALLABLES),
            attributes=tuple(self.value(inner, is_member=True) for inner in each.inner if inner.kind in VALUES),
            uses=(*each.uses, *(use for inner in each.inner if inner.kind in VALUES for use in inner.uses)),
            promises=tuple(each.promises),
            in_function=each.is_in_function,
        )
        return _changed(made, each)

    def function(self, each: Definition) -> Function:
        """Return the facts of a function or method."""
        kind = each.kind
        made = Function(
            name=each.name,
            qualname=each.qualname,
            line=each.line,
            sort=kind,  # type: ignore[arg-type]  # kinds are sorts
            signature=self.signature(each),
            overloads=tuple(self.signature(overload) for overload in each.overloads),
            overload_docs=tuple(overload.doc for overload in each.overloads if each.has_overload_docs),
            bound_to="nothing" if kind in {"function", "macro"} else "instance",
            visibility=each.visibility,
            annotations=tuple(each.annotations),
            doc=each.doc,
            deprecated=each.deprecated,
            uses=tuple(each.uses),
        )
        return _changed(made, each)

    def signature(self, each: Definition) -> Signature:
        """Return a signature, its texts sliced from the source."""
        parameters, returns = each.part("parameters"), each.part("returns")
        children = [each for each in parameters.named_children if _is_written(each)] if parameters else []
        tail = ""
        last = each.part("tail") or returns
        if parameters is not None and last is not None and last.start_byte >= parameters.end_byte:
            between = self._found.source[parameters.end_byte : last.start_byte].decode("utf-8", "replace")
            written = between + self._dialect.spelled(last)
            tail = ("" if written[:1] == ":" else " ") + folded(written).rstrip(",")
        type_parameters, lead = folded(text(each.part("type_parameters"))), ""
        if parameters is not None and returns is not None and returns.end_byte <= parameters.start_byte:
            lead, type_parameters = f"{type_parameters} {folded(text(returns))}".lstrip(), ""
        return Signature(
            parameters=tuple(entry for child in children for entry in self._dialect.parameters(child)),
            returns=self._dialect.returned(returns) if returns is not None else None,
            type_parameters=type_parameters,
            arguments=tuple(self._dialect.argument(child) for child in children),
            tail=tail,
            lead=lead,
        )

    def value(self, each: Definition, *, is_member: bool) -> Attribute:
        """Return the facts of a constant, a field, a case or another name of a type."""
        value, type_ = each.part("value"), each.part("type")
        written = text(value) if each.value is None else each.value
        # What is longer stands in lines of its own, as it is: see `_lines`.
        is_short = value is not None and each.value is None and len(written) <= _LONGEST_SPELLED
        spelled = self._dialect.spelled(value) if is_short and value is not None else written
        shown = folded(spelled, most=MOST)
        made = Attribute(
            name=each.name,
            line=each.line,
            scope="type_alias" if each.kind == "alias" else "class" if is_member else "module",
            type=folded(self._dialect.spelled(type_).lstrip(": "))
            if each.type is None and type_ is not None
            else each.type,
            value=shown or None,
            doc=each.doc,
            type_parameters=folded(text(each.part("type_parameters"))),
            visibility=each.visibility,
            written=_lines(written) if len(shown) > _LONG_VALUE and "\n" in written else "",
            sort=each.kind if each.kind in {"variable", "case", "alias", "type variable"} else "value",  # type: ignore[arg-type]
        )
        if value is not None and not made.type and (path := self._dialect.path_of(value)):
            made = replace(made, holds=(path,))
        return _changed(made, each)


def _is_written(child: Node) -> bool:
    """Return whether something among parameters is one: comments are none, nor is what stands above one."""
    return not child.type.endswith(("comment", "attribute_item"))


def _changed(made: MadeT, each: Definition) -> MadeT:
    return replace(made, **each.changes) if each.changes else made


def _lines(written: str) -> str:
    """Return a value of several lines, those behind the first moved to the left, cut with a line `…`."""
    lines = written.expandtabs(4).split("\n")
    rest: Sequence[str] = [line for line in lines[1:] if line.strip()]
    indent = min((len(line) - len(line.lstrip()) for line in rest), default=0)
    shown, size = [lines[0]], len(lines[0])
    for line in lines[1:]:
        size += len(line)
        if size > MOST:
            return "\n".join([*shown, "…"])
        shown.append(line[indent:].rstrip())
    return "\n".join(shown)
