"""Commands of clap that types derive: fields are options, the cases of an enum are subcommands."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from designdoc_assets.languages.facts import Class
from designdoc_assets.languages.frameworks import Code
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.rust.frameworks.clap_builder import Commands as BuiltCommands
from designdoc_assets.languages.rust.frameworks.crates import outside
from designdoc_assets.languages.rust.frameworks.literals import cased, character, held, string
from designdoc_assets.languages.rust.paths import dotted
from designdoc_assets.languages.starts import Option, Start

_DERIVED = frozenset({"Parser", "Subcommand", "Args", "ValueEnum"})
_ATTRIBUTES = frozenset({"command", "arg", "clap", "value"})
ANNOTATIONS = _DERIVED | _ATTRIBUTES
"""Attributes, and traits that types derive."""
_DEEPEST = 8


class _Told(NamedTuple):
    """What attributes say: words alone, and words with values."""

    words: frozenset[str]
    values: Mapping[str, str]

    def has(self, word: str) -> bool:
        return word in self.words or self.values.get(word) == "true"

    def says(self, word: str) -> bool:
        return word in self.words or word in self.values


class _Field(NamedTuple):
    name: str
    type: str
    about: str
    line: int
    told: _Told


class _Node(NamedTuple):
    """A command: what it takes, and what may be typed behind it."""

    name: str
    about: str
    path: str
    line: int
    options: tuple[Option, ...]
    inner: tuple["_Node", ...]


class Commands:
    """The commands that the types of a set of files derive."""

    def __init__(self, code: Code, framework: str, built: BuiltCommands) -> None:
        """Look for them in code; `built` knows what functions add to commands by calls."""
        self._code = code
        self._built = built
        self._framework = framework
        self._attributes: dict[tuple[str, str], list[Registration]] = {}
        self._derived: dict[tuple[str, str], set[str]] = {}
        for path, facts in code.files.items():
            for each in facts.registrations:
                if not each.annotates:
                    continue
                self._attributes.setdefault((path, each.annotates), []).append(each)
                if each.simple_name in _DERIVED and outside(code, path, each.name) in _meanings(each.simple_name):
                    self._derived.setdefault((path, each.annotates), set()).add(each.simple_name)

    def starts(self) -> Iterator[Start]:
        """Yield the commands of each type that derives `Parser` and is a part of no other."""
        if not any("Parser" in derived for derived in self._derived.values()):
            return
        used = {defined for defined in self._classes() for defined in self._parts(*defined)}
        for path, cls in self._classes():
            if (path, cls) in used or "Parser" not in self._derived.get((path, cls.qualname), set()):
                continue
            root = self._command("", path, cls, _DEEPEST)
            program = self._code.resolve.defined(path, cls)
            for name, node in _all(root):
                yield Start(
                    "command",
                    name,
                    node.path,
                    node.line,
                    self._framework,
                    program=program,
                    about=node.about,
                    options=node.options,
                )

    def _classes(self) -> Iterator[tuple[str, Class]]:
        for path, facts in self._code.files.items():
            yield from ((path, cls) for cls in facts.classes if (path, cls.qualname) in self._derived)

    def _parts(self, path: str, cls: Class) -> Iterator[tuple[str, Class]]:
        """Yield the types that are a part of another: of its subcommands, its options."""
        for each in cls.attributes:
            told = self._told(path, f"{cls.qualname}.{each.name}")
            if each.sort == "case":
                types = _payload(each.type or "")
                types += [field.type for field in self._fields_of_case(path, cls, each.name) if _is_nested(field.told)]
            else:
                types = [each.type or ""] if _is_nested(told) else []
            yield from filter(None, (self._type(path, type_, cls) for type_ in types))

    def _command(self, name: str, path: str, cls: Class, depth: int, about: str = "") -> _Node:
        told = self._told(path, cls.qualname)
        about = about or _about(told, cls.doc.summary if cls.doc is not None else "")
        options, inner = self._of_type(path, cls, depth)
        return _Node(name, about, path, cls.line, tuple(options), tuple(inner))

    def _of_type(self, path: str, cls: Class, depth: int) -> tuple[list[Option], list[_Node]]:
        """Return what a type takes, and the commands in it."""
        if cls.sort == "enum":
            return [], list(self._cases(path, cls, depth)) if depth else []
        fields = [
            _Field(
                each.name,
                each.type or "",
                each.doc.summary if each.doc is not None else "",
                each.line,
                self._told(path, f"{cls.qualname}.{each.name}"),
            )
            for each in cls.attributes
        ]
        return self._of_fields(path, cls, fields, self._told(path, cls.qualname), depth)

    def _of_fields(
        self, path: str, cls: Class, fields: Iterable[_Field], outer: _Told, depth: int
    ) -> tuple[list[Option], list[_Node]]:
        options: list[Option] = []
        inner: list[_Node] = []
        for field in fields:
            if _is_nested(field.told):
                found = self._type(path, field.type, cls)
                if found is not None and depth:
                    nested, commands = self._of_type(*found, depth - 1)
                    options += nested
                    inner += commands
                else:
                    options += self._by_hand(path, field.type, cls)
            elif not (field.told.says("skip") or field.told.has("hide") or field.told.says("external_subcommand")):
                options += filter(None, [self._option(path, cls, field, outer)])
        return options, inner

    def _cases(self, path: str, cls: Class, depth: int) -> Iterator[_Node]:
        outer = self._told(path, cls.qualname)
        for case in cls.attributes:
            told = self._told(path, f"{cls.qualname}.{case.name}")
            if case.sort != "case" or told.has("hide") or told.says("skip") or told.says("external_subcommand"):
                continue
            payload = [self._type(path, type_, cls) for type_ in _payload(case.type or "")]
            found = payload[0] if len(payload) == 1 else None
            if told.says("flatten"):
                yield from self._of_type(*found, depth - 1)[1] if found is not None else ()
                continue
            name = _name(told, case.name, outer)
            about = _about(told, case.doc.summary if case.doc is not None else "")
            if name is None:
                continue
            if found is not None:
                node = self._command(name, *found, depth - 1, about)
                yield node._replace(path=path, line=case.line)
            else:
                fields = self._fields_of_case(path, cls, case.name)
                options, inner = self._of_fields(path, cls, fields, told, depth - 1)
                yield _Node(name, about, path, case.line, tuple(options), tuple(inner))

    def _fields_of_case(self, path: str, cls: Class, case: str) -> Sequence[_Field]:
        before = f"{cls.qualname}.{case}."
        return [
            _Field(
                each.annotates.removeprefix(before),
                each.argument(-1, "type"),
                each.argument(-1, "doc"),
                each.line,
                told,
            )
            for each in self._code.files[path].registrations
            if each.name == "field" and each.annotates.startswith(before)
            for told in [self._told(path, each.annotates)]
        ]

    def _option(self, path: str, cls: Class, field: _Field, outer: _Told) -> Option | None:
        told = field.told
        long = short = ""
        if told.says("long"):
            name = _name(told, field.name, outer)
            written = told.values.get("long")
            found = string(written) if written is not None else name
            if found is None:
                return None
            long = f"--{found}"
        if told.says("short"):
            written = told.values.get("short")
            letter = character(written) if written is not None else field.name[:1]
            if letter is None:
                return None
            short = f"-{letter}"
        type_, holders = held(field.type)
        shown = string(told.values.get("value_name", "")) or field.name.upper()
        is_flag = type_ in {"bool", "()"} or "Count" in told.values.get("action", "")
        default = _default(told)
        is_required = told.has("required") or not (
            holders & {"Option", "Vec"}
            or is_flag
            or default
            or told.values.get("required")
            or told.says("default_value_t")
        )
        return Option(
            ", ".join(filter(None, [short, long])) or shown,
            _about(told, field.about, "help"),
            "" if is_flag else self._values(path, cls, type_),
            default,
            is_required=is_required,
            line=field.line,
        )

    def _values(self, path: str, cls: Class, type_: str) -> str:
        """Return what an option of a type takes: the values of one that lists them."""
        found = self._type(path, type_, cls)
        if found is None or "ValueEnum" not in self._derived.get((found[0], found[1].qualname), set()):
            return type_
        home, enum = found
        outer = self._told(home, enum.qualname)
        cases = [(each.name, self._told(home, f"{enum.qualname}.{each.name}")) for each in enum.attributes]
        names = [_name(told, name, outer) for name, told in cases if not (told.says("skip") or told.has("hide"))]
        return " | ".join(f'"{name}"' for name in names) if names and None not in names else type_

    def _type(self, path: str, type_: str, cls: Class) -> tuple[str, Class] | None:
        """Return a type that derives something of clap."""
        meant = self._meaning(path, type_, cls)
        if meant is not None and meant.path in self._code.files:
            found = self._code.resolve.class_at(meant)
            return (meant.path, found) if (meant.path, found.qualname) in self._derived else None
        return None

    def _meaning(self, path: str, type_: str, cls: Class) -> Defined | None:
        name = dotted(held(type_)[0].partition("<")[0])
        meant = self._code.resolve.meaning(path, name, cls.qualname.rpartition(".")[0]) if name else None
        return meant if isinstance(meant, Defined) and meant.kind == "class" else None

    def _by_hand(self, path: str, type_: str, cls: Class) -> list[Option]:
        """Return the options of a type that implements `Args` without deriving it."""
        meant = self._meaning(path, type_, cls)
        return self._built.options((meant.path, f"{meant.qualname}.augment_args")) if meant is not None else []

    def _told(self, path: str, qualname: str) -> _Told:
        given = [
            pair
            for each in self._attributes.get((path, qualname), ())
            if each.simple_name in _ATTRIBUTES
            for pair in each.arguments
        ]
        return _Told(frozenset(value for key, value in given if not key), {key: value for key, value in given if key})


def _meanings(trait: str) -> tuple[str, str]:
    return f"clap.{trait}", f"clap.builder.{trait}"


def _all(node: _Node, before: str = "", *, is_root: bool = True) -> Iterator[tuple[str, _Node]]:
    whole = f"{before} {node.name}".strip()
    if is_root or node.options or not node.inner:
        yield whole, node
    for each in node.inner:
        yield from _all(each, whole, is_root=False)


def _is_nested(told: _Told) -> bool:
    return told.says("subcommand") or told.says("flatten")


def _payload(type_: str) -> list[str]:
    """Return the types of a case that has places: `(Add)`."""
    return [type_[1:-1].strip().rstrip(",")] if type_.startswith("(") and type_.endswith(")") else []


def _name(told: _Told, own: str, outer: _Told) -> str | None:
    written = told.values.get("name") or told.values.get("id")
    if written is not None:
        return string(written)
    case = outer.values.get("rename_all")
    return cased(own, string(case) or "" if case is not None else "kebab")


def _about(told: _Told, doc: str, word: str = "about") -> str:
    written = told.values.get(word)
    said = string(written) if written is not None else doc
    return " ".join((said or "").split())


def _default(told: _Told) -> str:
    words = ("default_value", "default_value_t", "default_values", "default_values_t")
    return next((told.values[word] for word in words if word in told.values), "")
