"""What the reader of Go finds in one file: a test for each thing that somebody who writes Go expects."""

import textwrap

import pytest

from designdoc_assets.languages.facts import Attribute, Class, FileFacts, Function
from designdoc_assets.languages.registry import language

GO = language("go")


def read(source: str) -> FileFacts:
    return GO.read(textwrap.dedent(source))


def only_type(source: str) -> Class:
    (cls,) = read(source).classes
    return cls


def function(source: str) -> Function:
    (found,) = read(source).functions
    return found


def constants(source: str) -> dict[str, Attribute]:
    return {entry.name: entry for entry in read(source).constants}


def uses(source: str) -> set[tuple[str, str]]:
    facts = read(source)
    members = [method for extension in facts.extensions for method in extension.methods]
    return {(use.kind, use.name) for each in (*facts.functions, *members) for use in each.uses}


def test_a_signature_is_as_written() -> None:
    found = function("package a\nfunc Do[T any](a, b int, rest ...string) (n int, err error) { return }\n")
    signature = found.signature
    assert (signature.type_parameters, signature.arguments) == ("[T any]", ("a, b int", "rest ...string"))
    assert signature.tail == " (n int, err error)"
    assert [(p.name, p.type) for p in signature.parameters] == [("a", "int"), ("b", "int"), ("rest", "...string")]


def test_a_signature_of_several_lines_is_on_one() -> None:
    signature = function("package a\nfunc Do(\n\ta int,\n\tb func(\n\t\tc int,\n\t) error,\n) {}\n").signature
    assert signature.arguments == ("a int", "b func(c int) error")


@pytest.mark.parametrize(("name", "visibility"), [("Do", "public"), ("do", "package"), ("Äther", "public")])
def test_upper_case_is_exported(name: str, visibility: str) -> None:
    assert function(f"package a\nfunc {name}() {{}}\n").visibility == visibility


def test_a_method_belongs_to_the_type_of_its_receiver() -> None:
    source = """
        package a
        func (c *Client[K, V]) Get() {}
        func (Client[K, V]) Set() {}
        func (m (Mode)) Name() {}
    """
    extensions = {each.type: [method.name for method in each.methods] for each in read(source).extensions}
    assert extensions == {"Client": ["Get", "Set"], "Mode": ["Name"]}


def test_a_struct_has_its_fields_and_what_it_embeds() -> None:
    cls = only_type("""
        package a
        // Client talks.
        type Client struct {
            *Base
            io.Reader `json:"r"`
            Size, Depth int // in pumps
            // Inner is one.
            Inner struct { hidden bool }
        }
    """)
    assert (cls.sort, cls.word, cls.visibility) == ("struct", "struct", "public")
    assert [(entry.type, entry.relation) for entry in cls.heritage] == [("Base", "embeds"), ("io.Reader", "embeds")]
    assert [(a.name, a.type) for a in cls.attributes] == [
        ("Base", "*Base"),
        ("Reader", "io.Reader"),
        ("Size", "int"),
        ("Depth", "int"),
        ("Inner", "struct { hidden bool }"),
    ]
    docs = {a.name: a.doc.text for a in cls.attributes if a.doc}
    assert docs == {"Size": "in pumps", "Depth": "in pumps", "Inner": "Inner is one."}


def test_an_interface_has_its_methods_and_what_it_embeds() -> None:
    cls = only_type(
        "package a\ntype Pump interface {\n\tio.Closer\n\t~int | string\n\t// Run runs.\n\tRun() error\n}\n"
    )
    assert (cls.sort, [entry.type for entry in cls.heritage]) == ("interface", ["io.Closer"])
    (method,) = cls.methods
    assert (method.name, method.signature.tail, method.doc and method.doc.text) == ("Run", " error", "Run runs.")


def test_a_type_of_another_type_says_what_that_is() -> None:
    facts = read("package a\ntype Mode uint8\ntype Handler func(a int) error\ntype Same = Mode\n")
    assert [(cls.name, cls.word) for cls in facts.classes] == [("Mode", "type"), ("Handler", "function type")]
    assert facts.classes[0].promises == ("Its underlying type is `uint8`.",)
    assert [(entry.name, entry.sort, entry.value) for entry in facts.constants] == [("Same", "alias", "Mode")]


