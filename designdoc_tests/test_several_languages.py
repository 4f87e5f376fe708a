"""A repository of several languages, with everything in it that brings readers down: one tree, and a line for the rest.

What belongs to one language alone is tested with that language.
"""

from pathlib import Path

import pytest

from designdoc_tests import languages_table
from designdoc_tests.support import commit, dead_links, docs_of, document, make_repo, page

LINE = "var a = 1; "
FILES: dict[str, str | bytes] = {
    "README.md": "# Shop\n\nA shop.\n",
    "go.mod": (
        "module example.com/shop\n\ngo 1.21\n\n"
        "replace example.com/other => ../../other\n\nreplace example.com/lib => ./lib\n"
    ),
    "lib/go.mod": "module example.com/lib\n",
    "lib/lib.go": "// Package lib lends.\npackage lib\n\n// Lend lends.\nfunc Lend() {}\n",
    "broken/go.mod": b"modul \xff\xfe example.com (((\nreplace => \nrequire (\n",
    "long/Cargo.toml": f"[package]\nname = 'a'\nedition = {'9' * 5_000}\n",
    "long/src/lib.rs": "//! In a crate whose number is too long.\n\n/// Lends.\npub fn lend() {}\n",
    "nested/Cargo.toml": f"[package]\nname = 'b'\nkeywords = {'[' * 3_000}\n",
    "nested/src/lib.rs": "//! In a crate whose lists are too deep.\n\n/// Lends.\npub fn lend() {}\n",
    "named/Cargo.toml": "package = [1]\nworkspace = 3\ndependencies = 'x'\ntarget = {a = 1}\nlib = 2\nbin = [1]\n",
    "named/src/lib.rs": "//! In a crate that says nothing.\n\n/// Lends.\npub fn lend() {}\n",
    "long/package.json": '{"name": ' + "9" * 5_000 + "}",
    "long/tsconfig.json": '{"compilerOptions": ' + "[" * 50_000 + "}",
    "long/one.ts": "/** In a package that is damaged. */\nexport const one = 1\n",
    "named/package.json": '{"name": 1, "workspaces": 2, "exports": [3], "imports": 4, "main": 6, "bin": 7}',
    "named/tsconfig.json": '{"compilerOptions": {"paths": 1, "baseUrl": 2}, "extends": {}, "references": 3}',
    "named/two.ts": "/** In a package of numbers. */\nexport const two = 1\n",
    "broken/broken.go": "// Package broken is in a module that is damaged.\npackage broken\n\nfunc Break() {}\n",
    "order.go": (
        "// Package shop sells.\npackage shop\n\n"
        'import (\n\t"example.com/lib"\n\t"example.com/other/x"\n\t"order"\n)\n\n'
        "// Order is one in Go.\ntype Order struct{ Base }\n\n// Base is embedded.\ntype Base struct{}\n\n"
        "func use() { lib.Lend(); x.Do(); order.Do() }\n"
    ),
    "order.py": (
        '"""Orders in Python."""\n\nimport shop\n\n\nclass Order:\n    """An order in Python."""\n\n'
        '    def pay(self) -> None:\n        """Pay it."""\n        shop.Order()\n'
    ),
    "order.ts": "/** An order in TypeScript. */\nexport class Order {}\n",
    "Order.java": "/** An order in Java. */\npublic class Order {}\n",
    "order.rs": "/// An order in Rust.\npub struct Order;\n",
    "order.js": "/** Sells. */\nexport function sell() {}\n",
    "web/App.vue": "<template><p/></template>\n<script>export default {}</script>\n",
    "web/Page.svelte": "<script>let a</script>\n",
    "web/video.go": b"".join(b"\x47\x40\x11\x10" + bytes(range(184)) for _ in range(20)),
    "web/bundle.go": f"package web\n\nfunc all() {{ {LINE * 30_000} }}\n",
    "web/bundle.py": "a = 1;" * 50_000 + "\n",
    "web/data.py": f'"""Data in a literal."""\n\nDATA = "{"x" * 300_000}"\n',
    "web/long.go": "package web\n\n" + "var A = 1\n" * 300_000,
    "ends/crlf.go": (
        "// Package ends ends lines.\r\npackage ends\r\n\r\n// Do does.\r\n//\r\n// And more.\r\nfunc Do() {}\r\n"
    ),
    "ends/bom.go": b"\xef\xbb\xbfpackage ends\n\n// Marked has a mark before it.\nfunc Marked() {}\n",
    "build/build.go": "// Package build builds.\npackage build\n\n// Make makes.\nfunc Make() {}\n",
    "target/select.go": "// Package target aims.\npackage target\n\n// Aim aims.\nfunc Aim() {}\n",
    "internal/env/env.go": "// Package env reads.\npackage env\n\n// Get gets.\nfunc Get() {}\n",
    "cmd/build/main.go": "// Command build builds.\npackage main\n\nfunc main() {}\n",
    "deep/brackets.go": "package deep\n\nfunc Brackets() int { return\n" + "(\n" * 4_000 + "1" + ")\n" * 4_000 + "}\n",
    "deep/blocks.go": "package deep\n\nfunc Blocks() {\n" + "if true {\n" * 3_000 + "}\n" * 3_000 + "}\n",
    "deep/calls.go": "package deep\n\nfunc Calls() {\n" + "f(\n" * 3_000 + ")" * 3_000 + "\n}\n",
    "deep/types.go": "package deep\n\ntype List " + "[]" * 2_000 + "int\n",
    "doc/doc.go": "// Package doc documents shops.\npackage doc\n\n// Render renders.\nfunc Render() {}\n",
    "docs/gen.go": "// Command docs makes pages.\npackage main\n\nfunc main() {}\n",
    "half/half.go": (
        "// Package half is half.\npackage half\n\n// First is first.\nfunc First() {}\n\nfunc bad( {{{\n\n"
        "// Last is last.\nfunc Last() {}\n"
    ),
    "pkgs/a/a.go": "package a\n\nfunc A() {}\n",
}


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    repo = make_repo(tmp_path_factory.mktemp("mixed") / "repo", FILES)
    (repo / "workspace").symlink_to("pkgs/a")
    (repo / "loop").symlink_to(".")
    commit(repo)
    assert document(repo).success
    return docs_of(repo)


