"""A Go repository with docs of groups, of several names at once, and examples: what its pages say of these."""

from pathlib import Path

from designdoc_tests.support import dead_links, page

FILES = {
    "go.mod": "module example.com/valve\n\ngo 1.21\n",
    "valve.go": """// Package valve opens valves.
package valve

// Codes that a valve answers with.
const (
	codeNone = iota
	CodeOpen
	CodeShut // it is shut
)

// Size is what a valve lets through.
type Size struct {
	// Width and Height are in inches.
	Width, Height int
	Depth         int
}

// Valve is open or shut.
type Valve struct{ size Size }

// New makes one.
func New(size Size) *Valve { return &Valve{size} }

// Open opens it. It knows two ways
// 1. by hand
// 2. by motor
func (v *Valve) Open() int { return CodeOpen }

// Make makes one.
//
// Deprecated: Use New.
func Make() *Valve { return New(Size{}) }

// Start makes one that is open.
func Start() int { return New(Size{}).Open() }

// Two ways
// 1. by hand
func Two() {}
""",
    "example_test.go": """package valve_test

import "example.com/valve"

func Example() {
	valve.New(valve.Size{})
}

// This one is wide.
func ExampleNew_wide() {
	size := valve.Size{Width: 3}
	valve.New(size)
	// Output:
}

func ExampleValve_Open() {
	valve.New(valve.Size{}).Open()
}

func ExampleValve() {
	_ = valve.Valve{}
}
""",
}


def test_no_link_is_dead(docs: Path) -> None:
    assert dead_links(docs) == []


def test_what_is_said_of_a_group_stands_with_its_first_public_member(docs: Path) -> None:
    about = page(docs, "packages/valve.go.md")
    assert "| `CodeOpen` | `1` | From here to `CodeShut`: Codes that a valve answers with. |" in about
    assert "| `CodeShut` | `2` | it is shut |" in about
    assert "codeNone" not in about


def test_what_is_said_of_several_names_in_one_line_is_said_of_each(docs: Path) -> None:
    about = page(docs, "packages/valve.go.md")
    for name in ("Width", "Height"):
        assert f"| `{name}` | `int` | Width and Height are in inches. |" in about
    assert "| `Depth` | `int` | |" in about


def test_examples_stand_with_what_they_are_examples_of(docs: Path) -> None:
    about, package = page(docs, "packages/valve.go.md"), page(docs, "packages/README.md")
    assert "**Example**, from `example_test.go`.\n\n```go\nvalve.New(valve.Size{})\n```" in package
    new = about.partition("### `New()`")[2].partition("## ")[0]
    assert "**Example** (wide), from `example_test.go`.\n\nThis one is wide.\n\n```go\nsize := valve.Size{" in new
    assert "// Output:" in new
    valve = about.partition("## type `Valve`")[2]
    assert "```go\n_ = valve.Valve{}\n```" in valve.partition("### `Valve.Open()`")[0]
    assert "```go\nvalve.New(valve.Size{}).Open()\n```" in valve.partition("### `Valve.Open()`")[2]


def test_a_list_right_below_a_sentence_is_no_part_of_it(docs: Path) -> None:
    assert "| [`Two`](valve.go.md#two) | Two ways |" in page(docs, "packages/README.md")


def test_flows_begin_with_what_is_not_deprecated(docs: Path) -> None:
    flows = page(docs, "SYSTEM_DESIGN.md").partition("## Key flows")[2]
    assert "(packages/valve.go.md#start)" in flows
    assert "Make" not in flows
