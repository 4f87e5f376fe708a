"""What manifests of Go modules say."""

from collections.abc import Mapping

from designdoc_assets.ecosystems.ecosystem import Role
from designdoc_assets.ecosystems.facts import Declaration, Dependency, Manifests
from designdoc_assets.ecosystems.go import ECOSYSTEM as GO
from designdoc_assets.ecosystems.read import read_manifests

MOD = """// Deprecated: use v2.
module example.com/pump // moves water

go 1.21
toolchain go1.22.1

require github.com/one/line v1.2.3

require (
\tgithub.com/direct/dep v0.4.0 // kept for its tests
\tgolang.org/x/net v0.0.0-20200101000000-abcdefabcdef // indirect
\tgithub.com/kept/it v2.0.0+incompatible // indirect; for the tests
\t"example.com/pump/v9" v9.0.0
)

replace (
\tgithub.com/one/line => ../line
\tgithub.com/direct/dep v0.4.0 => https://user:hunter2@h.example/x?t=1 v0.5.0
)
exclude github.com/bad/one v1.0.0
retract v1.0.1
tool golang.org/x/net/cmd/made
"""


def manifests(files: Mapping[str, str]) -> Manifests:
    return read_manifests(files, lambda path: files[path].encode(), ecosystems=[GO])


def found(read: Manifests, name: str) -> Dependency:
    return next(each for each in read.dependencies if each.name == name)


def test_requirements_are_read_with_what_replaces_them() -> None:
    read = manifests(
        {"go.mod": MOD, "go.sum": "github.com/one/line v1.2.3 h1:x=\ngithub.com/one/line v1.1.0/go.mod h1:y=\n"}
    )
    assert [each.name for each in read.dependencies] == [
        *("example.com/pump/v9", "github.com/direct/dep", "github.com/kept/it", "github.com/one/line"),
        "golang.org/x/net",
    ]
    assert found(read, "github.com/one/line").declarations == (Declaration("go.mod", "", "v1.2.3 => ../line"),)
    assert found(read, "github.com/one/line").locked == (("go.sum", "v1.2.3"),)
    assert found(read, "github.com/direct/dep").declarations[0].specifier == "v0.4.0 => https://h.example/x v0.5.0"
    assert found(read, "github.com/kept/it").declarations[0].group == "indirect"
    assert [(built.name, built.runs_on) for built in read.distributions] == [("example.com/pump", "Go 1.21")]
    assert read.problems == ()


def test_what_only_other_modules_or_commands_need_is_known() -> None:
    read = manifests({"go.mod": MOD})
    assert GO.role(found(read, "github.com/kept/it")) is Role.OF_OTHERS
    assert GO.role(found(read, "golang.org/x/net")) is Role.TOOL
    assert GO.role(found(read, "github.com/direct/dep")) is None


def test_packages_belong_to_the_module_with_the_longest_path() -> None:
    read = manifests(
        {"go.mod": "module m\nrequire (\n\tcloud.google.com/go v1.0.0\n\tcloud.google.com/go/storage v1.1.0\n)\n"}
    )
    match = GO.match(
        read.dependencies, ["cloud.google.com/go/storage/control", "cloud.google.com/gone", "cloud.google.com/go"]
    )
    assert match.by_dependency == {
        "cloud.google.com/go": ("cloud.google.com/go",),
        "cloud.google.com/go/storage": ("cloud.google.com/go/storage/control",),
    }
    assert list(match.undeclared) == ["cloud.google.com/gone"]


def test_a_workspace_replaces_for_all_its_modules_and_they_do_not_depend_on_each_other() -> None:
    read = manifests(
        {
            "go.work": "go 1.21\nuse (\n\t./a\n\t./b\n)\nreplace github.com/x/y => ./y\n",
            "a/go.mod": "module example.com/a\nrequire (\n\tgithub.com/x/y v1.0.0\n\texample.com/b v0.0.0\n)\n",
            "b/go.mod": "module example.com/b\n",
        }
    )
    assert [each.name for each in read.dependencies] == ["github.com/x/y"]
    assert read.dependencies[0].declarations[0].specifier == "v1.0.0 => ./y"
    assert [built.name for built in read.distributions] == ["example.com/a", "example.com/b"]


def test_what_is_malformed_is_a_problem_and_the_rest_is_read() -> None:
    text = "go 1.21\nrequire (\n\tgithub.com/a/b\n\t../../etc v1.0.0\n\tgithub.com/c/d v1.0.0\n)\nreplace => x\n"
    read = manifests({"go.mod": text})
    assert [each.name for each in read.dependencies] == ["github.com/c/d"]
    assert [problem.reason for problem in read.problems] == [
        "does not say which module it describes",
        "has no valid replacement at line 7; it is left out",
        "has no valid requirement at line 3; it is left out",
        "has no valid requirement at line 4; it is left out",
    ]


def test_modules_of_tests_and_vendored_ones_are_passed_over() -> None:
    read = manifests(
        {"testdata/m/go.mod": "module x\nrequire github.com/a/b v1.0.0\n", "vendor/v/go.mod": "module v\n"}
    )
    assert read.dependencies == read.distributions == ()
    assert read.passed_over == (("go", "testdata/m/"), ("go", "vendor/v/"))
