"""What the Python reader finds in a file."""

import ast
import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from textwrap import dedent, indent

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designdoc_assets.languages.doc_facts import Doc
from designdoc_assets.languages.facts import Attribute, Call, Class, FileFacts, Function, Heritage, Import
from designdoc_assets.languages.registry import language, language_of
from designdoc_tests.trials import trials

STDLIB = sorted(Path(sysconfig.get_paths()["stdlib"]).glob("*.py"))
COMPARED = 30


def read(source: str) -> FileFacts:
    return language("python").read(dedent(source))


def only_class(source: str) -> Class:
    (found,) = read(source).classes
    return found


def function(source: str, name: str = "f") -> Function:
    return next(found for found in read(source).functions if found.name == name)


def method(source: str, name: str) -> Function:
    return next(found for cls in read(source).classes for found in cls.methods if found.name == name)


def uses(found: Function | Class | FileFacts) -> set[tuple[str, str]]:
    return {(use.kind, use.name) for use in found.uses}


def attributes(source: str) -> dict[str, Attribute]:
    return {attribute.name: attribute for attribute in only_class(source).attributes}


def constants(source: str) -> dict[str, Attribute]:
    return {constant.name: constant for constant in read(source).constants}


def raised(found: Function) -> list[str]:
    return [place.exception for place in found.raises]


def conditions(body: str, parameters: str = "a, b=None, **kw") -> list[str | None]:
    """Return when what a function raises is raised, in order of the source."""
    source = f"def f({parameters}):\n" + indent(dedent(body), "    ")
    return [place.when for place in function(source).raises]


# Languages


def test_python_files_are_read_by_suffix_in_any_case() -> None:
    assert language_of("src/pay/gateway.py") is language("python")
    assert language_of("win/app.PYW") is language("python")
    assert language_of("README.md") is None


def test_the_version_names_the_libraries_that_facts_depend_on() -> None:
    assert "tree-sitter-python 0." in language("python").version
    assert "tree-sitter-python 0." in language("python").version


# Signatures


def test_every_kind_of_parameter_is_told_apart() -> None:
    found = function("def f(a, /, b: int = 1, *args: *Ts, c='x', d: Callable[[int], str] = lambda x: x, **kw: Any): 1")
    assert [(p.name, p.kind, p.type, p.default) for p in found.signature.parameters] == [
        ("a", "positional_only", None, None),
        ("b", "positional_or_keyword", "int", "1"),
        ("args", "var_positional", "*Ts", None),
        ("c", "keyword_only", None, "'x'"),
        ("d", "keyword_only", "Callable[[int], str]", "lambda x: x"),
        ("kw", "var_keyword", "Any", None),
    ]


def test_a_bare_star_makes_what_follows_keyword_only() -> None:
    found = function("def f(a, *, b): ...")
    assert [p.kind for p in found.signature.parameters] == ["positional_or_keyword", "keyword_only"]


def test_signatures_are_as_written_but_on_one_line() -> None:
    found = function(
        """
        def f(
            a: dict[
                str,  # the name
                list["B"],
            ] = {'k': 0x_FF},
            b=(1,),
            c='  two  blanks ',
        ) -> (
            int  |  None
        ): ...
        """
    )
    a, b, c = found.signature.parameters
    assert (a.type, a.default) == ('dict[str, list["B"]]', "{'k': 0x_FF}")
    assert (b.default, c.default) == ("(1,)", "'  two  blanks '")
    assert found.signature.returns == "(int | None)"


def test_type_parameters_and_asynchronous_generators_are_read() -> None:
    found = function("async def f[T: int, *Ts](x: T) -> AsyncIterator[T]:\n    yield x")
    assert (found.signature.type_parameters, found.is_async, found.is_generator) == ("[T: int, *Ts]", True, True)


def test_yields_of_nested_functions_do_not_make_a_generator() -> None:
    found = function("def f():\n    def g():\n        yield 1\n    return g")
    assert not found.is_generator


def test_overloads_belong_to_the_implementation_that_follows() -> None:
    found = read(
        """
        @overload
        def f(x: int) -> int: ...
        @t.overload
        def f(x: str) -> str: ...
        def f(x):
            "Does it."
        """
    ).functions
    assert [each.name for each in found] == ["f"]
    assert [each.returns for each in found[0].overloads] == ["int", "str"]
    assert found[0].signature.returns is None
    assert found[0].doc is not None


def test_overloads_without_implementation_are_one_function() -> None:
    (found,) = only_class(
        "class A:\n @overload\n def f(self, x: int): ...\n @overload\n def f(self, x: str): ..."
    ).methods
    assert found.signature == found.overloads[0]
    assert len(found.overloads) == 2


# Definitions


def test_setters_and_deleters_belong_to_their_property() -> None:
    (found,) = only_class(
        """
        class A:
            @property
            def x(self) -> int:
                return self._x
            @x.setter
            def x(self, value):
                raise ReadOnly
            @x.deleter
            def x(self): ...
        """
    ).methods
    assert (found.sort, found.is_settable, found.signature.returns) == ("getter", True, "int")
    assert raised(found) == ["ReadOnly"]


