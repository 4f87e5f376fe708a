"""A workspace in Rust, documented whole: what who maintains it expects of its pages."""

import json
from pathlib import Path

from designdoc_tests.golden import of_kinds
from designdoc_tests.golden_languages import recorded
from designdoc_tests.support import dead_links, page

FILES = {
    "Cargo.toml": '[workspace]\nmembers = ["crates/*"]\n',
    "crates/pump/Cargo.toml": """[package]
name = "pump-core"
version = "0.1.0"
edition = "2021"

[dependencies]
serde = "1"
""",
    "crates/pump/src/lib.rs": """//! Moves water.
//!
//! Begin with [`Pump`].
//!
//! ```
//! # use pump_core::Pump;
//! let pump = Pump::new();
//! ```

#[macro_use]
mod macros;
mod pump;
mod run;
pub mod valve;

pub use crate::pump::{Pump, Speed};

/// What goes wrong.
#[derive(Debug)]
pub enum Error {
    /// The valve is stuck.
    Stuck { since: u64 },
    Io(std::io::Error),
}

impl From<std::io::Error> for Error {
    fn from(error: std::io::Error) -> Self {
        Error::Io(error)
    }
}
""",
    "crates/pump/src/macros.rs": """/// Makes a pump.
#[macro_export]
macro_rules! pump {
    () => { $crate::Pump::new() };
}
""",
    "crates/pump/src/pump.rs": """use std::fmt;

use serde::Serialize;

use crate::valve::Valve;

/// Moves water through a [valve](crate::valve::Valve).
#[derive(Debug, Clone)]
pub struct Pump {
    /// What it opens.
    pub valve: Valve,
    speed: Speed,
}

/// How fast it runs.
#[derive(Clone, Copy, Serialize)]
pub enum Speed {
    Slow = 1,
    Fast = 2,
}

/// Many liters.
pub struct Liters(pub u64);

impl fmt::Display for Pump {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "pump")
    }
}
""",
    "crates/pump/src/run.rs": """use crate::pump::{Pump, Speed};
use crate::Error;

/// What can run.
pub trait Run {
    /// What comes out.
    type Out;

    /// Runs.
    ///
    /// # Errors
    /// The valve is stuck.
    fn run(&mut self, speed: Speed) -> Result<Self::Out, Error>;

    /// Runs twice.
    fn twice(&mut self) -> Result<(), Error> {
        self.run(Speed::Slow)?;
        self.run(Speed::Fast)?;
        Ok(())
    }
}

impl Pump {
    /// How many there are at most.
    pub const MOST: usize = 3;

    /// Makes one that stands still.
    pub fn new() -> Self {
        Pump { valve: crate::valve::Valve::new(), speed: Speed::Slow }
    }

    /// Stops it.
    #[deprecated(since = "0.2.0", note = "Drop it.")]
    pub(crate) fn stop(&mut self) {}
}

impl Run for Pump {
    type Out = u64;

    fn run(&mut self, speed: Speed) -> Result<u64, Error> {
        self.valve.open()?;
        self.speed = speed;
        Ok(1)
    }
}
""",
    "crates/pump/src/valve/mod.rs": """//! Lets water through, or not.

mod handle;

use self::handle::Handle;
use crate::Error;

/// Open or not.
#[derive(Debug, Clone)]
pub struct Valve {
    pub kind: crate::pump::Speed,
    handle: Handle,
}

impl Valve {
    /// Makes one that is closed.
    pub fn new() -> Self {
        Valve { kind: crate::pump::Speed::Slow, handle: Handle }
    }

    pub fn fails(&self, why: std::fmt::Error) -> std::io::Error {
        std::io::Error::other(why)
    }

    /// Opens it.
    pub fn open(&self) -> Result<(), Error> {
        self.handle.turn();
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn opens() {
        Valve::new().open().unwrap();
    }
}
""",
    "crates/pump/src/valve/handle.rs": """#[derive(Debug, Clone)]
pub(super) struct Handle;

impl Handle {
    pub(super) fn turn(&self) {}
}
""",
    "crates/pump/tests/running.rs": """use pump_core::Pump;

#[test]
fn runs() {
    let pump = Pump::new();
    assert_eq!(pump.to_string(), "pump");
}
""",
    "crates/pump/examples/once.rs": """use pump_core::Pump;

fn main() {
    let _ = Pump::new();
}
""",
    "crates/cli/Cargo.toml": """[package]
name = "pump-cli"
version = "0.1.0"
edition = "2021"

[dependencies]
core = { package = "pump-core", path = "../pump" }
""",
    "crates/cli/src/main.rs": """//! Runs a pump.

use std::env;

use core::{Pump, Speed};

/// Starts it.
fn main() {
    let pump = Pump::new();
    let home = env::var("PUMP_HOME");
    let _ = (pump.to_string(), home, Speed::Fast);
}
""",
    "target/debug/build/made.rs": "pub struct MadeByCargo;\n",
    ".gitignore": "/target\n",
}


