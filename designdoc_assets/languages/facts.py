"""What parsing found in one source file, as typed facts; the same types for every language.

Facts are a pure function of a file's bytes: nothing here knows the file's path, other files, or this machine. Names
of other things are kept as they are written; `program.resolver` resolves them once all files are known. Reading is the
languages' work, and rendering the artifacts'.
"""

import re
from dataclasses import dataclass
from typing import Literal

from designdoc_assets.languages.doc_facts import Doc, Example, Visibility
from designdoc_assets.languages.raise_facts import Raise
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.remarks import Remark
from designdoc_assets.languages.run_facts import NamedCall, Program, Variable
from designdoc_assets.languages.signature_facts import Signature
from designdoc_assets.languages.sql_facts import SqlText
from designdoc_assets.languages.use_facts import Use

FunctionSort = Literal["function", "method", "constructor", "getter", "setter", "macro"]
"""What a function is to those who use it: they call it, make an object with it, or read or set it like a value."""
BoundTo = Literal["nothing", "instance", "type"]
"""What a function is called on: an object, the type itself, or neither."""
When = Literal["always", "types", "optional", "late", "tests"]
"""When an import happens: with the file, for types alone, if it can (what fails is caught), in a function, or in tests
that stand in the file: nothing else in it imports that."""
AttributeSort = Literal["value", "variable", "case", "alias", "type variable"]
"""A value; one that code may set anew, where that is told; a case of an enumeration; another name of a type, ..."""
ClassSort = Literal[
    "class",
    "abstract class",
    "struct",
    "interface",
    "protocol",
    "trait",
    "enum",
    "record",
    "exception",
    "object",
    "union",
    "alias",
    "module",
]
HeritageRelation = Literal["extends", "implements", "embeds", "mixes in", "derives", "metaclass"]


@dataclass(frozen=True, slots=True)
class Call:
    """What is called, as a decorator or as a value, and with what: `field(default=1)`."""

    name: str
    """Dotted, as written; empty if it is no name."""
    arguments: tuple[tuple[str, str], ...] = ()
    """Keywords and values, as written; the keyword of a positional argument is empty."""

    def argument(self, keyword: str) -> str | None:
        """Return what is given by keyword."""
        return dict(self.arguments).get(keyword)


@dataclass(frozen=True, slots=True)
class Attribute:
    """A constant of a module, an attribute of a class or its instances, an enum's member, or a type alias."""

    name: str
    line: int
    scope: Literal["module", "class", "instance", "type_alias"]
    type: str | None = None
    value: str | None = None
    """The value as written, folded; cut with `…` after 480 characters; of a list, a table or the like after 16,000,
    of what an object's attribute is first set to after 120."""
    call: Call | None = None
    """Of an attribute of a class, the call that its value is. Of one of instances that is set once, too, without the
    arguments."""
    made_by: str | None = None
    """The dotted name of what makes it, or of the class whose instance it holds: called to make it, annotating it, or
    annotating the parameter it is set from; None where none is so."""
    doc: Doc | None = None
    """What a string literal right below it says, or a `#:` comment right above or behind it: a text, without parts."""
    type_parameters: str = ""
    """Of a type alias, the PEP 695 list, as written."""
    holds: tuple[str, ...] = ()
    """What it is first set to, as in `Use.name`, where that is told neither by an annotation nor by `made_by`."""
    visibility: Visibility = "public"
    is_special: bool = False
    """As in `Function.is_special`."""
    condition: str | None = None
    """Of a constant or an attribute of a class, the header of the compound statement that sets it first."""
    is_set_again: bool = False
    """Whether it is set in several places, so that `value`, the first, may not be what it is in the end."""
    written: str = ""
    """The lines of a value that is long and has several: dedented, and cut with a line `…` like the value."""
    is_abstract: bool = False
    """It is a member that those must provide who take from its type."""
    set_to: str | None = None
    """Of an attribute of a class, what the constructor sets that of the object to, as `value` of such a one; empty
    where that is not told, and None where it does not."""
    sort: AttributeSort = "value"


@dataclass(frozen=True, slots=True)
class Registered:
    """An implementation that a function calls for arguments of one type."""

    accepts: str
    """The type, as written; empty where it is not."""
    doc: Doc | None = None


