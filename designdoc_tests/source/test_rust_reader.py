"""What reading a Rust file finds: one test for each thing that a user of the language expects to be known."""

import pytest

from designdoc_assets.languages.facts import Class, FileFacts, Function
from designdoc_assets.languages.registry import language

RUST = language("rust")


def read(source: str) -> FileFacts:
    return RUST.read(source)


def function(source: str, name: str) -> Function:
    facts = read(source)
    members = [each for owner in (*facts.classes, *facts.extensions) for each in owner.methods]
    return next(each for each in (*facts.functions, *members) if each.name == name)


def type_of(source: str, name: str) -> Class:
    return next(cls for cls in read(source).classes if cls.qualname == name)


def test_docs_are_markdown_without_hidden_lines_and_with_names_as_code() -> None:
    doc = read(
        "//! Moves [`Water`](crate::Water) to a [tank](Tank) as [rfc] says.\n//!\n//! # Errors\n//! None.\n//!\n"
        "//! ```no_run\n//! # fn main() {\n//! ## not hidden\n//! run();\n//! # }\n//! ```\n//!\n"
        "//! [rfc]: https://example.org/rfc\n"
    ).doc
    assert doc is not None
    assert doc.text == (
        "Moves `Water` to a tank as [rfc](https://example.org/rfc) says.\n\n**Errors**\n\nNone.\n\n"
        "```rust\n# not hidden\nrun();\n```"
    )
    assert doc.mentions == ("Water", "Tank")


@pytest.mark.parametrize(
    "written",
    [
        "/// Says so.\nfn a() {}",
        "/** Says so. */\nfn a() {}",
        "/**\n * Says so.\n */\nfn a() {}",
        '#[doc = "Says so."]\nfn a() {}',
        '#[doc = r#"Says so."#]\nfn a() {}',
        "#[inline]\n/// Says so.\n#[must_use]\nfn a() {}",
        "/// Says so.\n// Not this.\nfn a() {}",
        "fn a() {\n    //! Says so.\n}",
    ],
)
def test_each_way_to_write_a_doc_is_one(written: str) -> None:
    doc = function(written, "a").doc
    assert doc is not None
    assert doc.text.strip() == "Says so."


def test_comments_that_are_no_docs_are_none() -> None:
    assert function("// Not this.\nfn a() {}", "a").doc is None
    assert function("//// Nor this.\nfn a() {}", "a").doc is None
    assert function("/* Nor this. */\nfn a() {}", "a").doc is None
    assert function('#[doc = include_str!("a.md")]\nfn a() {}', "a").doc is None


def test_signatures_are_as_written() -> None:
    found = function("fn a<'a, T: Copy>(&'a mut self, /* n */ (x, y): (u8, u8)) -> &'a T\nwhere\n    T: Ord,\n{}", "a")
    assert found.signature.type_parameters == "<'a, T: Copy>"
    assert found.signature.arguments == ("&'a mut self", "(x, y): (u8, u8)")
    assert found.signature.tail == " -> &'a T where T: Ord"
    assert found.signature.returns == "&'a T"


def test_members_belong_to_the_type_of_their_impl() -> None:
    facts = read(
        "struct A; mod m { struct B; impl B { fn b(&self) {} } } impl m::B { fn c() {} } impl A { const N: u8 = 1; }"
    )
    owned = {each.type: [member.name for member in (*each.methods, *each.attributes)] for each in facts.extensions}
    assert owned == {"m.B": ["b", "c"], "A": ["N"]}


def test_what_a_type_implements_and_derives_is_told_and_what_it_forbids_is_not() -> None:
    found = type_of("#[derive(Debug, serde::Serialize)] struct A; impl fmt::Display for A {} impl !Send for A {}", "A")
    assert [(each.type, each.relation) for each in found.heritage] == [
        ("fmt::Display", "implements"),
        ("Debug", "derives"),
        ("Serialize", "derives"),
    ]


def test_variants_have_their_data_and_fields_of_tuples_their_places() -> None:
    shapes = type_of("enum Shape { Unit, Tuple(u8, u16), Named { r: f64 } = 3 }", "Shape").attributes
    assert [(each.name, each.type, each.value, each.sort) for each in shapes] == [
        ("Unit", None, None, "case"),
        ("Tuple", "(u8, u16)", None, "case"),
        ("Named", "{ r: f64 }", "3", "case"),
    ]
    pair = type_of("pub struct Pair(pub u8, pub(crate) u16, u32);", "Pair").attributes
    assert [(each.name, each.type, each.visibility) for each in pair] == [
        ("0", "u8", "public"),
        ("1", "u16", "package"),
        ("2", "u32", "private"),
    ]