def test_constants_below_iota_have_the_type_and_the_value_that_it_gives() -> None:
    found = constants("""
        package a
        const (
            A Mode = 1 << iota
            B
            _
            D
        )
        const (
            First = iota + 1
            Second
        )
        const x, y = 1, "two"
    """)
    assert {name: (entry.type, entry.value) for name, entry in found.items()} == {
        "A": ("Mode", "1 << iota"),
        "B": ("Mode", "2"),
        "D": ("Mode", "8"),
        "First": (None, "iota + 1"),
        "Second": (None, "2"),
        "x": (None, "1"),
        "y": (None, '"two"'),
    }


def test_variables_that_one_call_sets_hold_its_results() -> None:
    found = constants("package a\nvar file, err = os.Open(name)\n")
    assert [entry.holds for entry in found.values()] == [("os.Open()[0]",), ("os.Open()[1]",)]


def test_what_functions_define_is_theirs_but_for_types() -> None:
    source = "package a\nfunc Do() {\n\tconst x = 1\n\tvar y = 2\n\ttype row struct{ n int }\n\tf := func() {}\n}\n"
    facts = read(source)
    assert not facts.constants
    assert [(cls.qualname, cls.in_function, cls.attributes[0].name) for cls in facts.classes] == [("Do.row", True, "n")]


def test_imports_are_told_apart() -> None:
    facts = read('package a\nimport (\n\t"fmt"\n\tyaml "gopkg.in/yaml.v3"\n\t. "strings"\n\t_ "embed"\n)\n')
    assert [(entry.module, entry.name, entry.alias) for entry in facts.imports] == [
        ("fmt", None, None),
        ("gopkg.in/yaml.v3", None, "yaml"),
        ("strings", "*", None),
        ("embed", None, "_"),
    ]


def test_a_program_is_a_main_function_in_package_main() -> None:
    assert [program.said_by for program in read("package main\nfunc main() {}\n").programs] == [
        "`func main` in `package main`"
    ]
    assert not read("package a\nfunc main() {}\n").programs


def test_environment_variables_are_found() -> None:
    facts = read('package a\nfunc f() { a := os.Getenv("A"); b, ok := os.LookupEnv("B"); c := other("C") }\n')
    assert [(variable.name, variable.root) for variable in facts.variables] == [("A", "os"), ("B", "os")]


def test_uses_start_from_what_local_names_hold() -> None:
    found = uses("""
        package a
        func (s *Server) Do(c Client, pumps []*Pump, byName map[string]Valve) {
            c.Send(limit)
            s.pool.Close()
            for _, pump := range pumps { pump.Run() }
            byName["a"].Open()
            made := &Tank{Size: 3}
            made.Fill()
            file, err := store.Open()
            file.Read()
        }
    """)
    assert {name for kind, name in found if kind == "call"} == {
        "Client().Send",
        "self.pool.Close",
        "slice[Pump]()[*].Run",
        "map[string,Valve]()[].Open",
        "Tank",
        "Tank().Fill",
        "store.Open",
        "store.Open()[0].Read",
    }
    assert ("name", "limit") in found
    assert {("type", "Client"), ("type", "Pump"), ("type", "Valve")} <= found


def test_a_local_name_that_holds_different_things_is_no_use() -> None:
    found = uses("package a\nfunc f(c Client) {\n\tif x { c := Server{}; c.Run() }\n\tc.Send()\n}\n")
    assert not {name for _, name in found if name.endswith(("Run", "Send"))}


def test_to_call_an_object_is_no_use_of_its_type_and_to_call_a_function_is_one() -> None:
    found = uses("package a\nfunc (h Handler) Do(f Filter) { h(1); f(2); g := other; g(3) }\n")
    assert {name for kind, name in found if kind == "call"} == {"other"}


def test_type_parameters_are_no_uses() -> None:
    found = uses("package a\nfunc Map[T any](a []T) T { var t T; return t }\nfunc (l *List[E]) Add(e E) { e.Do() }\n")
    assert not {name for _, name in found} & {"T", "E", "E().Do", "List"}