def test_no_link_is_dead(docs: Path) -> None:
    assert dead_links(docs) == []


def test_what_comes_out_is_what_was_written_down(documented_files: Path) -> None:
    assert json.loads(json.dumps(of_kinds(documented_files))) == recorded("rust")


def test_members_and_traits_are_on_the_page_of_their_type_wherever_they_stand(docs: Path) -> None:
    about = page(docs, "packages/crates/pump/src/pump.rs.md")
    assert "### `Pump.run()`\n\n`run(&mut self, speed: Speed) -> Result<u64, Error>`" in about
    assert "| `MOST` | `usize` | `3` | How many there are at most. |" in about
    assert "- Implements `fmt::Display`, `Debug`, `Clone`, [`Run`](run.rs.md#type-run)." in about
    assert "[`crates/pump/src/run.rs`](run.rs.md)" in about
    assert "Deprecated: `stop`." in about


def test_a_trait_says_who_implements_it_and_what_that_takes(docs: Path) -> None:
    about = page(docs, "packages/crates/pump/src/run.rs.md")
    assert "**Implemented or required by**: [`Pump`](pump.rs.md#type-pump)." in about
    assert "`run(&mut self, speed: Speed) -> Result<Self::Out, Error>`" in about
    assert "**Errors**\n\nThe valve is stuck." in about


def test_variants_have_their_data_or_their_values(docs: Path) -> None:
    error = page(docs, "packages/crates/pump/src/lib.rs.md")
    assert "| `Stuck` | `{ since: u64 }` | The valve is stuck. |" in error
    assert "| `Io` | `(std::io::Error)` | |" in error
    assert "| `Slow` | `1` |" in page(docs, "packages/crates/pump/src/pump.rs.md")


def test_a_crate_says_what_it_offers_and_how_it_is_imported(docs: Path) -> None:
    overview = page(docs, "packages/crates/pump/src/README.md")
    assert "Imported as `pump_core`" in overview
    assert "Begin with [`Pump`](pump.rs.md#type-pump)." in overview
    assert "```rust\nlet pump = Pump::new();\n```" in overview
    assert "[`pump`](macros.rs.md#pump)" in overview
    lib = page(docs, "packages/crates/pump/src/lib.rs.md")
    assert "| `crates/pump/src/pump.rs` | [`Pump`](pump.rs.md#type-pump), [`Speed`](pump.rs.md#type-speed) |" in lib


def test_uses_are_found_through_paths_imports_and_other_crates(docs: Path) -> None:
    pump = page(docs, "packages/crates/pump/src/pump.rs.md")
    assert "[`main.main()`](../../cli/src/main.rs.md#internal-functions)" in pump
    valve = page(docs, "packages/crates/pump/src/valve/mod.rs.md")
    assert "[`crates/pump/src/pump.rs`](../pump.rs.md)" in valve
    assert "- Third party: `serde`." in pump


def test_what_is_there_for_tests_alone_is_on_no_page(docs: Path) -> None:
    everything = "\n".join(path.read_text() for path in sorted(docs.rglob("*.md")))
    assert "opens()" not in everything
    assert "MadeByCargo" not in everything
    assert "**Tested by** `crates/pump/tests/running.rs`" in page(docs, "packages/crates/pump/src/pump.rs.md")


def test_programs_are_those_of_binary_targets(docs: Path) -> None:
    assert "`pump-cli` *(command)* [`crates/cli/src/main.rs`](packages/crates/cli/src/main.rs.md)" in page(
        docs, "ARCHITECTURE.md"
    )
    assert "PUMP_HOME" in page(docs, "SYSTEM_DESIGN.md")


def test_pages_of_rust_hold_no_word_of_another_language(docs: Path) -> None:
    rust = "\n".join(path.read_text() for path in sorted(docs.rglob("*.rs*.md")))
    for word in ("docstring", "decorat", "__", "```python", "Subclass", "class `", "static method"):
        assert word not in rust, word


def test_a_name_of_the_standard_library_is_no_type_of_the_file_that_is_called_so(docs: Path) -> None:
    handle = page(docs, "packages/crates/pump/src/valve/mod.rs.md")
    assert "`fails(&self, why: std::fmt::Error) -> std::io::Error`" in handle
    assert "| `kind` | [`crate::pump::Speed`](../pump.rs.md#type-speed) |" in handle
