"""What names mean across the files of a target, and who therefore uses what."""

import itertools
from collections.abc import Mapping, Sequence
from textwrap import dedent, indent

import pytest

from designdoc_assets.ecosystems.read import read_manifests
from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.languages.linking import External
from designdoc_assets.languages.registry import language
from designdoc_assets.program.relations import Relations
from designdoc_assets.program.resolution import Symbol

CLIENT = """
    class Client:
        name: str
        def send(self) -> str: ...
        @classmethod
        def create(cls) -> "Self": ...
"""
LONG = 2_000
"""Longer than the recursion limit of Python."""


def relate(files: Mapping[str, str], tests: Mapping[str, str] | None = None) -> Relations:
    return Relations(_facts(files), _facts(tests or {}))


def _facts(files: Mapping[str, str]) -> dict[str, FileFacts]:
    return {path: language("python").read(dedent(source)) for path, source in files.items()}


def cls(name: str) -> Symbol:
    path, _, qualname = name.partition("::")
    return Symbol(path, qualname, "class")


def shown(target: Symbol | External) -> str:
    return target.name if isinstance(target, External) else f"{target.path}::{target.qualname}"


def used(relations: Relations, path: str) -> set[tuple[str, str, str]]:
    """Return who uses what, and how, in a file; the module itself has no name."""
    return {(r.source.qualname, r.kind, shown(r.target)) for r in relations.from_file(path)}


def bases(relations: Relations, name: str) -> list[str]:
    return [shown(base) for base in relations.resolver.bases(cls(name))]


def ancestors(relations: Relations, name: str) -> list[str]:
    return [shown(base) for base in relations.resolver.ancestors(cls(name))]


def imports(relations: Relations, path: str) -> list[tuple[str, bool]]:
    return [(edge.target, edge.internal) for edge in relations.imports(path)]


# Imports


def related(files: Mapping[str, str], manifests: Mapping[str, str], others: Sequence[str] = ()) -> Relations:
    raw = {path: source.encode() for path, source in manifests.items()}
    return Relations(_facts(files), {}, read_manifests(raw, raw.__getitem__), others)


def pyproject(name: str, *dependencies: str, command: str = "") -> str:
    scripts = f'[project.scripts]\nrun = "{command}"\n' if command else ""
    return f'[project]\nname = "{name}"\ndependencies = {list(dependencies)}\n{scripts}'


@pytest.mark.parametrize(
    ("manifest", "init"),
    [
        (pyproject("firm-alpha"), ""),
        (pyproject("alpha", command="firm.alpha.main:run"), ""),
        (pyproject("alpha"), "from firm.alpha.main import Engine"),
    ],
)
@pytest.mark.parametrize("root", ["", "lib/", "src/"])
@pytest.mark.parametrize("project", ["", "libs/alpha/"])
def test_a_namespace_is_known_by_a_manifest_or_by_what_is_imported(
    manifest: str, init: str, root: str, project: str
) -> None:
    files = {f"{project}{root}firm/alpha/__init__.py": init, f"{project}{root}firm/alpha/main.py": CLIENT}
    relations = related(files, {f"{project}pyproject.toml": manifest})
    assert [relations.linkers.name_of(path) for path in files] == ["firm.alpha", "firm.alpha.main"]


def test_a_folder_of_packages_is_no_namespace() -> None:
    relations = related({"tools/gen/__init__.py": "", "backend/app/models.py": "import app.views"}, {})
    assert relations.linkers.name_of("tools/gen/__init__.py") == "gen"


def test_a_program_in_a_package_finds_what_lies_beside_it() -> None:
    relations = relate({"tools/__init__.py": "", "tools/client.py": CLIENT, "tools/run.py": "import client"})
    assert imports(relations, "tools/run.py") == [("tools/client.py", True)]


@pytest.mark.parametrize(
    ("path", "importer", "is_meant"),
    [
        ("yaml.py", "pay/app.py", True),
        ("src/yaml/__init__.py", "src/pay/app.py", True),
        ("examples/yaml.py", "examples/run.py", True),
        ("examples/yaml.py", "pay/app.py", False),
        ("examples/yaml/__init__.py", "pay/app.py", False),
        ("examples/yaml/__init__.py", "examples/yaml/main.py", False),
    ],
)
@pytest.mark.parametrize("dependencies", [["pyyaml"], []])
def test_a_folder_far_off_does_not_stand_for_a_distribution(
    path: str, importer: str, is_meant: bool, dependencies: list[str]
) -> None:
    relations = related({path: "", importer: "import yaml"}, {"pyproject.toml": pyproject("pay", *dependencies)})
    assert imports(relations, importer) == [(path, True) if is_meant else ("yaml", False)]