@pytest.mark.parametrize(
    ("decorator", "sort", "bound_to", "is_cached"),
    [
        ("classmethod", "method", "type", False),
        ("staticmethod", "method", "nothing", False),
        ("functools.cached_property", "getter", "instance", True),
        ("abc.abstractproperty", "getter", "instance", False),
        ("retry(times=3)", "method", "instance", False),
    ],
)
def test_decorators_say_what_kind_of_method_it_is(decorator: str, sort: str, bound_to: str, is_cached: bool) -> None:
    found = method(f"class A:\n    @{decorator}\n    def f(self): ...", "f")
    assert (found.sort, found.bound_to, found.is_cached) == (sort, bound_to, is_cached)
    assert found.annotations == (decorator,)


def test_names_say_for_whom_a_thing_is_meant_and_whether_the_language_calls_it() -> None:
    cls = only_class(
        """
        class A:
            limit = 1
            _kept = 2
            __match_args__ = ()
            def __new__(cls): ...
            def __init__(self): ...
            def __enter__(self): ...
            @property
            def __class__(self): ...
            def open(self): ...
            def _close(self): ...
            def hidden(self):
                '''Work.

                :meta private:
                '''
            __call__ = open
        """
    )
    assert {m.name: (m.sort, m.bound_to, m.visibility, m.is_special) for m in cls.methods} == {
        "__new__": ("constructor", "type", "public", False),
        "__init__": ("constructor", "instance", "public", False),
        "__enter__": ("method", "instance", "public", True),
        "__class__": ("getter", "instance", "public", True),
        "open": ("method", "instance", "public", False),
        "_close": ("method", "instance", "private", False),
        "hidden": ("method", "instance", "private", False),
        "__call__": ("method", "instance", "public", True),
    }
    assert {a.name: (a.visibility, a.is_special) for a in cls.attributes} == {
        "limit": ("public", False),
        "_kept": ("private", False),
        "__match_args__": ("public", True),
    }


def test_a_class_is_as_private_as_what_is_around_it() -> None:
    found = read("class A:\n    class B: ...\nclass _C:\n    class D: ...\ndef _f():\n    class E: ...\n")
    assert {cls.name: cls.visibility for cls in found.classes} == {
        "A": "public",
        "B": "public",
        "_C": "private",
        "D": "private",
        "E": "private",
    }


def test_imports_say_whether_others_are_meant_to_take_the_name() -> None:
    found = read("from .a import b as b, c, _d, e as _e\nimport f.g\n")
    assert [(each.visibility, each.is_reexport) for each in found.imports] == [
        ("public", True),
        ("public", False),
        ("private", False),
        ("private", False),
        ("public", False),
    ]


def test_a_module_may_answer_for_names_that_it_does_not_bind() -> None:
    assert read("def __getattr__(name): ...").serves_names
    assert not read("class A:\n    def __getattr__(self, name): ...").serves_names


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("@abstractmethod\n    def f(self): ...", True),
        ("@abc.abstractmethod\n    def f(self): ...", True),
        ("def f(self):\n        'Do.'\n        raise NotImplementedError('f')", True),
        ("def f(self):\n        log()\n        raise NotImplementedError", False),
        ("def f(self):\n        raise NotImplemented", False),
    ],
)
def test_methods_that_only_say_what_to_implement_are_abstract(source: str, expected: bool) -> None:
    assert method(f"class A:\n    {source}", "f").is_abstract is expected


def test_a_class_is_read_with_what_it_inherits_and_its_decorators() -> None:
    found = only_class("@dataclass(frozen=True)\nclass A[T](Base, Generic[T], metaclass=Meta):\n    'Doc.'")
    assert found.heritage == (Heritage("Base"), Heritage("Generic[T]"), Heritage("Meta", "metaclass"))
    assert found.bases == ("Base", "Generic[T]")
    assert (found.annotations, found.type_parameters) == (("dataclass(frozen=True)",), "[T]")
    assert found.doc is not None
    assert found.doc.summary == "Doc."


def test_nested_and_local_classes_have_qualified_names() -> None:
    found = read("class A:\n class B:\n  pass\n def f(self):\n  class C: pass\ndef g():\n def h():\n  class D: pass")
    assert [(c.qualname, c.in_function) for c in found.classes] == [
        ("A", False),
        ("A.B", False),
        ("A.f.C", True),
        ("g.h.D", True),
    ]
    assert [f.qualname for f in found.functions] == ["g"]


def test_definitions_of_one_name_are_numbered_and_say_when_they_hold() -> None:
    found = read(
        """
        if sys.version_info >= (3, 12):
            class A: pass
        elif x:
            class A: pass
        else:
            class A:
                def f(self): pass
        try:
            def g(): pass
        except (ImportError,
                KeyError):
            def g(): pass
        """
    )
    assert [(c.number, c.condition) for c in found.classes] == [
        (1, "if sys.version_info >= (3, 12)"),
        (2, "if sys.version_info >= (3, 12): … elif x"),
        (3, "if sys.version_info >= (3, 12): … else"),
    ]
    assert found.classes[2].methods[0].condition is None
    assert [f.condition for f in found.functions] == ["try", "except (ImportError, KeyError)"]


# Docstrings


