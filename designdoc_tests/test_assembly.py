"""Types whose members stand in several files: what is joined, and what it is a hash of."""

from dataclasses import replace

from designdoc_assets.languages.excerpts import Cut, CutKind, Excerpt, Unit, in_one
from designdoc_assets.languages.facts import Class, Extension, FileFacts, Function, Import, Raise
from designdoc_assets.languages.signature_facts import Signature
from designdoc_assets.languages.use_facts import Use
from designdoc_assets.program.assembly import assembled
from designdoc_assets.program.relations import Relations
from designdoc_assets.program.resolution import Symbol


def method(name: str, *uses: Use, raises: str = "") -> Function:
    raised = (Raise(raises, ""),) if raises else ()
    return Function(name, f"Pump.{name}", 9, "method", Signature(()), uses=uses, raises=raised)


def pump(digest: str = "p") -> Class:
    return Class("Pump", "Pump", 1, 1, digest, methods=(method("start"),))


def file(*classes: Class, **more: object) -> FileFacts:
    return replace(FileFacts("python", 1, "f", classes=classes), **more)


def extends(*methods: Function, of: str = "Pump", digest: str = "e") -> FileFacts:
    return file(extensions=(Extension(of, 1, digest, methods),))


def methods_of(files: dict[str, FileFacts], path: str) -> list[tuple[str, str]]:
    return [(each.name, each.path) for each in assembled(files)[path].classes[0].methods]


def test_members_in_the_folder_of_their_type_join_it_with_their_place() -> None:
    files = {"works/a.x": file(pump()), "works/b.x": extends(method("stop"))}
    assert methods_of(files, "works/a.x") == [("start", ""), ("stop", "works/b.x")]
    joined = assembled(files)
    assert joined["works/a.x"].classes[0].elsewhere == ("works/b.x",)
    assert joined["works/b.x"].extensions[0].home == "works/a.x"


def test_members_beside_their_type_in_its_file_have_no_other_place() -> None:
    files = {"a.x": file(pump(), extensions=(Extension("Pump", 5, "e", (method("stop"),)),))}
    assert methods_of(files, "a.x") == [("start", ""), ("stop", "")]
    assert assembled(files)["a.x"].classes[0].elsewhere == ()


def test_what_may_belong_to_two_types_or_to_none_joins_nothing() -> None:
    two = {"a.x": file(pump()), "b.x": file(pump()), "c.x": extends(method("stop"))}
    assert methods_of(two, "a.x") == methods_of(two, "b.x") == [("start", "")]
    assert assembled(two)["c.x"].extensions[0].home == ""
    afar = {"a/a.x": file(pump()), "b/c.x": extends(method("stop"))}
    assert methods_of(afar, "a/a.x") == [("start", "")]


def test_a_type_is_another_one_when_a_piece_of_it_is() -> None:
    def digest(own: str, of_piece: str) -> str:
        files = {"a.x": file(pump(own)), "b.x": extends(method("stop"), digest=of_piece)}
        return assembled(files)["a.x"].classes[0].digest

    assert len({digest("p", "e"), digest("p", "f"), digest("q", "e")}) == 3
    assert digest("p", "e") == digest("p", "e")


def test_a_member_means_what_its_own_file_says() -> None:
    """`Valve` is another thing in the file of the type, and the type's own members are there all the same."""
    valve = Class("Valve", "Valve", 1, 1, "v")
    stop = method("stop", Use("call", "Valve", 9), Use("call", "self.start", 9), raises="Stuck")
    away = replace(extends(stop), imports=(Import("valves", "Valve", None, 1), Import("valves", "Stuck", None, 1)))
    files = {
        "home.py": file(pump(), replace(valve, line=5)),
        "away.py": away,
        "valves.py": file(valve, Class("Stuck", "Stuck", 1, 1, "s")),
    }
    relations = Relations(assembled(files), {})
    found = {
        (each.kind, each.target) for each in relations.from_symbol(Symbol("home.py", "Pump.stop", "method", "Pump"))
    }
    assert found == {
        ("makes", Symbol("valves.py", "Valve", "class")),
        ("calls", Symbol("home.py", "Pump.start", "method", "Pump")),
        ("raises", Symbol("valves.py", "Stuck", "class")),
    }


def test_an_excerpt_of_pieces_is_cut_where_each_of_them_would_be() -> None:
    def piece(name: str) -> Excerpt:
        text = f"def {name}:\n    é = 1\n"
        return Excerpt(
            text,
            frozenset({name}),
            (Cut(CutKind.BODY, len(f"def {name}:\n"), len(text) + 1, b"..."),),
            (Unit(0, "function"),),
        )

    both = in_one([piece("a"), piece("b")])
    assert both.names == {"a", "b"}
    assert both.fitted(25)[0] == "def a:\n...\n\ndef b:\n..."
    assert in_one([piece("a")]) == piece("a")