@pytest.mark.parametrize(
    "other", ["pay/_fast.pyx", "src/_fast/lib.rs", "_fast.cpython-311-x86_64-linux-gnu.so", "vendor/_fast.py"]
)
def test_a_module_that_is_not_read_belongs_to_the_target_all_the_same(other: str) -> None:
    relations = related({"pay/__init__.py": "import _fast, _slow"}, {}, [other])
    assert {
        edge.target: edge.outside is not None and edge.outside.kind == "unread"
        for edge in relations.imports("pay/__init__.py")
    } == {
        "_fast": True,
        "_slow": False,
    }


@pytest.mark.parametrize(
    ("statement", "name"),
    [
        ("from pay.client import Client", "Client"),
        ("from pay.client import Client as C", "C"),
        ("from .client import Client", "Client"),
        ("from . import client", "client.Client"),
        ("from ..pay.client import Client", "Client"),
        ("from ..pay import client as c", "c.Client"),
        ("import pay.client", "pay.client.Client"),
        ("import pay.client as c", "c.Client"),
        ("from pay import client", "client.Client"),
        ("from pay.client import *", "Client"),
        ("from .client import *", "Client"),
        ("from pay import *", "Client"),
        ("from pay import Client", "Client"),
    ],
)
@pytest.mark.parametrize("root", ["", "src/", "lib/", "services/billing/"])
def test_a_class_is_found_however_it_is_imported(statement: str, name: str, root: str) -> None:
    files = {
        "pay/__init__.py": "from pay.client import Client",
        "pay/client.py": CLIENT,
        "pay/app.py": f"{statement}\nclass App({name}): ...",
    }
    relations = relate({"__init__.py": "", "other.py": ""} | {root + path: source for path, source in files.items()})
    assert bases(relations, f"{root}pay/app.py::App") == [f"{root}pay/client.py::Client"]
    assert all(target.startswith(f"{root}pay/") for target, _ in imports(relations, f"{root}pay/app.py"))


@pytest.mark.parametrize("root", ["", "src/", "lib/"])
def test_a_folder_without_a_file_of_its_own_is_a_package_all_the_same(root: str) -> None:
    relations = relate(
        {
            f"{root}shop/pay/client.py": CLIENT,
            f"{root}shop/a.py": "import shop.pay.client\nclass App(shop.pay.client.Client): ...",
            f"{root}shop/b.py": "from shop.pay import client\nclass App(client.Client): ...",
            f"{root}shop/c.py": "from .pay.client import Client\nclass App(Client): ...",
        }
    )
    for name in "abc":
        assert bases(relations, f"{root}shop/{name}.py::App") == [f"{root}shop/pay/client.py::Client"]
        assert imports(relations, f"{root}shop/{name}.py") == [(f"{root}shop/pay/client.py", True)]


def test_what_a_function_imports_is_what_its_name_means_there() -> None:
    relations = relate(
        {
            "pay/__init__.py": "",
            "pay/core.py": "def main(): ...\ndef other(): ...",
            "pay/app.py": """
                def main():
                    from pay.core import main
                    main()

                def again(): main()

                class App:
                    def run(self):
                        try:
                            from pay.core import other as main
                        except ImportError:
                            return
                        main()
            """,
        }
    )
    assert used(relations, "pay/app.py") == {
        ("main", "calls", "pay/core.py::main"),
        ("again", "calls", "pay/app.py::main"),
        ("App.run", "calls", "pay/core.py::other"),
    }


def test_of_two_modules_of_one_name_the_nearer_is_meant() -> None:
    files = {}
    for service in ("billing", "search"):
        files |= {
            f"services/{service}/app/__init__.py": "",
            f"services/{service}/app/base.py": "class Base: ...",
            f"services/{service}/app/views.py": "from app.base import Base\nclass View(Base): ...",
            f"services/{service}/run.py": "import app.views as v\nclass Run(v.View): ...",
        }
    relations = relate(files)
    for service in ("billing", "search"):
        assert bases(relations, f"services/{service}/app/views.py::View") == [f"services/{service}/app/base.py::Base"]
        assert bases(relations, f"services/{service}/run.py::Run") == [f"services/{service}/app/views.py::View"]


