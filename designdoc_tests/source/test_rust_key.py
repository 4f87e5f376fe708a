"""What Rust files define is what the parser syn says: see `designdoc_tests.symbols`."""

import subprocess
from pathlib import Path

import pytest

from designdoc_tests.symbols.judges import JUDGES
from designdoc_tests.symbols.judging import judged

JUDGE = next(judge for judge in JUDGES if judge.language == "rust")
SOURCE = """
pub mod inner {
    pub struct Pair<T>(pub T, u8) where T: Copy;
    impl<T: Copy> Pair<T> { pub const MOST: usize = 1; fn new() -> Self { loop {} } }
    pub(super) fn helps() {}
    macro_rules! twice { ($x:expr) => { $x }; }
}
pub enum Shape { Unit, Tuple(u8), Named { r#type: u8 } = 3 }
pub trait Run: Send { type Out; const N: u8 = 1; fn run(&self) -> Self::Out; }
impl Run for Shape { type Out = u8; const N: u8 = 2; fn run(&self) -> u8 { struct Local; fn local() {} 0 } }
impl<T> Run for Vec<T> { type Out = u8; fn run(&self) -> u8 { 0 } }
impl<T: Clone> Marked for T { fn mark(&self) {} }
impl Marked for &'static str { fn mark(&self) {} }
impl inner::Pair<u8> { fn more(self: Box<Self>) {} }
union Raw { byte: u8 }
static mut COUNT: u8 = 0;
const _: () = ();
type Short<T> = inner::Pair<T>;
extern "C" { fn outside(count: i32, ...) -> i32; static LIMIT: i32; }
async unsafe fn r#loop() {}
#[cfg(test)]
mod tests { #[test] fn works() {} }
#[cfg(all(test, unix))]
fn for_tests() {}
#[cfg(not(test))]
fn otherwise() {}
cfg_rt! {
    #![cfg(feature = "rt")]
    pub(crate) mod deep { pub fn down() {} }
    pin_project! { pub struct Held<T> { #[pin] inner: T } }
}
thread_local!(static SEEN: u8 = 0);
"""


def test_a_file_of_everything_is_read_as_syn_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not JUDGE.is_here:
        pytest.skip("cargo is not installed")
    monkeypatch.setenv("CARGO_NET_OFFLINE", "true")
    (tmp_path / "all.rs").write_text(SOURCE)
    try:
        found = judged(JUDGE, tmp_path)
    except subprocess.CalledProcessError:
        pytest.skip("the crate syn is not on this machine")
    assert (found.missed, found.wrong, found.unjudged) == ([], [], 0)
    assert found.right == 33
