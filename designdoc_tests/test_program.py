"""The program model names no language: what a language's rules and linker say is what it goes by."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import pytest

from designdoc_assets.languages import registry
from designdoc_assets.languages.declared_types import DeclaredTypes, TypeExpression
from designdoc_assets.languages.exception_rules import ExceptionRules
from designdoc_assets.languages.facts import Attribute, Class, FileFacts, Function, Heritage, Import
from designdoc_assets.languages.linking import External, PathLinker
from designdoc_assets.languages.name_rules import NameRules
from designdoc_assets.languages.raise_facts import Handler, Raise
from designdoc_assets.languages.signature_facts import Signature
from designdoc_assets.languages.use_facts import Use
from designdoc_assets.program.relations import Relations
from designdoc_assets.program.resolution import Symbol


@dataclass(frozen=True)
class Tales:
    """A language of which files are known by their facts alone."""

    rules: NameRules = field(default_factory=NameRules)
    types: DeclaredTypes = field(default_factory=DeclaredTypes)
    linker: type[PathLinker] = PathLinker
    ecosystem: str = ""
    linked_as: str = ""


TALES = Tales(
    NameRules(
        receivers=frozenset({"me"}),
        supers=frozenset({"elder"}),
        called="run",
        builtins={name: f"tale.{name}" for name in ("Thing", "Woe", "Loss", "Joy")},
        hidden="secret",
        exceptions=ExceptionRules(bases={"Woe": (), "Joy": (), "Loss": ("Woe",)}, everything="any"),
    ),
    DeclaredTypes(
        parse_type=lambda text: TypeExpression(
            *(("maybe", (TypeExpression(text[:-1]),)) if text.endswith("?") else (text,))
        ),
        called={"maybe": 0},
    ),
)


@pytest.fixture
def _tales(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(registry._BY_NAME, "tale", TALES)  # type: ignore[arg-type]  # it need not read


def thing(
    name: str, *methods: Function, bases: tuple[str, ...] = (), attributes: tuple[Attribute, ...] = (), line: int = 1
) -> Class:
    heritage = tuple(Heritage(base) for base in bases)
    return Class(name, name, 1, line, "", heritage=heritage, methods=methods, attributes=attributes)


def act(qualname: str, *uses: str, raises: tuple[Raise, ...] = (), returns: str | None = None) -> Function:
    called = tuple(Use("call", use, 1) for use in uses)
    name = qualname.rpartition(".")[2]
    kind = "method" if "." in qualname else "function"
    return Function(name, qualname, 1, kind, Signature((), returns), uses=called, raises=raises)


def tale(
    *classes: Class, functions: tuple[Function, ...] = (), imports: tuple[Import, ...] = (), language: str = "tale"
) -> FileFacts:
    return FileFacts(language, 1, "", imports=imports, classes=classes, functions=functions)


def used(files: Mapping[str, FileFacts], path: str) -> dict[tuple[str, str], str]:
    """Return who uses what in a file, and how that is known."""
    found = Relations(files, {}).from_file(path)
    targets = [(r.target.name if isinstance(r.target, External) else r.target.qualname) for r in found]
    return {(r.source.qualname, target): r.evidence for r, target in zip(found, targets, strict=True)}


pytestmark = pytest.mark.usefixtures("_tales")
PUMP = thing("Pump", act("Pump.start"), act("Pump.run"))


def test_how_methods_call_their_own_object_and_its_bases_is_the_languages() -> None:
    best = thing(
        "Best",
        act("Best.start", "me.stop", "me.run", "elder.start", "self.run", "super().start"),
        act("Best.stop"),
        bases=("Pump",),
        line=9,
    )
    assert used({"a.tale": tale(PUMP, best)}, "a.tale") == {
        ("Best", "Pump"): "same file",
        ("Best.start", "Best.stop"): "same file",
        ("Best.start", "Pump.run"): "inherited",
        ("Best.start", "Pump.start"): "inherited",
    }


def test_what_is_built_in_needs_no_import_and_is_used_by_all() -> None:
    files = {"a.tale": tale(thing("Pump", bases=("Thing",)), functions=(act("main", "Thing"),))}
    assert Relations(files, {}).resolver.bases(Symbol("a.tale", "Pump", "class")) == (
        External("tale.Thing", "builtin", "tale"),
    )
    assert used(files, "a.tale") == {("Pump", "tale.Thing"): "import"}


def test_what_calling_an_object_runs_and_a_generic_type_gives_are_the_languages() -> None:
    pump = thing("Pump", act("Pump.run"), attributes=(Attribute("spare", 2, "instance", type="Pump"),))
    uses = ("first().run", "perhaps()().run", "Pump().spare")
    makers = (act("first", returns="Pump"), act("perhaps", returns="Pump?"), act("main", *uses))
    found = used({"a.tale": tale(pump, functions=makers)}, "a.tale")
    assert {target: origin for (source, target), origin in found.items() if source == "main"} == {
        "Pump.run": "declared type",
        "Pump.spare": "declared type",
    }
    relations = Relations({"a.tale": tale(pump, functions=makers)}, {})
    called = relations.called_members(Symbol("a.tale", "Pump", "class"))
    assert Symbol("a.tale", "Pump.run", "method", "Pump") in called, "what is held is called, not what holds it"


def test_what_an_import_of_all_names_leaves_out_is_the_languages() -> None:
    every = Import("a.tale", "*", None, 1)
    files = {
        "a.tale": tale(functions=(act("secret_plan"), act("_start"))),
        "b.tale": tale(functions=(act("main", "secret_plan", "_start"),), imports=(every,)),
    }
    assert used(files, "b.tale") == {("main", "_start"): "import"}


@pytest.mark.parametrize(
    ("caught", "leaves"), [("any", []), ("Woe", []), ("Loss", []), ("Joy", ["Loss"]), ("Unknown", [])]
)
def test_which_exceptions_there_are_and_what_handlers_catch_is_the_languages(caught: str, leaves: list[str]) -> None:
    function = act("main", raises=(Raise("Loss", handlers=((Handler(caught),),)),))
    raised = Relations({"a.tale": tale(functions=(function,))}, {}).raised("a.tale", function)
    assert [each.name for each in raised] == leaves


def test_files_of_one_language_never_lead_into_another() -> None:
    entry = Import("works.pump", "Pump", None, 1)
    files = {
        "works/pump.tale": tale(PUMP),
        "works.pump": tale(PUMP),
        "works/use.py": tale(functions=(act("main", "Pump"),), imports=(entry,), language="python"),
    }
    relations = Relations(files, {})
    assert used(files, "works/use.py") == {("main", "works.pump.Pump"): "import"}
    assert [(edge.target, edge.internal) for edge in relations.imports("works/use.py")] == [("works.pump", False)]
    assert relations.importers("works.pump") == []