def test_docstrings_are_the_values_of_their_literals() -> None:
    found = read('# comment\n\n"""One\\"two \\N{BULLET} \\u00e9 \\\nthree\\x21""" r"\\n"')
    assert found.doc is not None
    assert found.doc.summary == 'One"two • é three!\\n'


@pytest.mark.parametrize("literal", ['b"bytes"', 'f"x{y}"', "1", '"a", "b"', '"  "'])
def test_other_first_statements_are_no_docstrings(literal: str) -> None:
    assert read(literal).doc is None


def test_half_a_surrogate_pair_cannot_reach_a_page() -> None:
    found = read(r'"""a \ud800 b"""')
    assert found.doc is not None
    found.doc.summary.encode()


# Attributes and constants


def test_attributes_of_class_and_instances_are_found_once_each() -> None:
    found = attributes(
        '''
        class A:
            __slots__ = ("x",)
            kind: str = "a"
            #: How many
            #: there are.
            count = 0
            late: "Client | None" = None  #: Set later.

            def set_up(self):
                self.late = Client()
                self.other = 1
                def inner():
                    self.deep = 1

            def __init__(self, client: Client, repo: Repo | None = None, *, names: list[str]):
                self.client = client
                """Speaks to the bank."""
                self.repo = repo or Repo()
                self.session: Session = make()
                self.names = names
                self.a, self.b = A(), 1
                client.ignored = 2
        '''
    )
    assert list(found) == [
        *("kind", "count", "late"),
        *("client", "repo", "session", "names", "a", "b"),
        *("other", "deep"),
    ]
    assert found["kind"].type == "str"
    assert found["kind"].value == '"a"'
    assert found["count"].doc == Doc("How many\nthere are.")
    assert found["late"].doc == Doc("Set later.")
    assert found["client"].doc == Doc("Speaks to the bank.")
    assert found["client"].type == "Client"
    assert {name: each.made_by for name, each in found.items()} == {
        **{"kind": "str", "count": None, "late": "Client", "client": "Client", "repo": "Repo", "session": "Session"},
        **{"names": None, "a": "A", "b": None, "other": None, "deep": None},
    }
    assert {found["late"].scope, found["client"].scope} == {"class", "instance"}


@pytest.mark.parametrize(
    ("annotation", "made_by"),
    [
        ("Client", "Client"),
        ("http.Client", "http.Client"),
        ("Client | None", "Client"),
        ("Optional[Client]", "Client"),
        ("t.Union[None, 'Client']", "Client"),
        ("Annotated[Client, Depends(x)]", "Client"),
        ("'Client | None'", "Client"),
        ("Repository[User]", "Repository"),
        ("list[Client]", None),
        ("Client | Server", None),
        ("None", None),
        ("'not an ann('", None),
    ],
)
def test_an_annotation_says_whose_instance_is_held(annotation: str, made_by: str | None) -> None:
    source = f"class A:\n    def __init__(self, x: {annotation}):\n        self.x = x"
    assert attributes(source)["x"].made_by == made_by


@pytest.mark.parametrize(
    ("value", "made_by"),
    [
        ("Client()", "Client"),
        ("http.Client(1)", "http.Client"),
        ("Repository[User]()", "Repository"),
        ("given or Client()", "Client"),
        ("Client() if given is None else given", "Client"),
        ("given.make()", None),
        ("make().other()", None),
        ("[Client()]", None),
        ("Client() if given else Server()", None),
    ],
)
def test_a_call_says_whose_instance_is_held(value: str, made_by: str | None) -> None:
    source = f"class A:\n    def __init__(self, given=None):\n        self.x = {value}"
    assert attributes(source)["x"].made_by == made_by


def test_what_is_said_of_a_second_name_of_a_method_has_parts_and_what_is_said_of_a_value_has_none() -> None:
    said = '"""An old name.\n\n    .. deprecated:: 2.0\n       Use `get`.\n    """'
    found = only_class(f"class A:\n    def get(self): ...\n    fetch = get\n    {said}\n    LIMIT = 3\n    {said}\n")
    (alias,) = (method for method in found.methods if method.same_as)
    assert alias.doc == Doc("An old name.", deprecated="2.0: Use `get`.", mentions=("get",))
    (limit,) = found.attributes
    assert limit.doc == Doc("An old name.\n\n*Deprecated since 2.0:* Use `get`.", mentions=("get",))


def test_what_class_methods_set_is_no_attribute_of_instances() -> None:
    assert attributes("class A:\n    @classmethod\n    def f(cls):\n        cls.x = 1") == {}


def test_constants_and_type_aliases_of_a_module_are_found() -> None:
    found = constants(
        """
        __version__ = "1"
        LIMIT: Final = 3  #: The most.
        A = B = Client()
        x, (y, *z) = 1, (2, 3)
        type Pair[T] = tuple[T, T]
        Name: TypeAlias = "str | Client"
        UserId = NewType("UserId", int)
        if debug:
            LEVEL = "debug"
        else:
            LEVEL = "info"
        for i in y:
            k.attribute = i
        """
    )
    assert list(found) == ["__version__", "LIMIT", "A", "B", "x", "y", "z", "Pair", "Name", "UserId", "LEVEL"]
    assert (found["LIMIT"].type, found["LIMIT"].value, found["LIMIT"].doc) == ("Final", "3", Doc("The most."))
    assert (found["A"].made_by, found["B"].made_by) == ("Client", "Client")
    assert (found["Pair"].scope, found["Pair"].value) == ("type_alias", "tuple[T, T]")
    assert (found["Name"].scope, found["LEVEL"].value) == ("type_alias", '"debug"')