def test_a_package_wins_over_a_module_of_its_name_beside_it() -> None:
    relations = relate(
        {
            "pay/__init__.py": "class Base: ...",
            "pay.py": "class Base: ...",
            "a.py": "from pay import Base\nclass A(Base): ...",
            "b.py": "from .pay import Base\nclass B(Base): ...",
        }
    )
    assert bases(relations, "a.py::A") == bases(relations, "b.py::B") == ["pay/__init__.py::Base"]


def test_a_stray_file_does_not_stand_for_a_module_of_the_standard_library() -> None:
    relations = relate(
        {
            "tools/logging.py": "class Handler: ...",
            "tools/run.py": "import logging\nclass Own(logging.Handler): ...",
            "pay/__init__.py": "",
            "pay/app.py": "import logging\nclass Own(logging.Handler): ...",
        }
    )
    assert bases(relations, "pay/app.py::Own") == ["logging.Handler"]
    assert imports(relations, "pay/app.py") == [("logging", False)]
    assert bases(relations, "tools/run.py::Own") == ["tools/logging.py::Handler"]


def test_what_a_package_offers_is_followed_to_where_it_is_defined() -> None:
    relations = relate(
        {
            "pay/__init__.py": "from .api import *\nfrom .errors import Declined as CardDeclined",
            "pay/api/__init__.py": "from .client import Client, _Hidden",
            "pay/api/client.py": CLIENT + "\n    class _Hidden: ...",
            "pay/errors.py": "class Declined(Exception): ...",
            "app.py": """
                import pay
                class App(pay.Client): ...
                class Other(pay.CardDeclined): ...
                class Third(pay._Hidden): ...
            """,
        }
    )
    assert bases(relations, "app.py::App") == ["pay/api/client.py::Client"]
    assert bases(relations, "app.py::Other") == ["pay/errors.py::Declined"]
    assert bases(relations, "app.py::Third") == []
    assert ancestors(relations, "app.py::Other") == ["pay/errors.py::Declined", "builtins.Exception"]


def test_a_star_import_takes_what_all_names_and_the_last_one_wins() -> None:
    relations = relate(
        {
            "a.py": "__all__ = ['_Base']\nclass _Base: ...\nclass Other: ...",
            "b.py": "class Base: ...\nclass Twice: ...",
            "c.py": "class Twice: ...",
            "app.py": """
                from a import *
                from b import *
                from c import *
                class A(_Base): ...
                class B(Other): ...
                class C(Twice): ...
            """,
        }
    )
    assert bases(relations, "app.py::A") == ["a.py::_Base"]
    assert bases(relations, "app.py::B") == []
    assert bases(relations, "app.py::C") == ["c.py::Twice"]


@pytest.mark.parametrize(
    ("files", "meaning"),
    [
        ({"a.py": "from b import X", "b.py": "from a import X"}, []),
        ({"a.py": "from a import X"}, []),
        ({"a.py": "X = X"}, ["a.py::X"]),
        ({"a.py": "X = Y\nY = X"}, ["a.py::X"]),
        ({"a.py": "from b import X as Y\nX = Y", "b.py": "from a import Y as X"}, ["a.py::X"]),
        ({"a.py": "from b import *", "b.py": "from a import *"}, []),
        ({"a.py": "from b import *", "b.py": "from a import *\nclass X: ..."}, ["b.py::X"]),
    ],
)
def test_names_that_lead_back_to_themselves_mean_nothing_more(files: dict[str, str], meaning: list[str]) -> None:
    relations = relate(files | {"app.py": "from a import X\nclass App(X): ..."})
    assert bases(relations, "app.py::App") == meaning


def test_a_module_is_found_where_its_package_imports_it_in_a_circle() -> None:
    relations = relate(
        {
            "pay/__init__.py": "from . import client\nfrom .other import thing",
            "pay/client.py": CLIENT,
            "pay/other.py": "from pay import thing",
            "pay/thing.py": "class Thing: ...",
            "app.py": "from pay import client, thing\nclass A(client.Client): ...\nclass B(thing.Thing): ...",
        }
    )
    assert bases(relations, "app.py::A") == ["pay/client.py::Client"]
    assert bases(relations, "app.py::B") == ["pay/thing.py::Thing"]


