"""A crate in Rust with features, traits of others and crates that no `use` names, documented whole."""

from pathlib import Path

from designdoc_tests.support import dead_links, page

FILES = {
    "Cargo.toml": """[package]
name = "meter"
version = "0.1.0"
edition = "2021"

[features]
default = ["std"]
std = []
exact = []

[dependencies]
itoa = "1"
libm = "0.2"
serde_core = "1"
time = "0.3"

[target.'cfg(any())'.dependencies]
serde = "1"

[dev-dependencies]
tempfile = "3"
""",
    "src/lib.rs": """//! Reads meters.
//!
//! Takes `&[u8]` and gives [`read`](crate::value::read), see the [`meter-book`] and <code>Vec<[Meter]></code>.
//!
//! [`meter-book`]: https://example.org/book

extern crate serde_core as serde;

#[doc(hidden)]
pub mod __private {
    pub use std::vec;
}

#[cfg(feature = "exact")]
mod exact;
mod io;
pub mod system;
mod value;

pub use crate::value::{Meter, Unit};
""",
    "src/exact.rs": """use serde::de;

/// Counts exactly.
pub struct Exact<T>(T);

impl<T> Exact<T> {
    pub fn get(&self) {}
}

impl<T> Clone for Exact<T> {
    fn clone(&self) -> Self {
        unimplemented!()
    }
}

/// What it counts in.
pub type Step = u64;

pub fn exact(visitor: impl de::Visitor<'static>) {}
""",
    "src/system.rs": """use std::env::var;

cfg_if::cfg_if! {
    if #[cfg(unix)] {
        /// Rings.
        pub fn ring() {}
    } else if #[cfg(feature = "exact")] {
        #[cfg(windows)]
        pub struct Bell;
    } else {
        pub const BELLS: u32 = 0;
    }
}

cfg_exact! {
    #![cfg(feature = "exact")]
    pub fn strike() -> Option<String> {
        var("METER_STRIKES").ok()
    }
}

lazy_static! {
    /// What rang.
    pub static ref RANG: Vec<u8> = Vec::new();
}

#[cfg(test)]
mod helpers;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rings() {
        let _ = tempfile::tempdir();
    }
}
""",
    "src/system/helpers.rs": """pub fn ready() -> bool {
    true
}
""",
    "src/io/mod.rs": """#[cfg(not(feature = "std"))]
#[path = "core.rs"]
mod imp;

#[cfg(feature = "std")]
use std::io as imp;

pub use self::imp::Error;
""",
    "src/io/core.rs": """/// What goes wrong without `std`.
pub struct Error;
""",
    "src/value.rs": """use std::fmt;

use crate::io;

/// What is measured.
pub trait Unit {
    /// In what it counts.
    type Step;
    /// How it is written.
    const SIGN: &'static str = "";

    /// Its name.
    fn name(&self) -> String;

    /// How often it is read.
    fn often(&self) -> u32 {
        1
    }
}

impl Unit for u64 {
    type Step = u64;

    fn name(&self) -> String {
        itoa::Buffer::new().format(*self).to_owned()
    }
}

impl Unit for Vec<u8> {
    type Step = u8;

    fn name(&self) -> String {
        format!("{} of {}", libm::sqrt(2.0), self.len())
    }
}

impl<T: Unit> Unit for &T {
    type Step = T::Step;

    fn name(&self) -> String {
        (**self).name()
    }
}

/// Shows what was used.
pub struct Meter {
    /// What it showed.
    pub shown: u64,
    time: u64,
}

impl Meter {
    /// Reads what it shows.
    pub const unsafe fn shown(&self) -> u64 {
        self.shown
    }

    /// Reads it all.
    pub fn all<T>(&self, to: T) -> u64
    where
        T: AsRef<str>,
    {
        self.time::<T>(to)
    }

    #[cfg(all(unix, feature = "exact"))]
    #[cfg(feature = "std")]
    pub fn exactly(&self) -> u64 {
        self.shown
    }

    #[doc(hidden)]
    pub fn raw(&self) {}

    fn time<T>(&self, _: T) -> u64 {
        struct Now;
        self.time
    }
}

impl Unit for Meter {
    type Step = u64;

    fn name(&self) -> String {
        String::new()
    }
}

impl Iterator for Meter {
    type Item = u64;

    fn next(&mut self) -> Option<u64> {
        None
    }
}

#[cfg(feature = "std")]
impl fmt::Display for Meter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("meter")
    }
}

impl From<Meter> for io::Error {
    fn from(_: Meter) -> Self {
        unimplemented!()
    }
}
""",
    "tests/reading.rs": """use serde::Serialize;

#[test]
fn reads() {
    let _ = meter::Meter::shown;
}
""",
}


def test_no_link_is_dead(docs: Path) -> None:
    assert dead_links(docs) == []


def test_a_crate_that_paths_begin_with_is_imported(docs: Path) -> None:
    debt = page(docs, "TECH_DEBT.md")
    assert (
        "| [`itoa`](dependencies/crates.md#itoa) | `1` | `Cargo.toml` | [`src/value.rs`](packages/src/value.rs.md) |"
        in debt
    )
    assert "| [`libm`](dependencies/crates.md#libm) | `0.2` | `Cargo.toml` | [`src/value.rs`]" in debt
    assert "No import was found" in page(docs, "dependencies/crates/time.md")  # a field and a method are called so
    assert "- Third party: `itoa`, `libm`." in page(docs, "packages/src/value.rs.md")