@pytest.mark.parametrize(
    ("source", "length"),
    [
        (f"X = [{', '.join(['1'] * 10_000)}]", 16_000),
        (f"X = frozenset({{{', '.join(['1'] * 10_000)}}})", 16_000),
        (f"X = '{'x' * 1_000}'", 480),
        (f"X = f({', '.join(['1'] * 1_000)})", 480),
    ],
)
def test_long_values_are_cut_later_where_they_are_looked_up(source: str, length: int) -> None:
    value = constants(source)["X"].value
    assert value is not None
    assert (len(value), value[-1]) == (length, "…")


# Uses


def test_names_are_reported_by_how_code_mentions_them() -> None:
    found = function(
        """
        @app.route("/", methods=METHODS)
        def f(a: Client, b: "dict[str, list['Card']]" = DEFAULT) -> Answer:
            errors.log(a, key=HANDLER)
            if b in cache.keys:
                raise errors.Declined(REASON) from None
            with open(PATH) as handle:
                return [convert(row) for row in handle if row]
        """
    )
    assert [(use.kind, use.name) for use in found.uses] == [
        ("name", "METHODS"),
        ("annotation", "app.route"),
        ("type", "Client"),
        ("type", "dict"),
        ("type", "str"),
        ("type", "list"),
        ("type", "Card"),
        ("name", "DEFAULT"),
        ("type", "Answer"),
        ("name", "HANDLER"),
        ("call", "errors.log"),
        ("name", "cache.keys"),
        ("name", "REASON"),
        ("raise", "errors.Declined"),
        ("name", "PATH"),
        ("call", "open"),
        ("call", "convert"),
    ]


def test_a_mention_is_reported_once_at_its_first_line() -> None:
    found = function("def f():\n    g()\n    g()\n    h(g)")
    assert [(use.kind, use.name, use.line) for use in found.uses] == [
        ("call", "g", 2),
        ("name", "g", 4),
        ("call", "h", 4),
    ]


def test_what_is_called_with_arguments_is_mentioned_behind_them() -> None:
    found = function("def f():\n    a(b(c()), d()).e(g()).h()")
    assert [use.name for use in found.uses if use.kind == "call"] == ["c", "b", "d", "a", "g", "a().e", "a().e().h"]


@pytest.mark.parametrize(
    "statement",
    [
        "x = 1",
        "for x in y: pass",
        "with y as (x, z): pass",
        "print(x := 1)",
        "x: int = 1",
        "x += 1",
        "def x(): pass",
        "match y:\n        case [x, *_]: pass",
        "match y:\n        case {'k': x}: pass",
        "match y:\n        case P(a=x) as z: pass",
        "try: pass\n    except E as x: pass",
    ],
)
def test_local_names_are_not_reported(statement: str) -> None:
    found = function(f"def f():\n    {statement}\n    x.go()\n    other.go()")
    assert not {name for _, name in uses(found) if name.partition(".")[0] == "x"}
    assert ("call", "other.go") in uses(found)


@pytest.mark.parametrize("expression", ["[x for x in y]", "{x: z for x, z in y}", "lambda x: x", "{y for x in y if x}"])
def test_names_of_comprehensions_and_lambdas_are_local_to_them(expression: str) -> None:
    assert ("name", "x") not in uses(function(f"def f():\n    return {expression}"))
    assert ("name", "x") in uses(function(f"def f():\n    return {expression}, x"))


def test_a_local_name_of_a_nested_function_hides_nothing_outside_of_it() -> None:
    found = function("def f():\n    def g(client):\n        client.a()\n    client.b()")
    assert ("call", "client.b") in uses(found)
    assert ("call", "client.a") not in uses(found)


def test_global_names_and_imports_inside_of_functions_are_reported() -> None:
    found = function("def f():\n    global count\n    count = 1\n    from a import b\n    b(count)")
    assert uses(found) == {("call", "b"), ("name", "count")}


def test_methods_called_on_known_instances_are_reported_with_their_class() -> None:
    found = function(
        """
        def f(a: "Client", b=None, *c: Client):
            d = http.Client()
            e = a
            a.send(); b.send(); c.send(); d.send(); e.close(); Client().open().read
            g = Client()
            g = other
            g.send()
        """
    )
    assert {name for kind, name in uses(found) if kind in {"call", "name"}} == {
        *("Client", "Client().send", "Client().close", "Client().open"),
        *("http.Client", "http.Client().send", "other", "other.send"),
        *("Client().open().read", "tuple[Client,...]().send"),
    }


def test_the_object_of_a_method_is_reported_as_written() -> None:
    found = method(
        """
        class A:
            @classmethod
            def make(cls): return cls(cls.kind)
            def f(self, x):
                super().f(x)
                self.client.send(self.limit)
                return self
        """,
        "f",
    )
    assert uses(found) == {("call", "super().f"), ("call", "self.client.send"), ("name", "self.limit")}