def test_modules_that_import_each_other_are_both_read() -> None:
    relations = relate(
        {
            "pay/__init__.py": "",
            "pay/a.py": "from . import b\nclass A: ...\nclass C(b.B): ...",
            "pay/b.py": "from pay.a import A\nclass B(A): ...",
        }
    )
    assert ancestors(relations, "pay/a.py::C") == ["pay/b.py::B", "pay/a.py::A"]
    assert relations.importers("pay/a.py") == ["pay/b.py"]
    assert relations.importers("pay/b.py") == ["pay/a.py"]


def test_imports_for_type_checkers_count_and_say_so() -> None:
    relations = relate(
        {
            "pay/__init__.py": "",
            "pay/client.py": CLIENT,
            "pay/app.py": """
                from typing import TYPE_CHECKING
                if TYPE_CHECKING:
                    from pay.client import Client
                else:
                    Client = object
                class App:
                    def __init__(self, client: "Client") -> None:
                        self.client = client
            """,
        }
    )
    assert ("App", "holds", "pay/client.py::Client") in used(relations, "pay/app.py")
    assert [(e.target, e.when) for e in relations.imports("pay/app.py") if e.internal] == [("pay/client.py", "types")]


@pytest.mark.parametrize(
    ("module", "expected"),
    [
        ("try:\n    from fast import Codec\nexcept ImportError:\n    Codec = None", "fast.py::Codec"),
        ("try:\n    from fast import Codec\nexcept ImportError:\n    class Codec: ...", "fast.py::Codec"),
        ("try:\n    from fast import Codec\nexcept ImportError:\n    from slow import Codec", "fast.py::Codec"),
        ("from fast import Codec\nclass Codec: ...", "codecs_.py::Codec"),
        ("def f():\n    from slow import Codec\nfrom fast import Codec", "fast.py::Codec"),
    ],
)
def test_of_several_definitions_the_one_that_is_meant_counts(module: str, expected: str) -> None:
    files = {"fast.py": "class Codec: ...", "slow.py": "class Codec: ...", "codecs_.py": module}
    relations = relate(files | {"app.py": "from codecs_ import Codec\nclass App(Codec): ..."})
    assert bases(relations, "app.py::App") == [expected]


def test_a_second_name_for_a_class_means_the_class() -> None:
    relations = relate(
        {
            "a.py": CLIENT
            + "\n    Alias = Client\n    class Outer:\n        class Inner: ...\n    Inner = Outer.Inner",
            "b.py": "import a\nSession = a.Alias\nimport json\nError = json.JSONDecodeError\nlimit = 3\nmax = limit",
            "app.py": """
                import b
                from a import Inner
                class A(b.Session): ...
                class B(Inner): ...
                class C(b.Error): ...
                def f():
                    return b.Session().send(), b.max
            """,
        }
    )
    assert bases(relations, "app.py::A") == ["a.py::Client"]
    assert bases(relations, "app.py::B") == ["a.py::Outer.Inner"]
    assert bases(relations, "app.py::C") == ["b.py::Error"]
    assert {("f", "calls", "a.py::Client.send"), ("f", "names", "b.py::max")} <= used(relations, "app.py")


# Classes


def test_members_are_looked_for_in_the_order_of_python() -> None:
    relations = relate(
        {
            "a.py": """
                class Root:
                    def run(self): ...
                class Left(Root): ...
                class Right(Root):
                    def run(self): ...
                class Both(Left, Right):
                    def go(self):
                        self.run()
                class Child(Both):
                    def run(self):
                        super().run()
            """
        }
    )
    assert ancestors(relations, "a.py::Both") == ["a.py::Left", "a.py::Right", "a.py::Root"]
    assert ("Both.go", "calls", "a.py::Right.run") in used(relations, "a.py")
    assert ("Child.run", "calls", "a.py::Right.run") in used(relations, "a.py")


def test_the_order_is_that_of_python_itself() -> None:
    source = """
        class O: ...
        class A(O): ...
        class B(O): ...
        class C(O): ...
        class D(A, B): ...
        class E(B, C): ...
        class F(D, E): ...
        class G(A, C): ...
        class H(G, D, E): ...
        class I(D, C): ...
    """
    namespace: dict[str, type] = {}
    exec(dedent(source), namespace)
    relations = relate({"a.py": source})
    for name in "ABCDEFGHI":
        expected = [f"a.py::{base.__name__}" for base in namespace[name].__mro__[1:-1]]
        assert ancestors(relations, f"a.py::{name}") == expected