def test_no_link_is_dead(docs: Path) -> None:
    assert dead_links(docs) == []


def test_files_of_one_stem_have_a_page_each_in_their_own_words(docs: Path) -> None:
    assert "An order in Python." in page(docs, "packages/order.py.md")
    assert "## class `Order`" in page(docs, "packages/order.py.md")
    assert "Order is one in Go." in page(docs, "packages/order.go.md")
    assert "## type `Order`" in page(docs, "packages/order.go.md")


def test_imports_across_languages_are_not_invented(docs: Path) -> None:
    assert "order.go" not in page(docs, "packages/order.py.md")
    assert "order.py" not in page(docs, "packages/order.go.md")


def test_a_package_of_two_languages_says_in_which_it_is_imported_how(docs: Path) -> None:
    assert "Imported as `example.com/shop` in Go: " in page(docs, "packages/README.md")


@pytest.mark.parametrize("path", ["build/build.go", "target/select.go", "internal/env/env.go", "cmd/build/main.go"])
def test_a_folder_that_git_tracks_is_source_whatever_it_is_called(docs: Path, path: str) -> None:
    assert (docs / "packages" / f"{path}.md").exists()


def test_a_file_that_is_not_understood_as_a_whole_gives_what_is_around(docs: Path) -> None:
    half = page(docs, "packages/half/half.go.md")
    assert "First is first." in half
    assert "Last is last." in half
    assert "**Not fully read**: line 7: not understood." in half
    assert "- `half/half.go`: line 7: not understood; the rest was read." in page(docs, "README.md")


@pytest.mark.parametrize(
    ("path", "why"),
    [
        ("web/video.go", "binary: it holds NUL bytes"),
        ("web/bundle.go", "minified, or data: a line has 330,015 characters"),
        ("web/bundle.py", "minified, or data: a line has 300,000 characters"),
        ("web/long.go", "not readable: 3,000,013 bytes, above the limit of 1,048,576"),
        ("workspace", "link to pkgs/a"),
        ("loop", "link in a circle"),
    ],
)
def test_what_is_not_read_has_a_line_that_says_why(docs: Path, path: str, why: str) -> None:
    assert f"- `{path}`: {why}." in page(docs, "README.md")
    assert not (docs / "packages" / f"{path}.md").exists()