def test_alternative_constructors_call_their_class() -> None:
    found = method("class A:\n    @classmethod\n    def make(cls): return cls(cls.kind)", "make")
    assert {("call", "cls"), ("name", "cls.kind")} < uses(found)


def test_a_class_mentions_what_its_own_statements_do() -> None:
    found = only_class(
        """
        @register(REGISTRY)
        class A(Base[Card], other.Mixin, metaclass=Meta):
            date: date = field(factory=list)
            limit = LIMIT
            both = limit
            def f(self): inside()
        """
    )
    assert uses(found) == {
        ("annotation", "register"),
        ("name", "REGISTRY"),
        ("base", "Base"),
        ("type", "Card"),
        ("base", "other.Mixin"),
        ("name", "Meta"),
        ("type", "date"),
        ("call", "field"),
        ("name", "list"),
        ("name", "LIMIT"),
    }


def test_type_parameters_are_not_reported_and_their_bounds_are() -> None:
    assert uses(function("def f[T: Client](x: T) -> list[T]: ...")) == {
        ("type", "Client"),
        ("type", "list"),
    }
    assert uses(method("class A[T]:\n    def f(self, x: T): ...", "f")) == set()


def test_strings_in_literal_types_are_not_annotations() -> None:
    found = function("def f(a: Literal['Client'], b: Annotated[Card, Depends(get), 'Other']): ...")
    assert uses(found) == {
        ("type", "Literal"),
        ("type", "Annotated"),
        ("type", "Card"),
        ("call", "Depends"),
        ("name", "get"),
    }


def test_the_condition_of_a_raise_is_reported_where_a_caller_can_understand_it() -> None:
    found = function(
        """
        def f(cents, *, key=None):
            if cents < 0:
                raise ValueError("negative")
            elif key  is   None:
                raise KeyError
            charge = make(cents)
            if charge is None:
                raise errors.Declined
            raise RuntimeError
        """
    )
    assert [(place.exception, place.when, place.follows) for place in found.raises] == [
        ("ValueError", "cents < 0", False),
        ("KeyError", "key is None", True),
        ("errors.Declined", None, True),
        ("RuntimeError", "", True),
    ]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("if a:\n    if b < 1:\n        raise E", ["a and b < 1"]),
        ("if a or b:\n    if not kw:\n        raise E", ["(a or b) and not kw"]),
        ("if a:\n    pass\nelse:\n    if b is not None:\n        raise E", ["not a and b is not None"]),
        ("if a == 1:\n    pass\nelif a in b:\n    pass\nelse:\n    raise E", ["a != 1 and a not in b"]),
        ("if a > 1 or b:\n    return 1\nraise E", ["not (a > 1 or b)"]),
        ("if not a:\n    return 1\nif b:\n    raise E", ["a and b"]),
        ("if a:\n    f()\nelse:\n    return 1\nif b:\n    raise E", ["a and b"]),
        ("if a:\n    f()\nelif b:\n    return 1\nraise E", [None]),
        ("if a:\n    if b:\n        return 1\nraise E", [None]),
        ("for x in a:\n    if b:\n        return x\nraise E", [None]),
        ("for x in a:\n    if b:\n        break\nif b:\n    raise E", ["b"]),
        ("for x in a:\n    if b:\n        raise E", [None]),
        ("while a:\n    raise E", [None]),
        ("match a:\n    case 1:\n        raise E", [None]),
        ("with a:\n    if b:\n        raise E", ["b"]),
        ("try:\n    g()\nexcept K:\n    if b:\n        raise E", [None]),
        ("try:\n    g()\n    if b:\n        raise E\nexcept K:\n    pass", [None]),
        ("try:\n    return g()\nfinally:\n    h()\nif b:\n    raise E", [None]),
        ("if a:\n    raise D\nelse:\n    raise E", ["a", "not a"]),
        ("try:\n    if a:\n        raise D\n    if b:\n        raise E\nexcept D:\n    pass", ["a", None]),
        ("a = g(a)\nif a:\n    raise E", [None]),
        ("if a:\n    raise E\na = g(a)", ["a"]),
        ("kw.pop('x', None)\nif kw:\n    raise E", [None]),
        ("del kw['x']\nif kw:\n    raise E", [None]),
        ("if a.startswith('x') and a.endswith('y'):\n    raise D\nif a.isdigit():\n    raise E", [..., "a.isdigit()"]),
        ("a.connect()\nif a.is_closed:\n    raise E", [None]),
        ("a.live = g()\nif not a.live:\n    raise E", [None]),
    ],
)
def test_the_condition_of_a_raise_is_the_whole_condition_or_none(body: str, expected: list[str | None]) -> None:
    found = conditions(body)
    assert [when if wanted is not ... else ... for when, wanted in zip(found, expected, strict=True)] == expected