@dataclass(frozen=True, slots=True)
class Function:
    """A function or method, with everything that its page says of it."""

    name: str
    qualname: str
    line: int
    sort: FunctionSort
    signature: Signature
    bound_to: BoundTo = "nothing"
    """As it is declared: what a language binds by the name alone, such as Python's `__init_subclass__`, is to that
    what it looks like."""
    visibility: Visibility = "public"
    is_special: bool = False
    """The language itself calls or reads it where code is written otherwise (`with`, `+`, `len()`), and hardly anybody
    by its name. A getter may be so too, and that is why it is no sort; a constructor is a sort of its own."""
    is_cached: bool = False
    """What a getter gives is worked out once for each object."""
    is_settable: bool = False
    """What a getter gives can be set, too."""
    overloads: tuple[Signature, ...] = ()
    overload_docs: tuple[Doc | None, ...] = ()
    """What is said of each of them alone; empty if of none."""
    annotations: tuple[str, ...] = ()
    """As written, without `@`, white space folded."""
    redundant_annotations: tuple[str, ...] = ()
    """Those of them that say nothing beyond the other facts here, such as `property`."""
    of_interfaces: tuple[str, ...] = ()
    """The types of others whose member it is, as written, where its declaration says so: `Iterator`."""
    modifiers: tuple[str, ...] = ()
    """Further words of its declaration that tell how it may be called: `unsafe`."""
    is_async: bool = False
    is_generator: bool = False
    is_manager: bool = False
    """What callers get of it is a context manager; an asynchronous one, where it is `async`."""
    is_abstract: bool = False
    """It is decorated as abstract, or its body does nothing but raise `NotImplementedError`."""
    is_declared_abstract: bool = False
    """It is decorated as abstract."""
    doc: Doc | None = None
    raises: tuple[Raise, ...] = ()
    """Its own `raise` statements, in order."""
    asserts: tuple[str, ...] = ()
    """Conditions of `assert` statements that every call comes to, where they are about parameters and attributes alone
    and say more than of what type something is."""
    deprecated: str | None = None
    """Since when and why, as `1.4: reason` in Markdown, both optional; None where nothing says that it is."""
    deprecated_parts: tuple[str, ...] = ()
    """What is said of something about it, such as how it is called, without saying plainly of which parameter."""
    registered: tuple[Registered, ...] = ()
    """Implementations that are registered with it beside it (`functools.singledispatch`)."""
    uses: tuple[Use, ...] = ()
    """What its signature, decorators and body mention, in order; what nested functions mention is among them. As far as
    a language tells it, arguments stand before what is called with them, as they are evaluated."""
    condition: str | None = None
    """The enclosing `if`, `try` or `else` header as written, for a conditional definition (`if TYPE_CHECKING`)."""
    same_as: str = ""
    """The method of its class that it is another name of: `__call__ = get`."""
    path: str = ""
    """Of a member of a type, the file that it stands in where that is another than its type's: known once the facts of
    all files are joined."""
    is_for_types: bool = False
    """Whether only type checkers see it: it stands under `if TYPE_CHECKING`, and is not there when the code runs."""


@dataclass(frozen=True, slots=True)
class Heritage:
    """What a class takes from another: the type as written, arguments included, and how."""

    type: str
    relation: HeritageRelation = "extends"
    path: str = ""
    """The file that says so, where that is another than its own: see `Function.path`."""
    of: str = ""
    """Who takes it, as written, where that may be a type of others: `Vec<u8>`. A language's own, for `joined`."""

    @property
    def name(self) -> str:
        """The type without its arguments, as `Use.name` has it."""
        return re.split(r"[\[<]", self.type, maxsplit=1)[0].strip().replace("::", ".")