@pytest.mark.parametrize(
    ("source", "name", "expected"),
    [
        ("class A(A): ...", "A", []),
        ("class A(B): ...\nclass B(A): ...", "A", ["B"]),
        ("class A(B): ...\nclass B(C): ...\nclass C(A): ...\nclass D(B): ...", "D", ["B", "C", "A"]),
        ("B = C\nclass A(B): ...\nC = A", "A", []),
        ("class X: ...\nclass Y: ...\nclass A(X, Y): ...\nclass B(Y, X): ...\nclass C(A, B): ...", "C", [*"ABXY"]),
    ],
)
def test_classes_in_a_circle_or_in_contradiction_are_each_named_once(
    source: str, name: str, expected: list[str]
) -> None:
    relations = relate({"a.py": source})
    assert ancestors(relations, f"a.py::{name}") == [f"a.py::{base}" for base in expected]


def test_answers_do_not_depend_on_what_was_asked_before() -> None:
    files = {
        "a.py": "from b import Q\nclass P(Q): ...\nclass R(P.Inner): ...\nclass S(X): ...\nX = S",
        "b.py": "import a\nclass Q(a.R):\n    class Inner(a.P): ...\n    k = make()",
    }
    names = ["a.py::P", "a.py::R", "a.py::S", "b.py::Q", "b.py::Q.Inner"]
    answers = set()
    for order in itertools.permutations(names):
        relations = relate(files)
        found = {name: tuple(ancestors(relations, name)) for name in order}
        answers.add(tuple(sorted(found.items())))
    assert len(answers) == 1


def test_a_base_outside_of_the_target_hides_nothing_of_the_others() -> None:
    relations = relate(
        {
            "a.py": """
                from flask.views import View
                from b import Mixin
                class Page(View, Mixin):
                    def get(self):
                        return self.render(), self.as_view()
            """,
            "b.py": "class Mixin:\n    def render(self): ...",
        }
    )
    assert ancestors(relations, "a.py::Page") == ["flask.views.View", "b.py::Mixin"]
    assert ("Page.get", "calls", "b.py::Mixin.render") in used(relations, "a.py")


def test_a_class_of_the_name_of_its_base_is_not_its_own_base() -> None:
    relations = relate(
        {
            "base.py": "class Command: ...\nclass Form:\n    class Meta: ...",
            "a.py": """
                from base import Command, Form
                class Command(Command): ...
                class Own(Form):
                    class Meta(Form.Meta): ...
                class Third(Own):
                    class Meta(Own.Meta): ...
                class Plain(Own): ...
                class Fourth(Plain):
                    class Meta(Plain.Meta): ...
            """,
        }
    )
    assert bases(relations, "a.py::Command") == ["base.py::Command"]
    assert bases(relations, "a.py::Own.Meta") == ["base.py::Form.Meta"]
    assert bases(relations, "a.py::Third.Meta") == ["a.py::Own.Meta"]
    assert bases(relations, "a.py::Fourth.Meta") == ["a.py::Own.Meta"]


def test_a_nested_class_is_seen_in_the_body_of_its_class_and_not_in_its_methods() -> None:
    relations = relate(
        {
            "a.py": """
                class Meta: ...
                class Model:
                    class Meta(Meta): ...
                    kind: Meta
                    def get(self, meta: Meta): ...
                    def make(self):
                        return Meta(), self.Meta()
            """
        }
    )
    assert bases(relations, "a.py::Model.Meta") == ["a.py::Meta"]
    found = used(relations, "a.py")
    assert ("Model", "holds", "a.py::Model.Meta") in found
    assert ("Model.get", "takes", "a.py::Model.Meta") in found
    assert {target for source, kind, target in found if source == "Model.make" and kind == "makes"} == {
        "a.py::Meta",
        "a.py::Model.Meta",
    }


def test_a_local_class_is_seen_in_its_function_alone() -> None:
    relations = relate(
        {
            "a.py": """
                class Handler: ...
                def local():
                    class Handler: ...
                    class Special(Handler): ...
                    def inner():
                        return Special()
                    return Handler()
                def other():
                    return Handler()
            """
        }
    )
    found = used(relations, "a.py")
    assert bases(relations, "a.py::local.Special") == ["a.py::local.Handler"]
    assert ("local", "makes", "a.py::local.Special") in found
    assert ("local", "makes", "a.py::local.Handler") in found
    assert ("other", "makes", "a.py::Handler") in found


