"""The dependency ledger of repositories in other languages than Python: what is declared, imported, and neither."""

from pathlib import Path

import pytest

from designdoc_tests.support import dead_links, docs_of, document, make_repo

GO_FILES = {
    "go.mod": "module example.com/shop\n\ngo 1.21\n\nrequire (\n\tgithub.com/used/one v1.2.3\n"
    "\tgithub.com/only/tests v0.1.0\n\tgithub.com/never/used v0.2.0\n\tgithub.com/deep/down v0.3.0 // indirect\n)\n",
    "go.sum": "github.com/used/one v1.2.3 h1:x=\n",
    "shop.go": '// Package shop sells.\npackage shop\n\nimport (\n\t"os"\n\n\t"github.com/used/one/sub"\n'
    '\t"golang.org/x/net/html"\n)\n\nvar _, _ = sub.X, html.Y\nvar _ = os.Args\n',
    "shop_test.go": 'package shop\n\nimport "github.com/only/tests"\n\nvar _ = tests.X\n',
    "examples/app/go.mod": "module example.com/app\nrequire github.com/of/examples v1.0.0\n",
    "examples/app/main.go": 'package main\n\nimport "github.com/of/examples"\n\nfunc main() { examples.Run() }\n',
    "package.json": '{"name": "site", "dependencies": {"left-pad": "1"}}',
}


@pytest.fixture(scope="module")
def go(tmp_path_factory: pytest.TempPathFactory) -> Path:
    repo = make_repo(tmp_path_factory.mktemp("go") / "repo", GO_FILES)
    document(repo)
    return docs_of(repo)


def row(docs: Path, name: str) -> str:
    lines = (docs / "TECH_DEBT.md").read_text().split("\n")
    return next(line for line in lines if line.startswith("| ") and f"`{name}`" in line)


def section(docs: Path, title: str) -> str:
    return (docs / "TECH_DEBT.md").read_text().partition(f"## {title}\n")[2].partition("\n## ")[0]


def test_a_module_is_imported_by_the_files_that_import_a_package_of_it(go: Path) -> None:
    assert row(go, "github.com/used/one").endswith(
        "| `v1.2.3` | `v1.2.3` | `go.mod` | [`shop.go`](packages/shop.go.md) |"
    )


def test_what_is_declared_and_named_nowhere_else_is_said_with_what_was_searched(go: Path) -> None:
    assert "`github.com/never/used`" in section(go, "Declared and named nowhere else")
    assert row(go, "github.com/never/used").endswith("named nowhere else |")
    assert "No import was found" in (go / "dependencies/go/github.com/never/used.md").read_text()


def test_what_is_needed_by_other_modules_is_no_debt(go: Path) -> None:
    assert row(go, "github.com/deep/down").endswith("| `go.mod [indirect]` | needed by other dependencies |")
    assert "deep/down" not in section(go, "Declared and named nowhere else")


def test_go_does_not_set_apart_what_only_tests_need(go: Path) -> None:
    assert row(go, "github.com/only/tests").endswith("imported by tests only |")
    assert "Declared for run time, imported by tests only" not in (go / "TECH_DEBT.md").read_text()


def test_what_is_imported_and_not_declared_is_said_but_not_of_a_module_of_its_own(go: Path) -> None:
    undeclared = section(go, "Imported but not declared")
    assert "No `go.mod` here requires a module that these packages can be of." in undeclared
    assert "- `golang.org/x/net`, imported by [`shop.go`](packages/shop.go.md)." in undeclared
    assert "examples" not in undeclared


def test_manifests_of_what_no_language_here_needs_are_not_read(go: Path) -> None:
    assert "left-pad" not in (go / "TECH_DEBT.md").read_text()


def test_no_link_is_dead(go: Path) -> None:
    assert dead_links(go) == []
