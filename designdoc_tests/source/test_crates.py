"""What manifests of Cargo say."""

from collections.abc import Mapping

from designdoc_assets.ecosystems.crates import ECOSYSTEM as CRATES
from designdoc_assets.ecosystems.facts import Declaration, Dependency, Manifests
from designdoc_assets.ecosystems.read import read_manifests

WORKSPACE = """
[workspace]
members = ["crates/*"]
[workspace.package]
version = "0.3.0"
rust-version = "1.70"
[workspace.dependencies]
serde = { version = "1.0", features = ["derive"] }
tokio = "1"
"""
CRATE = """
[package]
name = "pump-core"
version.workspace = true
rust-version = { workspace = true }
description = "Moves water"
[features]
fast = ["dep:rayon"]
[dependencies]
serde = { workspace = true, features = ["rc"] }
rayon = { version = "1.8", optional = true }
log = "0.4"
any = "*"
other = { package = "real-name", version = "2" }
pump-model = { path = "../model", version = "0.3" }
forked = { git = "https://user:hunter2@h.example/forked.git", rev = "abc" }
[dev-dependencies]
insta = "1"
[build-dependencies]
cc = "1"
[target.'cfg(windows)'.dependencies]
winapi = "0.3"
"""


def manifests(files: Mapping[str, str]) -> Manifests:
    return read_manifests(files, lambda path: files[path].encode(), ecosystems=[CRATES])


def found(read: Manifests, name: str) -> Dependency:
    return next(each for each in read.dependencies if each.name == name)


def read_workspace() -> Manifests:
    return manifests(
        {
            "Cargo.toml": WORKSPACE,
            "crates/core/Cargo.toml": CRATE,
            "crates/model/Cargo.toml": '[package]\nname = "pump-model"\nversion = "0.3.0"\n',
            "Cargo.lock": 'version = 3\n[[package]]\nname = "log"\nversion = "0.4.20"\nsource = "registry+x"\n'
            '[[package]]\nname = "pump-core"\nversion = "0.3.0"\n',
        }
    )


def test_a_crate_inherits_from_its_workspace() -> None:
    read = read_workspace()
    assert found(read, "serde").declarations == (
        Declaration("Cargo.toml", "workspace", "1.0", extras=("derive",)),
        Declaration("crates/core/Cargo.toml", "", "1.0", extras=("derive", "rc")),
    )
    assert found(read, "tokio").declarations == (Declaration("Cargo.toml", "workspace", "1"),)
    core = read.distributions[0]
    assert (core.name, core.version, core.runs_on, core.description) == (
        "pump-core",
        "0.3.0",
        "Rust 1.70",
        "Moves water",
    )
    assert read.problems == ()


def test_groups_conditions_and_sources_are_told() -> None:
    read = read_workspace()
    declared = {each.name: each.declarations[-1] for each in read.dependencies}
    assert declared["rayon"].marker == "optional"
    assert declared["winapi"].marker == "cfg(windows)"
    assert (declared["insta"].group, declared["cc"].group) == ("dev-dependencies", "build-dependencies")
    assert declared["any"].specifier == ""
    assert declared["forked"].direct == "git+https://h.example/forked.git@abc"
    assert found(read, "log").locked == (("Cargo.lock", "0.4.20"),)
    assert "pump-model" not in declared, "a crate of the target is no dependency of it"


def test_crates_are_matched_as_code_calls_them() -> None:
    read = read_workspace()
    assert found(read, "real-name").imported_as == ("other",)
    match = CRATES.match(read.dependencies, ["other", "serde", "nowhere"])
    assert match.by_dependency["real-name"] == ("other",)
    assert match.by_dependency["serde"] == ("serde",)
    assert list(match.undeclared) == ["nowhere"]


def test_what_is_malformed_is_a_problem_and_the_rest_is_read() -> None:
    text = "[package]\nname = 1\n[dependencies]\n'no name' = '1'\nlost = { workspace = true }\nserde = '1'\nodd = 3\n"
    read = manifests({"Cargo.toml": text, "broken/Cargo.toml": "[", "Cargo.lock": "package = 1"})
    assert found(read, "serde").declarations[0].specifier == "1"
    assert [problem.reason for problem in read.problems if problem.path == "Cargo.toml"] == [
        "has no valid name of a crate at dependencies; it is left out",
        "has no valid name of a crate at package.name; it is left out",
        "has something other than a table at dependencies.odd; it is left out",
        "has something other than a text of at most 4096 characters at package.name; it is left out",
        "inherits lost from a workspace that does not declare it",
    ]
    assert {problem.path for problem in read.problems} == {"Cargo.toml", "Cargo.lock", "broken/Cargo.toml"}


def test_crates_of_examples_are_passed_over() -> None:
    read = manifests({"examples/a/Cargo.toml": CRATE})
    assert read.dependencies == ()
    assert read.passed_over == (("crates", "examples/a/"),)