def test_each_of_two_classes_of_one_name_has_its_own_relations() -> None:
    relations = relate(
        {
            "a.py": """
                class Base: ...
                class First:
                    class Options: ...
                if fast:
                    class Codec(Base):
                        class Options: ...
                else:
                    class Codec(First):
                        class Options(First.Options): ...
                        options: Options
                        def run(self):
                            self.options
            """
        }
    )
    assert bases(relations, "a.py::Codec") == ["a.py::Base"]
    assert bases(relations, "a.py::Codec@2") == ["a.py::First"]
    assert bases(relations, "a.py::Codec.Options@2") == ["a.py::First.Options"]
    assert ("Codec@2", "holds", "a.py::Codec.Options@2") in used(relations, "a.py")
    assert relations.subclasses(cls("a.py::First")) == [cls("a.py::Codec@2")]


# Objects


@pytest.mark.parametrize(
    "source",
    [
        "class App:\n    def __init__(self):\n        self.client = Client()\n    def run(self): self.client.send()",
        "class App:\n    client = Client()\n    def run(self): self.client.send()",
        "class App:\n    client: Client\n    def run(self): self.client.send()",
        "class App:\n    client: 'Client | None' = None\n    def run(self): self.client.send()",
        "class App:\n    def __init__(self, c: Client): self.client = c\n    def run(self): self.client.send()",
        "class App:\n    def __init__(self): self.client = Client.create()\n    def run(self): self.client.send()",
        "class App:\n    def __init__(self): self.client = make()\n    def run(self): self.client.send()",
        "class App:\n    @property\n    def client(self) -> Client: ...\n    def run(self): self.client.send()",
        "class Base:\n    client: Client\nclass App(Base):\n    def run(self): self.client.send()",
        "class Base:\n    client: Client\nclass App(Base):\n    def run(self): super().client.send()",
        "class App:\n    def run(self, client: Client): client.send()",
        "class App:\n    def run(self):\n        client = make()\n        client.send()",
        "class App:\n    def run(self):\n        with Client() as client:\n            client.send()",
        "class App:\n    def run(self): Client.create().send()",
        "class App:\n    def run(self): make().send()",
        "class App:\n    def run(self): shared.send()",
        "class App:\n    def run(self): Client.send(None)",
    ],
)
def test_a_call_through_an_object_of_known_class_is_seen(source: str) -> None:
    relations = relate(
        {
            "client.py": CLIENT
            + "\n        def __enter__(self): ...\n    def make() -> Client: ...\n    shared = Client()",
            "app.py": f"from client import Client, make, shared\n{source}",
        }
    )
    assert ("App.run", "calls", "client.py::Client.send") in used(relations, "app.py")
    assert cls("app.py::App") in {
        Symbol(user.source.path, user.source.owner or user.source.qualname, "class")
        for user in relations.users(cls("client.py::Client"))
    }


@pytest.mark.parametrize(
    "create",
    [
        "def create(cls) -> Self: ...",
        "def create(cls) -> 'Self': ...",
        "def create(cls: type[T]) -> T:\n        return cls()",
        "def create(cls):\n        return cls()",
    ],
)
def test_an_inherited_constructor_makes_the_class_that_it_is_called_on(create: str) -> None:
    relations = relate(
        {
            "a.py": f"class Base:\n    @classmethod\n    {create}\n",
            "b.py": """
                from a import Base
                class Own(Base):
                    def only_here(self): ...
                def f():
                    own = Own.create()
                    own.only_here()
            """,
        }
    )
    expected = ("f", "calls", "b.py::Own.only_here") in used(relations, "b.py")
    assert expected is ("type[T]" not in create)


def test_what_a_method_of_unknown_result_makes_is_not_taken_for_its_class() -> None:
    relations = relate(
        {
            "a.py": """
                class Factory:
                    def build(self): ...
                class App:
                    def __init__(self, factory: Factory):
                        self.product = factory.build()
            """
        }
    )
    assert not [relation for relation in relations.from_file("a.py") if relation.kind == "holds"]


def test_an_object_that_is_made_of_itself_is_of_no_known_class() -> None:
    relations = relate(
        {
            "a.py": """
                class App:
                    def __init__(self):
                        self.a = self.b.next()
                        self.b = self.a.next()
                    def run(self):
                        self.a.next()
            """
        }
    )
    assert not [target for _, kind, target in used(relations, "a.py") if kind == "calls" and "next" in target]


