"""A Go repository that is built for several systems, with a program and variables: what its pages say of these."""

from pathlib import Path

import pytest

from designdoc_tests.support import dead_links, docs_of, document, make_repo

FILES = {
    "go.mod": "module example.com/valve\n\ngo 1.21\n",
    "main.go": 'package main\n\nimport "example.com/valve/lib"\n\nfunc main() { lib.Open() }\n',
    "tool/main.go": 'package main\n\nimport "example.com/valve/lib"\n\nfunc main() { lib.Open(); lib.Open() }\n',
    "lib/lib.go": """// Package lib opens valves.
package lib

import "net"

// Handle is what the system knows a valve by.
type Handle struct{ state string }

// Conn is what a valve is asked through.
type Conn struct{}

// Wire is asked by others.
type Wire struct{ net.Conn }

// Limit is the most; Level can be set.
const Limit = 3

// Level is how far valves are opened.
var Level = 1

// Open opens all.
func Open() { openAll(Level) }
""",
    "lib/open_windows.go": """package lib

func openAll(level int) {}

// Shut shuts all.
func Shut() {}

// Close closes it.
func (h *Handle) Close() error { return nil }
""",
    "lib/open_unix.go": """// Copyright

//go:build !windows

package lib

func openAll(level int) { prepare() }

func prepare() {}

// Shut shuts all, too.
func Shut() {}

func (h *Handle) Close() error { return nil }
""",
    "lib/old.go": "// +build linux,386 darwin\n\npackage lib\n\nfunc old() {}\n",
    "tool/other.go": "//go:build ignore\n\npackage main\n\nfunc main() {}\n\nfunc help() {}\n",
    "tool/third.go": "//go:build ignore\n\npackage main\n\nfunc main() {}\n\nfunc help() {}\n",
    "lib/gen.go": "//go:build ignore\n\n// Command gen writes lib.\npackage main\n\nfunc main() {}\n",
    "lib/open_test.go": """package lib

import "testing"

func TestOpen(t *testing.T) { openAll(1) }

func TestClose(t *testing.T) { Open() }
""",
}


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    repo = make_repo(tmp_path_factory.mktemp("go") / "repo", FILES)
    document(repo)
    return docs_of(repo)


def page(docs: Path, name: str) -> str:
    return (docs / name).read_text()


def test_no_link_is_dead(docs: Path) -> None:
    assert dead_links(docs) == []


def test_a_file_says_where_it_is_built_and_what_others_have_instead(docs: Path) -> None:
    windows, unix = page(docs, "packages/lib/open_windows.go.md"), page(docs, "packages/lib/open_unix.go.md")
    assert (
        "Built only where `windows`. Other builds take [`openAll`](open_unix.go.md#internal-functions), "
        "[`Shut`](open_unix.go.md#shut) from `lib/open_unix.go`." in windows
    )
    assert "Built only where `!windows`. Other builds take [`openAll`]" in unix
    assert "Built only where `(linux && 386) || darwin`." in page(docs, "packages/lib/old.go.md")
    assert "Built only" not in page(docs, "packages/lib/lib.go.md")
    for name in ("tool/other", "lib/gen"):
        program = page(docs, f"packages/{name}.go.md")
        assert "Built only where `ignore`." in program
        assert "Other builds" not in program


def test_what_all_builds_use_is_used_by_them_in_each_of_its_files(docs: Path) -> None:
    for name in ("windows", "unix"):
        about = page(docs, f"packages/lib/open_{name}.go.md")
        assert "| `openAll(level int)` | [`Open()`](lib.go.md#open) |" in about
        assert "**Tested by** `lib/open_test.go`" in about
    assert "**Tested by** `lib/open_test.go`: `TestClose`." in page(docs, "packages/lib/lib.go.md")


def test_a_method_of_two_builds_stands_on_the_page_of_its_type_once(docs: Path) -> None:
    about = page(docs, "packages/lib/lib.go.md")
    assert about.count("### `Handle.Close()`") == 1
    assert "Close closes it." in about
    assert "`Close` stands in [`lib/open_unix.go`](open_unix.go.md), built only where `!windows`." in about
    assert "`Close` stands in [`lib/open_windows.go`](open_windows.go.md), built only where `windows`." in about


def test_variables_are_no_constants(docs: Path) -> None:
    about = page(docs, "packages/lib/lib.go.md")
    constants, _, variables = about.partition("## Constants")[2].partition("## Global variables")
    assert "`Limit`" in constants
    assert "| `Level` | `1` | Level is how far valves are opened. |" in variables
    symbols = page(docs, "SYMBOLS.md")
    assert "Public types, functions, constants and variables." in symbols
    assert "- [`Level`](packages/lib/lib.go.md#global-variables) *variable* in" in symbols
    assert "- [`Limit`](packages/lib/lib.go.md#constants) *constant* in" in symbols


def test_a_package_is_imported_and_no_file_of_it_and_a_program_is_not(docs: Path) -> None:
    library = page(docs, "packages/lib/README.md")
    assert "Package lib opens valves." in library
    assert "Imported as `example.com/valve/lib`: 5 files, 3 types, 2 public functions." in library
    assert "| [`Shut`](open_windows.go.md#shut) | *where `windows`*. Shut shuts all. |" in library
    assert "**Used by** [`.`](../README.md), [`tool`](../tool/README.md)." in library
    assert "Imported as" not in page(docs, "packages/tool/README.md")
    assert "files that others import most" not in page(docs, "README.md")


def test_a_type_of_another_package_is_not_the_one_of_the_same_name(docs: Path) -> None:
    about = page(docs, "packages/lib/lib.go.md")
    assert "Embeds `net.Conn`." in about
    assert "### Relations of `Conn`" not in about
    assert "Refers to [`Conn`]" not in about