@pytest.mark.parametrize("name", ["Vue", "Svelte"])
def test_languages_without_a_reader_are_counted(docs: Path, name: str) -> None:
    assert f"- 1 {name} file (" in page(docs, "README.md")


def test_of_a_language_that_is_read_no_file_lacks_a_reader(docs: Path) -> None:
    assert "Go file" not in page(docs, "README.md")


def test_languages_that_nobody_asked_for_are_said_to_be_so(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "repo", {"a.py": "class A:\n    pass\n", "b.go": "package b\n"})
    assert document(repo, languages=["python"]).success
    readme = page(docs_of(repo), "README.md")
    assert "- 1 Go file (`b.go`): not among the languages that are asked for." in readme


def test_a_long_literal_is_no_mark_of_a_tool(docs: Path) -> None:
    assert "Data in a literal." in page(docs, "packages/web/data.py.md")


def test_line_ends_and_marks_are_layout(docs: Path) -> None:
    ends = page(docs, "packages/ends/crlf.go.md")
    assert "Do does." in ends
    assert "\r" not in ends
    assert "Marked has a mark before it." in page(docs, "packages/ends/bom.go.md")


@pytest.mark.parametrize("name", ["Brackets", "Blocks", "Calls"])
def test_what_is_nested_deeply_has_its_page(docs: Path, name: str) -> None:
    assert f"`{name}()" in page(docs, f"packages/deep/{name.lower()}.go.md")


def test_replacements_inside_are_links_and_those_outside_are_not(docs: Path) -> None:
    assert "- This repository: [`lib`](lib/README.md)." in page(docs, "packages/order.go.md")
    assert "`example.com/other/x`" in page(docs, "packages/order.go.md")


@pytest.mark.parametrize(
    ("path", "words"),
    [
        ("broken/broken.go", "in a module that is damaged"),
        ("long/src/lib.rs", "In a crate whose number is too long"),
        ("nested/src/lib.rs", "In a crate whose lists are too deep"),
        ("named/src/lib.rs", "In a crate that says nothing"),
        ("long/one.ts", "In a package that is damaged"),
        ("named/two.ts", "In a package of numbers"),
    ],
)
def test_what_a_damaged_manifest_is_above_has_its_page(docs: Path, path: str, words: str) -> None:
    assert words in page(docs, f"packages/{path}.md")


def test_what_is_run_is_called_as_its_language_calls_it(docs: Path) -> None:
    assert "*(command)* in [`cmd/build/main.go" in page(docs, "README.md")


def test_imports_are_left_out_where_a_language_has_such_imports(tmp_path: Path) -> None:
    repo = make_repo(
        tmp_path / "repo",
        {
            "go.mod": "module example.com/a\n",
            "a.go": 'package a\n\nimport "example.com/a/b"\n\nfunc A() { b.B() }\n',
            "b/b.go": "package b\n\nfunc B() {}\n",
        },
    )
    assert document(repo).success
    assert "There are no import cycles.\n" in page(docs_of(repo), "ARCHITECTURE.md")


def test_what_readme_says_of_each_language_is_what_its_folder_implements() -> None:
    text = languages_table.README.read_text()
    assert languages_table.written(text) == text, "run python -m designdoc_tests.languages_table"
    assert languages_table.table() in text


def test_flows_of_programs_are_called_as_their_language_calls_them(tmp_path: Path) -> None:
    calls = "\n".join(f"func Step{at}() {{ Step{at + 1}() }}\n" for at in range(6))
    main = f"package main\n\nfunc main() {{ Step0() }}\n\n{calls}\nfunc Step6() {{}}\n"
    repo = make_repo(tmp_path / "repo", {"go.mod": "module example.com/a\n", "cmd/a/main.go": main})
    assert document(repo).success
    system = page(docs_of(repo), "SYSTEM_DESIGN.md")
    assert "Script" not in system
    assert "Command `a`" in system


def test_a_top_folder_is_beside_the_subject_unless_it_is_a_package_for_all(docs: Path) -> None:
    readme = page(docs, "README.md")
    assert "Beside it: docs (1 package)" in readme
    assert "- [`doc`](packages/doc/README.md): Package doc documents shops." in readme