# Tests of the target


def test_tests_are_testers_and_no_users() -> None:
    relations = relate(
        {"pay/__init__.py": "", "pay/client.py": CLIENT, "pay/app.py": "from .client import Client\nClient()"},
        {
            "tests/test_client.py": """
                from pay.client import Client
                def test_sends():
                    assert Client().send()
                class TestClient:
                    def test_is_made(self):
                        Client.create()
            """
        },
    )
    client = cls("pay/client.py::Client")
    assert {relation.source.qualname for relation in relations.testers(client)} == {
        "test_sends",
        "TestClient.test_is_made",
    }
    assert {relation.source.path for relation in relations.users(client)} == {"pay/app.py"}
    assert relations.importers("pay/client.py") == ["pay/app.py"]


# Long chains


def test_long_chains_of_imports_are_followed_to_their_end() -> None:
    files = {f"m{n}.py": f"from m{n + 1} import X as X" for n in range(LONG)}
    relations = relate(files | {f"m{LONG}.py": "class X: ...", "app.py": "from m0 import X\nclass App(X): ..."})
    assert bases(relations, "app.py::App") == [f"m{LONG}.py::X"]


def test_long_chains_of_star_imports_are_followed_to_their_end() -> None:
    files = {f"m{n}.py": f"from m{n + 1} import *" for n in range(LONG)}
    relations = relate(files | {f"m{LONG}.py": "class X: ...", "app.py": "from m0 import X\nclass App(X): ..."})
    assert bases(relations, "app.py::App") == [f"m{LONG}.py::X"]


def test_long_chains_of_names_are_followed_to_their_end() -> None:
    names = "\n".join(f"X{n} = X{n + 1}" for n in range(LONG))
    relations = relate({"a.py": f"{names}\nclass X{LONG}: ...\nclass App(X0): ..."})
    assert bases(relations, "a.py::App") == [f"a.py::X{LONG}"]


def test_long_chains_of_classes_have_all_their_ancestors() -> None:
    classes = "\n".join(f"class C{n}(C{n - 1}{', M' if n % 500 == 0 else ''}): ..." for n in range(LONG, 0, -1))
    relations = relate({"a.py": f"{classes}\nclass M: ...\nclass C0:\n    def run(self): ...\nC{LONG}().run()"})
    found = ancestors(relations, f"a.py::C{LONG}")
    assert found == [*(f"a.py::C{n}" for n in range(LONG - 1, -1, -1)), "a.py::M"]
    assert ("", "calls", "a.py::C0.run") in used(relations, "a.py")


def test_long_chains_of_objects_are_followed_to_their_end() -> None:
    lines = "\n".join(f"x{n} = x{n - 1}.next()" for n in range(LONG, 0, -1))
    source = f"class Node:\n    def next(self) -> 'Node': ...\n{lines}\nx0 = Node()\ndef f(): x{LONG}.next()"
    assert ("f", "calls", "a.py::Node.next") in used(relate({"a.py": source}), "a.py")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("six.with_metaclass(Meta, Plain)", ["m.py::Plain"]),
        ("with_metaclass(Meta, Plain, Other)", ["m.py::Plain", "m.py::Other"]),
        ("with_metaclass(Meta)", []),
        ("t.cast('type[Plain]', Plain)", []),
        ("make(Plain)[Other]", []),
        ("(Plain if FAST else Other)", []),
    ],
)
def test_of_a_base_that_is_no_name_only_what_is_known_is_said(written: str, expected: list[str]) -> None:
    source = f"""
        import six, typing as t
        from six import with_metaclass
        class Meta(type): ...
        class Plain: ...
        class Other: ...
        class A({written}): ...
    """
    assert bases(relate({"m.py": source}), "m.py::A") == expected


@pytest.mark.parametrize(
    ("body", "called"),
    [
        ("app = Task()\n    app()", "Task.__call__"),
        ("task()", "Task.__call__"),
        ("made()", "Task.__call__"),
        ("Job().task()", "Task.__call__"),
        ("plain = Plain()\n    plain()", None),
    ],
)
def test_who_calls_an_object_calls_a_method_of_its_class(body: str, called: str | None) -> None:
    source = f"""
        class Task:
            def __call__(self): ...
        class Plain: ...
        class Job:
            def __init__(self, task: Task):
                self.task = task
        made = Task()
        def f(task: Task):
            {body.replace(chr(10), chr(10) + " " * 8)}
    """
    calls = {target for name, kind, target in used(relate({"m.py": source}), "m.py") if (name, kind) == ("f", "calls")}
    assert calls == ({f"m.py::{called}"} if called else set())