def test_the_message_of_an_exception_is_its_first_argument_where_that_is_a_string() -> None:
    found = function(
        """
        def f(x):
            if x:
                raise ValueError("bad " "thing", x)
            if f(x):
                raise ValueError(f"bad {x}")
            raise ValueError(x)
        """
    )
    assert [place.message for place in found.raises] == ["bad thing", "bad {x}", ""]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("raise make()", ["make"]),
        ("error = Late('x')\nraise error", ["Late"]),
        ("raise Late('x').with_traceback(tb)", ["Late()"]),
        ("raise error.with_traceback(tb)", ["Late"]),
        ("raise cls", []),
        ("raise self.error(1)", ["self.error"]),
        ("raise handlers[0]('x')", []),
        ("try:\n    g()\nexcept (A, b.B):\n    raise", ["A", "b.B"]),
        ("try:\n    g()\nexcept Exception as e:\n    raise", []),
        ("try:\n    g()\nexcept:\n    raise", []),
        ("last = None\ntry:\n    g()\nexcept A as e:\n    last = e\nraise last", ["A"]),
        ("raise t.cast(A, x)", ["A"]),
        ("raise t.cast('A', x)", ["A"]),
        ("raise other.cast(A, x)", ["other.cast"]),
    ],
)
def test_what_is_raised_is_a_name_of_a_class_or_of_what_makes_it(body: str, expected: list[str]) -> None:
    source = "import typing as t\nclass C:\n    def f(self, cls, error: Late, any: Exception):\n" + indent(
        body, " " * 8
    )
    assert raised(method(source, "f")) == expected


def test_assertions_that_every_call_comes_to_are_reported() -> None:
    found = method(
        """
        class A:
            def f(self, x, y):
                z = g(x)
                assert x > 0, "positive"
                assert z > 0
                assert self.ready
                assert isinstance(y, A) and self.client is not None
                if y:
                    assert y.size > 1
                    return
                assert x < 9
                def inner():
                    assert x
        """,
        "f",
    )
    assert found.asserts == ("x > 0",)


@pytest.mark.parametrize(
    "written",
    ["f(a=1, b=[1, 2])", "f(a = 1,b=[1,2])", "f(\n    a=1,\n    b=[1, 2],\n)", "f( a=1, b=[1 , 2] )"],
)
def test_layout_inside_a_default_does_not_change_what_is_shown(written: str) -> None:
    found = function(f"def f(x: 'int|None' = {written}): ...")
    assert found.signature.parameters[0].default == "f(a=1, b=[1, 2])"


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("int|None", "int | None"),
        ("dict[str,list[int]]", "dict[str, list[int]]"),
        ("Callable[[int,...],Any]", "Callable[[int, ...], Any]"),
        ('Literal["a|b,c"]', 'Literal["a|b,c"]'),
    ],
)
def test_annotations_are_shown_in_the_usual_layout(written: str, shown: str) -> None:
    assert function(f"def f(x: {written}): ...").signature.parameters[0].type == shown


def test_raised_exceptions_are_those_of_the_function_itself() -> None:
    found = function(
        """
        def f(error: Exception):
            try:
                raise ValueError
            except KeyError as exc:
                raise errors.Declined("x") from exc
            except OSError as exc:
                raise exc
            def g():
                raise TypeError
            if error:
                raise error
            raise ValueError("again")
        """
    )
    assert raised(found) == ["ValueError", "errors.Declined", "OSError", "ValueError"]


# What is defined several times


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        ("def f(a): ...\ndef f(a, b): ...", ["a, b"]),
        ("if x:\n    def f(a): ...\nelse:\n    def f(a, b): ...", ["a", "a, b"]),
        ("if x:\n    def f(a): ...\ndef f(a, b): ...", ["a, b"]),
        ("def f(a): ...\nif x:\n    def f(a, b): ...", ["a", "a, b"]),
        ("@app.route('/')\ndef f(a): ...\ndef f(a, b): ...", ["a", "a, b"]),
        ("def f(a): ...\n@f.variant\ndef f(a, b): ...", ["a", "a, b"]),
    ],
)
def test_of_functions_of_one_name_those_count_that_are_there_in_the_end(source: str, expected: list[str]) -> None:
    found = read(source).functions
    assert [", ".join(parameter.name for parameter in each.signature.parameters) for each in found] == expected


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("x = 1\nx = 2", "2"),
        ("x = 1\nif y:\n    x = 2", "1"),
        ("x: int = 1\nx = 2", "2"),
        ("x = [1]\nx = x + [2]", None),
        ("x = 1\nx += 1", None),
    ],
)
def test_a_value_that_is_set_again_is_the_last_one(source: str, value: str | None) -> None:
    assert constants(source)["x"].value == value
    assert attributes("class A:\n" + indent(source, "    "))["x"].value == value


def test_implementations_of_a_single_dispatch_function_are_parts_of_it() -> None:
    source = """
        from functools import singledispatch, singledispatchmethod
        @singledispatch
        def f(x): ...
        @f.register
        def _(x: int):
            "Of a number."
        @f.register(list)
        def of_list(x): ...
        @other.register
        def _(x: str): ...
        class A:
            @singledispatchmethod
            def f(self, x): ...
            @f.register
            def _(self, x: int): ...
    """
    facts = read(source)
    assert [function.name for function in facts.functions] == ["f", "of_list", "_"]
    assert [(each.accepts, each.doc) for each in facts.functions[0].registered] == [
        ("int", Doc("Of a number.")),
        ("list", None),
    ]
    assert [(found.name, found.registered[0].accepts) for found in facts.classes[0].methods] == [("f", "int")]


# Imports and exports


