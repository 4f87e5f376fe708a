"""Go types and the interfaces that they satisfy, which no code says: what pages tell of it, and what they do not."""

from pathlib import Path

from designdoc_tests.support import dead_links

FILES = {
    "go.mod": "module example.com/plant\n\ngo 1.21\n",
    "api/api.go": """package api

import "io"

// Speed is a number.
type Speed int

// Runner runs.
type Runner interface {
	Run(at Speed, out io.Writer) (done bool, err error)
}

// Stopper stops.
type Stopper interface{ Stop() }

// Machine does both.
type Machine interface {
	Runner
	Stopper
}

// Hidden is for this package.
type Hidden interface{ hide() }

// Reader asks for what no file here defines.
type Reader interface {
	io.Reader
	Stop()
}

// Number is for type parameters.
type Number interface {
	~int | ~float64
	Stop()
}
""",
    "pump/pump.go": """package pump

import (
	"io"

	"example.com/plant/api"
)

// Base can stop.
type Base struct{}

// Stop stops.
func (Base) Stop() {}

// Pump runs and stops.
type Pump struct{ Base }

// Run runs.
func (p *Pump) Run(speed api.Speed, to io.Writer) (bool, error) { return true, nil }

// Speed is another one.
type Speed int

// Fan takes another speed.
type Fan struct{}

// Run runs.
func (f *Fan) Run(speed Speed, to io.Writer) (bool, error) { return true, nil }

func (f *Fan) hide() {}
""",
    "pump/pump_test.go": "package pump\n\ntype fake struct{}\n\nfunc (fake) Stop() {}\n",
}


def section(docs: Path, page: str, name: str) -> str:
    """Return what a page says of a type."""
    return (docs / page).read_text().partition(f"## type `{name}`\n")[2].partition("\n## type ")[0]


def test_no_link_is_dead(docs: Path) -> None:
    assert dead_links(docs) == []


def test_a_type_satisfies_what_asks_for_its_methods_promoted_ones_included(docs: Path) -> None:
    pump = section(docs, "packages/pump/pump.go.md", "Pump")
    for name in ("Machine", "Runner", "Stopper"):
        assert (
            f"[`{name}`](../api/api.go.md#type-{name.lower()})" in pump.partition("Implements ")[2].partition("\n")[0]
        )
        assert "[`Pump`]" in section(docs, "packages/api/api.go.md", name).partition("**Implemented by**")[2]
    assert "Implements that of [`Runner`](../api/api.go.md#runnerrun)." in pump
    assert "Implements [`Stopper`]" in section(docs, "packages/pump/pump.go.md", "Base")


def test_methods_with_other_types_satisfy_nothing(docs: Path) -> None:
    assert "Implements" not in section(docs, "packages/pump/pump.go.md", "Fan")


def test_what_no_other_package_can_satisfy_and_what_is_not_wholly_known_has_no_implementations(docs: Path) -> None:
    for name in ("Hidden", "Reader", "Number"):
        assert "Implemented by" not in section(docs, "packages/api/api.go.md", name)


def test_types_of_tests_are_not_told(docs: Path) -> None:
    assert "fake" not in (docs / "packages/api/api.go.md").read_text()