def test_traits_tell_what_must_be_provided() -> None:
    found = type_of("pub trait Run { type Out: Copy; fn run(&self); fn twice(&self) { self.run(); } }", "Run")
    assert [(each.name, each.is_declared_abstract) for each in found.methods] == [("run", True), ("twice", False)]
    assert [(each.name, each.type) for each in found.attributes] == [("Out", ": Copy")]


def test_visibility_is_as_written_and_no_wider_than_what_is_around() -> None:
    facts = read(
        "pub fn a() {} pub(crate) fn b() {} fn c() {} mod m { pub struct D; } "
        "#[macro_export] macro_rules! e { () => {} }"
    )
    assert [each.visibility for each in facts.functions] == ["public", "package", "private", "public"]
    assert [each.visibility for each in facts.classes] == ["private", "private"]


def test_attributes_tell_conditions_and_deprecations() -> None:
    found = function('#[cfg(unix)]\n#[deprecated(since = "1.2", note = "Use \\"b\\".")]\n#[must_use]\nfn a() {}', "a")
    assert (found.condition, found.deprecated, found.annotations) == ("cfg(unix)", '1.2: Use "b".', ("must_use",))
    assert function('#[deprecated = "Old."]\nfn a() {}', "a").deprecated == "Old."
    assert not function("#[deprecated]\nfn a() {}", "a").deprecated


def test_each_leaf_of_a_use_tree_is_an_import() -> None:
    facts = read("use std::{fmt, io::{self as sio, *}};\npub use self::a::B as C;\nuse d;\nextern crate e as f;\n")
    assert [(each.module, each.name, each.alias, each.is_reexport) for each in facts.imports] == [
        ("std", "fmt", None, False),
        ("std", "io", "sio", False),
        ("std::io", "*", None, False),
        ("self::a", "B", "C", True),
        ("d", None, None, False),
        ("e", None, "f", False),
    ]


def test_imports_in_modules_of_a_file_are_told_from_the_file() -> None:
    facts = read("mod m { use super::A; use super::super::B; use super::*; use self::C; mod n { use super::D; } }")
    assert [(each.module, each.name) for each in facts.imports] == [("self", "A"), ("super", "B")]


def test_uses_start_from_what_local_names_hold() -> None:
    found = function(
        "fn a(p: &Pump, all: &[Valve]) -> Result<(), E> { let q = Box::new(make()?); q.run(); p.stop(); "
        "for w in all { w.open(); } let v: Rc<Valve> = other(); v.close(); match x { Some(y) => y.no(), _ => {} } }",
        "a",
    )
    calls = [use.name for use in found.uses if use.kind == "call"]
    for name in ("make", "make()[].run", "Pump().stop", "slice[Valve]()[*].open", "other"):
        assert name in calls
    assert not [name for name in calls if name.startswith(("p.", "q.", "y.", "v.", "w."))]


def test_a_name_that_holds_several_things_holds_none_for_sure() -> None:
    found = function("fn a() { let v = One::new(); let v = Two::new(); v.run(); }", "a")
    assert not [use for use in found.uses if "run" in use.name]


def test_macros_of_the_standard_library_are_no_functions_of_the_file() -> None:
    found = function('fn write() {} fn a() { write!(f, "x"); vec![Pump::new()]; pump!(); }', "a")
    assert [use.name for use in found.uses] == ["Pump", "pump"]


def test_what_is_there_for_tests_alone_is_nothing_and_changes_no_digest() -> None:
    bare = "pub fn a() {}\n"
    with_tests = f"{bare}#[cfg(test)]\nmod tests {{ use super::*; #[test] fn b() {{ a(); }} }}\n"
    facts = read(with_tests)
    assert (facts.classes, facts.imports, [each.name for each in facts.functions]) == ((), (), ["a"])
    assert facts.digest == read(bare).digest
    assert RUST.excerpt(with_tests, None).text.strip() == bare.strip()


@pytest.mark.parametrize(
    ("source", "names"),
    [
        ("fn a() { let x = ; }\nfn b() {}\n", ["a", "b"]),
        ("fn a() { try!(b()); }\nfn c() {}\n", ["a", "c"]),
        ("\ufefffn a() {}\r\n/// Says.\r\nfn b() {}\r\n", ["a", "b"]),
        (f"fn a() {{ {'(' * 3000}{')' * 3000}; }}\nfn b() {{}}\n", ["a", "b"]),
        ("fn a() { x" + ".b()" * 4000 + "; }\nfn b() {}\n", ["a", "b"]),
    ],
)
def test_bad_input_gives_what_can_be_read(source: str, names: list[str]) -> None:
    assert [each.name for each in read(source).functions] == names


def test_what_is_no_rust_at_all_raises_nothing() -> None:
    for source in ("", "\x00\x01", "{{{{", "impl", "mod m {", "/* open", '"open', "#[", "use ::;", "use {", "struct;"):
        read(source)