def test_an_object_that_calls_itself_makes_nothing() -> None:
    source = """
        class Task:
            def __call__(self): ...
            def again(self):
                self()
            @classmethod
            def other(cls):
                return cls()
    """
    relations = used(relate({"m.py": source}), "m.py")
    assert ("Task.again", "calls", "m.py::Task.__call__") in relations
    assert ("Task.other", "makes", "m.py::Task") in relations
    assert ("Task.again", "makes", "m.py::Task") not in relations


# Exceptions

ERRORS = """
    from lib import LibError
    class PayError(Exception): ...
    class Declined(PayError): ...
    class Broken(LibError): ...
    def translate(error) -> PayError: ...
    def untyped(error): ...
"""


def raised(body: str) -> list[tuple[str, str | None]]:
    """Return what a function with that body raises and lets out, as it is called, and when."""
    source = "import lib\nfrom errors import *\ndef f(a, error: Declined):\n" + indent(dedent(body), "    ")
    relations = relate({"errors.py": ERRORS, "m.py": source})
    (function,) = language("python").read(source).functions
    return [(entry.name, entry.at.when) for entry in relations.raised("m.py", function)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("raise Declined", [("Declined", "")]),
        ("if a:\n    raise error", [("Declined", "a")]),
        ("raise translate(a)", [("PayError", "")]),
        ("made = translate(a)\nraise made", [("PayError", "")]),
        ("raise untyped(a)", []),
        ("raise lib.NoRoute('x')", [("lib.NoRoute", "")]),
        ("raise lib.make('x')", []),
        ("raise a.error", []),
        ("raise int", []),
        ("try:\n    raise Declined\nexcept PayError:\n    pass", []),
        ("try:\n    raise PayError\nexcept Declined:\n    pass", [("PayError", "")]),
        ("try:\n    raise Declined\nexcept (KeyError, PayError):\n    pass", []),
        ("try:\n    raise Declined\nexcept:\n    pass", []),
        ("try:\n    raise Declined\nexcept Exception:\n    pass", []),
        ("try:\n    raise Declined\nexcept ValueError:\n    pass", [("Declined", "")]),
        ("try:\n    raise SystemExit\nexcept Exception:\n    pass", [("SystemExit", "")]),
        ("try:\n    raise FileNotFoundError\nexcept IOError:\n    pass", []),
        ("try:\n    raise Broken\nexcept ValueError:\n    pass", []),
        ("try:\n    raise Broken\nexcept PayError:\n    pass", [("Broken", "")]),
        ("try:\n    raise lib.NoRoute\nexcept Exception:\n    pass", []),
        ("try:\n    raise Declined\nexcept a.errors:\n    pass", []),
        ("try:\n    raise Declined\nexcept PayError:\n    g()\n    raise", [("Declined", None), ("PayError", None)]),
        ("try:\n    raise Declined\nexcept Declined:\n    raise\nexcept PayError:\n    pass", [("Declined", None)] * 2),
        ("try:\n    try:\n        raise Declined\n    except KeyError:\n        pass\nexcept PayError:\n    pass", []),
        ("try:\n    g()\nexcept PayError:\n    raise Declined", [("Declined", None)]),
        ("try:\n    raise Declined\nfinally:\n    return", []),
        ("try:\n    raise Declined\nfinally:\n    g()", [("Declined", "")]),
        ("with suppress(PayError):\n    raise Declined", []),
        ("with lock:\n    raise Declined", [("Declined", "")]),
    ],
)
def test_what_leaves_a_function_is_an_exception_that_it_does_not_catch(
    body: str, expected: list[tuple[str, str | None]]
) -> None:
    assert raised(body) == expected


def test_an_exception_that_is_caught_where_it_is_raised_is_made_there_and_no_more() -> None:
    source = """
        from errors import *
        def f():
            try:
                raise Declined
            except PayError:
                raise translate(1)
    """
    relations = relate({"errors.py": ERRORS, "m.py": source})
    assert used(relations, "m.py") == {
        ("f", "makes", "errors.py::Declined"),
        ("f", "catches", "errors.py::PayError"),
        ("f", "calls", "errors.py::translate"),
        ("f", "raises", "errors.py::PayError"),
    }