def test_a_crate_may_be_called_otherwise_in_all_of_its_user(docs: Path) -> None:
    debt = page(docs, "TECH_DEBT.md")
    assert "`Cargo.toml` | [`src/exact.rs`](packages/src/exact.rs.md), [`src/lib.rs`]" in debt
    assert "`1` | `Cargo.toml` | imported by tests only |" in debt


def test_what_tests_in_a_file_import_they_alone_do(docs: Path) -> None:
    crates = page(docs, "dependencies/crates.md").partition("## `tempfile`")[2]
    assert "- By [`src/system.rs`](../packages/src/system.rs.md) (tests).\n" in crates
    assert "tempfile" not in page(docs, "packages/src/system.rs.md")


def test_a_file_that_only_builds_for_tests_have_is_a_test(docs: Path) -> None:
    assert not (docs / "packages/src/system/helpers.rs.md").exists()


def test_items_in_macros_are_items_with_the_conditions_of_these(docs: Path) -> None:
    about = page(docs, "packages/src/system.rs.md")
    assert "### `ring()`\n\nDefined under `cfg(unix)`.\n\nRings." in about
    bell = 'Defined under `cfg(all(all(not(unix), feature = "exact"), windows))`.'
    assert bell in about
    assert '| `BELLS` | `u32` | `0` | Set under `cfg(not(any(unix, feature = "exact")))`. |' in about
    assert "| `RANG` | `Vec<u8>` | `Vec::new()` | What rang. |" in about
    assert '`strike() -> Option<String>`\n\nDefined under `cfg(feature = "exact")`.' in about
    assert "`METER_STRIKES`" in page(docs, "SYSTEM_DESIGN.md")


def test_a_crate_says_which_features_it_has(docs: Path) -> None:
    assert "version 0.1.0; features default (std), std, exact." in page(docs, "ARCHITECTURE.md")


def test_brackets_in_code_are_no_links(docs: Path) -> None:
    about = page(docs, "packages/src/README.md")
    assert "Takes `&[u8]` and gives `read`, see the [`meter-book`](https://example.org/book) and `Vec<Meter>`." in about


def test_what_is_hidden_from_docs_is_not_offered(docs: Path) -> None:
    assert "__private" not in page(docs, "SYMBOLS.md")
    assert "| `__private` | *module*. Reads meters" not in page(docs, "packages/src/README.md")
    assert "### `Meter.raw()`" not in page(docs, "packages/src/value.rs.md")


def test_a_trait_says_what_it_asks_for_and_which_types_of_others_have_it(docs: Path) -> None:
    about = page(docs, "packages/src/value.rs.md")
    assert "- Implementations must provide `Step`, `name`.\n" in about
    assert "- Implemented for `u64`, `Vec<u8>`.\n- Implemented by `impl<T: Unit> Unit for &T`.\n" in about
    assert "- `io::Error` implements `From<Meter>`.\n" in about
    assert "*(trait)*: asks for `name`, `Step`; implemented by [`Meter`]" in page(docs, "SYSTEM_DESIGN.md")


def test_a_method_says_of_which_trait_it_is_and_how_it_may_be_called(docs: Path) -> None:
    about = page(docs, "packages/src/value.rs.md")
    assert "`next(&mut self) -> Option<u64>` *(of `Iterator`)*" in about
    assert "`name(&self) -> String`\n\nImplements that of [`Unit`](#unitname)." in about
    assert "`shown(&self) -> u64` *(const, unsafe)*" in about
    assert "`all<T>(&self, to: T) -> u64 where T: AsRef<str>`\n" in about


def test_a_field_and_a_method_may_have_one_name(docs: Path) -> None:
    assert "| `shown` | `u64` | What it showed. |" in page(docs, "packages/src/value.rs.md")


def test_conditions_of_modules_blocks_and_items_are_told_together(docs: Path) -> None:
    exact = page(docs, "packages/src/exact.rs.md")
    assert exact.count('Defined under `cfg(feature = "exact")`.') == 3
    about = page(docs, "packages/src/value.rs.md")
    assert 'Defined under `cfg(all(all(unix, feature = "exact"), feature = "std"))`.' in about
    assert '*(of `fmt::Display`)* | Defined under `cfg(feature = "std")`. |' in about


def test_a_name_that_means_two_things_by_condition_leads_nowhere(docs: Path) -> None:
    assert "`src/io/core.rs`" not in page(docs, "packages/src/value.rs.md")
    assert "From" not in page(docs, "packages/src/io/core.rs.md")


def test_the_head_of_a_block_uses_nothing(docs: Path) -> None:
    assert "Used by" not in page(docs, "packages/src/exact.rs.md")


def test_a_type_in_a_function_is_one_type(docs: Path) -> None:
    about = page(docs, "packages/src/value.rs.md")
    assert "Defined anew" not in about
    assert "Defined in `Meter.time`: no other code can name it." in about