def test_a_doc_comment_is_markdown() -> None:
    found = function("""
        package a
        // Do does *it*, see [Client.Send] and [the site].
        //
        // # When
        //
        //   - one
        //     more
        //   - two
        //
        // Code:
        //
        //\tx := 1
        //
        //\ty := 2
        //
        // Deprecated: Use [Other].
        //
        // [the site]: https://example.com
        //go:noinline
        func Do() {}
    """)
    assert found.doc is not None
    assert found.doc.text == (
        "Do does \\*it\\*, see `Client.Send` and [the site](https://example.com).\n\n**When**\n\n"
        "- one more\n- two\n\nCode:\n\n```\nx := 1\n\ny := 2\n```"
    )
    assert found.deprecated == "Use `Other`."
    assert found.doc.mentions == ("Client.Send", "Other")


def test_a_comment_is_a_doc_only_right_above() -> None:
    assert function("package a\n\n// License.\n\nfunc Do() {}\n").doc is None
    assert read("// Copyright.\n\n// Package a does.\npackage a\n").doc.text == "Package a does."  # type: ignore[union-attr]
    assert read("//go:build linux\n\npackage a\n").doc is None


def test_a_file_that_is_broken_is_read_around_the_error() -> None:
    facts = read("package a\n\nfunc Good() {}\n\nfunc bad( {\n\ntype Client struct{}\n")
    assert facts.problem == "line 5: not understood"
    assert [each.name for each in facts.functions][:1] == ["Good"]


@pytest.mark.parametrize(
    "text", ["", "\ufeff", "\x00", "}" * 99, "package", "func (", '"', "//", "/*", "const (\n\t_ =\n"]
)
def test_no_text_is_too_bad_to_read(text: str) -> None:
    assert GO.read(text).language == "go"


def test_layout_and_comments_do_not_count_and_literals_and_docs_do() -> None:
    plain = 'package a\n\n// Do it.\nfunc Do() {\n\tx := 1\n\ts := "a  b"\n}\n'
    digest = read(plain).digest

    def same(old: str, new: str) -> bool:
        return read(plain.replace(old, new)).digest == digest

    assert same("x := 1", "x  :=   1")
    assert same("x := 1", "x := 1 // one")
    assert same("\tx := 1\n", "\t// one\n\n\tx := 1\n")
    assert not same("x := 1", "x := 2")
    assert not same("a  b", "a b")
    assert not same("Do it.", "Do that.")


def test_a_line_break_that_ends_a_statement_counts() -> None:
    assert read("package a\nvar x = y\nvar z = w\n").digest != read("package a\nvar x = yvar z = w\n").digest


def test_a_writer_is_shown_a_type_with_its_methods_in_the_file() -> None:
    source = textwrap.dedent("""
        package a

        // Client talks.
        // A lot.
        type Client struct {
        \tSize int // in bytes
        }

        func Other() {}

        // Get gets.
        func (c *Client) Get() int {
        \t// since it was asked
        \treturn c.Size
        }
    """)
    excerpt = GO.excerpt(source, ("Client", 1))
    assert excerpt.text == (
        "// Client talks.\n// A lot.\ntype Client struct {\n\tSize int // in bytes\n}\n\n"
        "// Get gets.\nfunc (c *Client) Get() int {\n\t// since it was asked\n\treturn c.Size\n}"
    )
    assert {"Client", "Size", "Get"} <= excerpt.names
    assert not {"shown", "talks"} & excerpt.names
    text, left_out = excerpt.fitted(len(excerpt.text) - 2)
    assert "func (c *Client) Get() int {\n\t⟦…⟧\n}" in text
    assert left_out == ("body of 1 function",)
    text, left_out = excerpt.fitted(110)
    assert "1 doc comment" in " ".join(left_out) or "doc comments" in " ".join(left_out)
    with pytest.raises(LookupError, match="no type `Nobody`"):
        GO.excerpt(source, ("Nobody", 1))


def test_long_values_are_left_out_within_their_brackets() -> None:
    rows = "".join(f'\t"key{number}": {number},\n' for number in range(40))
    excerpt = GO.excerpt(f"package a\n\nvar table = map[string]int{{\n{rows}}}\n", None)
    text, left_out = excerpt.fitted(80)
    assert text.endswith("var table = map[string]int{⟦…⟧}")
    assert left_out == ("1 long value",)