def test_imports_are_found_wherever_they_stand() -> None:
    found = read(
        """
        from __future__ import annotations
        import a.b as c, d
        from ..e import (f as g, h)
        from . import *
        if TYPE_CHECKING:
            from i import j
        try:
            import k
        except ImportError:
            k = None
        def l():
            import m
        """
    )
    assert found.imports == (
        Import("__future__", "annotations", None, 2),
        Import("a.b", None, "c", 3),
        Import("d", None, None, 3),
        Import("..e", "f", "g", 4),
        Import("..e", "h", None, 4),
        Import(".", "*", None, 5),
        Import("i", "j", None, 7, "types"),
        Import("k", None, None, 9, "optional"),
        Import("m", None, None, 13, "late"),
    )


@pytest.mark.parametrize(
    ("source", "exports"),
    [
        ("__all__ = ['a', \"b\"]", ("a", "b")),
        ("__all__: list[str] = ('a',)", ("a",)),
        ("__all__ = ['a'] + ['b']\n__all__ += ['c']", ("a", "b", "c")),
        ("__all__ = []\n__all__.extend(['a'])\n__all__.append('b')", ("a", "b")),
        ("__all__ = ['a'] + other.__all__", None),
        ("__all__ = [n for n in names]", None),
        ("__all__ = ['a']\n__all__.remove('a')", None),
        ("x = 1", None),
    ],
)
def test_exports_are_read_from_literals_only(source: str, exports: tuple[str, ...] | None) -> None:
    assert read(source).exports == exports


@pytest.mark.parametrize("source", ["if __name__ == '__main__':\n    f()", 'if ("__main__" == __name__): f()'])
def test_scripts_are_recognised(source: str) -> None:
    (program,) = read(source).programs
    assert program.said_by == 'an `if __name__ == "__main__"` block'


def test_a_name_check_inside_of_a_function_makes_no_script() -> None:
    assert not read("def f():\n    if __name__ == '__main__': pass").programs


# Text of any kind


def test_what_stands_around_a_syntax_error_is_read_all_the_same() -> None:
    found = read("class A:\n    def f(self): pass\n\nx = = 1\n\nclass B: pass\n")
    assert [c.name for c in found.classes] == ["A", "B"]
    assert found.problem == "line 4: not understood"


def test_newer_syntax_than_that_of_this_interpreter_is_no_problem() -> None:
    assert read("type A[T] = list[T]\nx = t'{a}'\nprint(f'{'nested'}')\n").problem is None


def test_defaults_of_type_parameters_are_understood() -> None:
    found = read("class A[T: Bound = Default, *Ts = *Rest]:\n    x: T\ndef f[P = Other](x: P): ...\n")
    assert found.problem is None
    assert found.classes[0].type_parameters == "[T: Bound = Default, *Ts = *Rest]"
    assert uses(found.classes[0]) == {("type", "Bound"), ("type", "Default"), ("type", "Rest")}
    assert uses(found.functions[0]) == {("type", "Other")}


def test_line_ends_and_byte_order_marks_make_no_difference() -> None:
    source = "class A:\n    x = 1\n\ndef f(a,\n  b): pass\n"
    assert read("\ufeff" + source.replace("\n", "\r\n")) == read(source)
    assert read(source).lines == 5
    assert read("x").lines == 1
    assert read("").lines == 0


@pytest.mark.parametrize(
    "source",
    [
        "x = " + "(" * 5000 + "1" + ")" * 5000,
        "x = " + " + ".join(["a"] * 20_000),
        "x = a" + ".b()" * 5000,
        "x: " + "A[" * 2000 + "int" + "]" * 2000,
        "x = " + "lambda: " * 5000 + "1",
        "class A(B" + "[c]" * 5000 + "): pass",
        "a = " * 5000 + "1",
        "".join(" " * at + "if x:\n" for at in range(400)) + " " * 400 + "pass\n",
        "".join(" " * at + "class A:\n" for at in range(300)) + " " * 300 + "pass\n",
        "(" * 20_000,
        "x = '''" + "a\n" * 1000,
        "class \0A:\n    def f(self): 1\0\n",
    ],
    ids=["brackets", "sum", "calls", "types", "lambdas", "bases", "targets", "ifs", "classes", "open", "string", "nul"],
)
def test_no_depth_of_nesting_is_too_much(source: str) -> None:
    assert language("python").read(source).language == "python"


@given(st.text())
def test_any_text_can_be_read(source: str) -> None:
    assert language("python").read(source).digest


@settings(deadline=None, max_examples=trials(150, 40))
@given(st.data())
def test_any_mutation_of_real_code_can_be_read(data: st.DataObject) -> None:
    source = Path(__file__).read_text()
    start = data.draw(st.integers(0, len(source)))
    piece = source[start : start + 1500]
    at = data.draw(st.integers(0, len(piece)))
    cut = data.draw(st.integers(0, 30))
    inserted = data.draw(
        st.text(st.sampled_from("()[]{}:=,.'\"\\\n\t @*#x\0") | st.characters(exclude_categories=["Cs"]), max_size=8)
    )
    found = language("python").read(piece[:at] + inserted + piece[at + cut :])
    assert "" not in {*(c.name for c in found.classes), *(f.name for f in found.functions)}