@dataclass(frozen=True, slots=True)
class Class:
    """A class: its own facts, without those of the classes nested in it."""

    name: str
    qualname: str
    """`Outer.Inner`; for a class inside a function, `function.Name`."""
    number: int
    """1 for the first definition of this qualified name in the file, 2 for the second, and so on."""
    line: int
    digest: str
    """sha256 over the normalised source of the class, nested classes left out: see `normalise`."""
    visibility: Visibility = "public"
    """That of what is around it included: in something private, nothing is public."""
    sort: ClassSort = "class"
    """Of a language that must see other files to tell, known when the facts of all are settled; what follows from it,
    too."""
    word: str = "class"
    """What those who write the language call it: `dataclass`."""
    heritage: tuple[Heritage, ...] = ()
    annotations: tuple[str, ...] = ()
    annotation_calls: tuple[Call, ...] = ()
    """The same, taken apart; one that is not called has no arguments."""
    type_parameters: str = ""
    doc: Doc | None = None
    deprecated: str | None = None
    """As in `Function.deprecated`."""
    deprecated_parts: tuple[str, ...] = ()
    """What is said of parameters of its constructor, and of how it is used."""
    methods: tuple[Function, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    """Class attributes first, then those set on `self`, each name once, in order of the source."""
    uses: tuple[Use, ...] = ()
    """What its bases, keywords, decorators and class-level statements mention; methods have uses of their own."""
    constructor: Signature | None = None
    """What making an object takes where fields say so, and no method."""
    elsewhere: tuple[str, ...] = ()
    """The other files that members of it stand in: see `Function.path`."""
    is_final: bool = False
    """It must not be inherited from."""
    promises: tuple[str, ...] = ()
    """Sentences of what else its declaration says of its objects."""
    commentary: str = ""
    """sha256 over its comments that tell something, those right above included (see `commentary`); empty for none."""
    in_function: bool = False
    condition: str | None = None

    @property
    def inherited(self) -> tuple[Heritage, ...]:
        """What it inherits from."""
        return tuple(entry for entry in self.heritage if entry.relation != "metaclass")

    @property
    def bases(self) -> tuple[str, ...]:
        """What it inherits from, as written, arguments included: `Generic[T]`."""
        return tuple(entry.type for entry in self.inherited)


@dataclass(frozen=True, slots=True)
class Extension:
    """Members that belong to a type which is defined elsewhere: further down, or in another file."""

    type: str
    """The qualified name of the type."""
    line: int
    digest: str
    methods: tuple[Function, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    heritage: tuple[Heritage, ...] = ()
    """What the type takes from others by what stands here."""
    commentary: str = ""
    """As in `Class.commentary`."""
    home: str = ""
    """The file that the type stands in, empty where it is not found: known once the facts of all files are joined. A
    language whose types are not found by their folder tells it in `joined`."""


@dataclass(frozen=True, slots=True)
class Import:
    """One imported name.

    `import a.b as c` is `module="a.b", name=None, alias="c"`; `from ..a import b` is `module="..a", name="b"`;
    `from a import *` has the name `*`.
    """

    module: str
    name: str | None
    alias: str | None
    line: int
    when: When = "always"
    visibility: Visibility = "public"
    """Whether others are meant to take the name from here."""
    condition: str = ""
    """Under which it is there at all, where it says so. A language's own, for `joined` and its linker."""
    is_reexport: bool = False
    """It is imported so that others can take it from here, and says so: `from a import b as b`."""


@dataclass(frozen=True, slots=True)
class FileFacts:
    """Everything parsing found in one file."""

    language: str
    lines: int
    digest: str
    """sha256 over the normalised source: comments and layout do not count, docstrings do."""
    commentary: str = ""
    """sha256 over those of its comments that tell something: see `commentary`. Empty for none."""
    doc: Doc | None = None
    imports: tuple[Import, ...] = ()
    exports: tuple[str, ...] | None = None
    """`__all__` where it can be read from literals (`=`, `+=`, `.extend`, `.append`); None where there is none."""
    classes: tuple[Class, ...] = ()
    """All classes, nested ones and those in functions included, in order of the source."""
    extensions: tuple[Extension, ...] = ()
    functions: tuple[Function, ...] = ()
    """The module's own functions, conditional ones included, in order of the source; overloads are folded in."""
    constants: tuple[Attribute, ...] = ()
    """Names bound by assignment at module level, type aliases included; not `__all__`."""
    uses: tuple[Use, ...] = ()
    """What module-level statements outside of classes and functions mention."""
    programs: tuple[Program, ...] = ()
    """Those that start when the file itself is run."""
    serves_names: bool = False
    """It answers for names that nothing in it binds: a module with a `__getattr__`."""
    has_stub: bool = False
    """Its types are those of the stub beside it: see `stubs`."""
    variables: tuple[Variable, ...] = ()
    """Environment variables that it reads by names that are written out, or completed by another name, in order of the
    source."""
    named_calls: tuple[NamedCall, ...] = ()
    """Calls by which other functions may read such variables for it, in order of the source."""
    registrations: tuple[Registration, ...] = ()
    """What it tells frameworks, in order of the source."""
    sql: tuple[SqlText, ...] = ()
    """Texts that make or change tables, in order of the source."""
    remarks: tuple[Remark, ...] = ()
    """What its comments say of the code that they stand in, in order of the source."""
    script_metadata: str = ""
    """The TOML of the block in which a script declares its own dependencies (PEP 723)."""
    examples: tuple[Example, ...] = ()
    unit: str = ""
    """What the file itself says that it belongs to, as written: a package, a namespace."""
    built_where: str = ""
    """Under which condition it is built, as the language writes one; empty where it always is."""
    promises: tuple[str, ...] = ()
    """Sentences of what it says of what it belongs to: what a module is made of."""
    is_for_tests: bool = False
    """Other files say that it is there for tests alone. A language tells it in `joined`."""
    problem: str | None = None
    """Where the syntax could not be read: `line 12: not understood`. What stands around it was read all the same."""