def definitions(tree: ast.AST, prefix: str = "", kind: str = "function") -> Iterator[tuple[str, str]]:
    """Yield the kind and qualified name of what `ast` finds; `kind` is what a function here is."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.ClassDef):
            yield "class", prefix + node.name
            yield from definitions(node, f"{prefix}{node.name}.", "method")
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if kind != "local":
                yield kind, prefix + node.name
            yield from definitions(node, f"{prefix}{node.name}.", "local")
        else:
            yield from definitions(node, prefix, kind)


@pytest.mark.parametrize("path", STDLIB[:: max(1, len(STDLIB) // COMPARED)], ids=lambda path: path.stem)
def test_the_standard_library_is_read_as_python_itself_reads_it(path: Path) -> None:
    source = path.read_bytes().decode("utf-8", "replace")
    found = language("python").read(source)
    names = {
        *(("class", each.qualname) for each in found.classes),
        *(("function", each.qualname) for each in found.functions),
        *(("method", each.qualname) for cls in found.classes for each in cls.methods if not each.same_as),
    }
    assert found.problem is None
    assert names == set(definitions(ast.parse(source)))
    assert [ast.get_docstring(ast.parse(source)) is None] == [found.doc is None]


def test_reading_loads_no_parser_before_it_is_needed() -> None:
    import subprocess  # noqa: PLC0415  used by this test alone

    code = (
        "import sys, designdoc_assets.languages.registry as languages\n"
        "languages.language('python').version\n"
        "print([name for name in sys.modules if name.startswith('tree_sitter_')])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_parameter_that_is_set_anew_says_nothing_of_the_attribute_made_from_it() -> None:
    source = "class A:\n    def __init__(self, a: int, b: int):\n        b = str(b)\n        self.a, self.b = a, b\n"
    annotations = {entry.name: entry.type for entry in read(source).classes[0].attributes}
    assert annotations == {"a": "int", "b": None}


def test_an_attribute_that_is_set_in_two_places_is_not_known_by_the_first_call() -> None:
    source = (
        "class A:\n    def __init__(self):\n        self.a = f()\n        self.b = f()\n    def g(self): self.b = 1\n"
    )
    calls = {entry.name: entry.call for entry in read(source).classes[0].attributes}
    assert calls == {"a": Call("f"), "b": None}


def test_a_type_alias_is_known_under_another_name() -> None:
    assert constants("from typing import TypeAlias as TA\nKey: TA = int\n")["Key"].scope == "type_alias"


def test_a_signature_says_how_it_is_written_without_the_receiver() -> None:
    found = method("class A:\n    def f[T](self, a: int=1, /, b=2, *, c: T): ...", "f").signature
    assert (found.type_parameters, found.arguments, found.tail) == ("[T]", ("a: int = 1", "/", "b=2", "*", "c: T"), "")
    found = read("def f(*args: int, c, **rest) -> dict[str,\n    int]: ...").functions[0].signature
    assert (found.arguments, found.tail) == (("*args: int", "c", "**rest"), " -> dict[str, int]")
    assert [(each.mark, each.name) for each in found.parameters] == [("*", "args"), ("", "c"), ("**", "rest")]
    assert method("class A:\n    @property\n    def f(self) -> int: ...", "f").signature.tail == " -> int"


@pytest.mark.parametrize(
    ("source", "deprecated"),
    [
        ("@deprecated('Use `g`.')\ndef f(): ...\n", "Use `g`."),
        ("@deprecated(version='1.4', reason='Use g instead.')\ndef f(): ...\n", "1.4: Use g instead."),
        ("def f():\n    warnings.warn('Use g.', DeprecationWarning)\n", "Use g."),
        ("def f():\n    'Do.'\n    log()\n    warnings.warn('Use g.', DeprecationWarning)\n", None),
        ("@cached\ndef f(): ...\n", None),
    ],
)
def test_what_is_deprecated_says_since_when_and_why(source: str, deprecated: str | None) -> None:
    (function,) = read(source).functions
    assert function.deprecated == deprecated


def test_a_parameter_is_deprecated_where_the_notice_is_about_it() -> None:
    source = """
        def f(old, new):
            '''Do.

            .. deprecated:: 1.2
                The ``old`` argument has no effect.
            '''
    """
    (function,) = read(source).functions
    assert function.deprecated is None
    old, new = function.signature.parameters
    assert (old.deprecated or "").startswith("1.2: ")
    assert new.deprecated is None


def test_another_name_of_a_method_is_not_deprecated_with_it() -> None:
    source = "class A:\n    @deprecated('Use b.')\n    def a(self): ...\n    b = a\n"
    assert [each.deprecated for each in only_class(source).methods] == ["Use b.", None]


@pytest.mark.parametrize(
    ("source", "sort"),
    [
        ("T = TypeVar('T')", "type variable"),
        ("Names = list[str]", "alias"),
        ("Number = int | float", "alias"),
        ("User = NewType('User', str)", "alias"),
        ("FLAGS = READ | WRITE", "value"),
        ("x: object = list[str]", "value"),
        ("LIMIT = 3", "value"),
    ],
)
def test_a_constant_stands_for_a_value_a_type_or_a_type_variable(source: str, sort: str) -> None:
    (constant,) = read(source).constants
    assert constant.sort == sort
