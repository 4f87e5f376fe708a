"""The dependency ledger of repositories in other languages than Python: what is declared, imported, and neither."""

from pathlib import Path

import pytest

from designdoc_assets.ecosystems.registry import ECOSYSTEMS
from designdoc_assets.languages.registry import LANGUAGES
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


NPM_FILES = {
    "package.json": """{
        "name": "shop", "version": "2.1.0", "description": "Sells", "bin": {"shop": "src/cli.ts"},
        "workspaces": ["packages/*"],
        "scripts": {"build": "buildtool src"},
        "dependencies": {"react": "^18.2.0", "@shop/core": "workspace:*", "never-used": "1", "styled": "3"},
        "devDependencies": {"@types/react": "^18", "typescript": "^5", "buildtool": "2", "only-tests": "1"},
        "peerDependencies": {"react-dom": ">=17"}
    }""",
    "package-lock.json": '{"packages": {"node_modules/react": {"version": "18.3.1"}}}',
    "packages/core/package.json": '{"name": "@shop/core", "main": "dist/index.js"}',
    "packages/core/src/index.ts": "export const price = 1;\n",
    "src/app.ts": 'import { useState } from "react";\nimport type { Node } from "estree";\n'
    'import pad from "left-pad/fast";\n'
    'import fs from "node:fs";\nimport { price } from "@shop/core";\nimport { x } from "@/alias";\n'
    "export function run(node: Node) { return pad(useState, fs, price, x); }\n",
    "src/app.test.ts": 'import { check } from "only-tests";\ncheck();\n',
    "src/cli.ts": '#!/usr/bin/env node\nimport { run } from "./app";\nrun(null);\n',
    "src/main.css": '@import "styled/base.css";\n',
    "examples/a/package.json": '{"name": "a", "dependencies": {"express": "4"}}',
    "examples/a/index.ts": 'import express from "express";\nexpress();\n',
}
MAVEN_FILES = {
    "pom.xml": """<project>
  <groupId>com.shop</groupId><artifactId>shop</artifactId><version>1.0</version><description>Sells.</description>
  <properties><maven.compiler.release>17</maven.compiler.release></properties>
  <dependencies>
    <dependency><groupId>com.google.guava</groupId><artifactId>guava</artifactId><version>32.1</version></dependency>
    <dependency><groupId>org.jsoup</groupId><artifactId>jsoup</artifactId><version>1.17.1</version></dependency>
    <dependency><groupId>org.acme</groupId><artifactId>thing</artifactId><version>1</version></dependency>
    <dependency>
      <groupId>org.postgresql</groupId><artifactId>postgresql</artifactId>
      <version>42</version><scope>runtime</scope>
    </dependency>
    <dependency>
      <groupId>org.junit.jupiter</groupId><artifactId>junit-jupiter</artifactId>
      <version>5.10</version><scope>test</scope>
    </dependency>
  </dependencies>
</project>
""",
    "src/main/java/com/shop/Shop.java": "package com.shop;\n\nimport com.google.common.collect.ImmutableList;\n"
    "import com.google.gson.Gson;\nimport com.strange.Other;\nimport java.util.List;\n\n/** Sells. */\n"
    "public class Shop {\n    public List<String> all(Gson gson, Other other) { return ImmutableList.of(); }\n}\n",
    "src/test/java/com/shop/ShopTest.java": "package com.shop;\n\nimport org.junit.jupiter.api.Test;\n\n"
    "class ShopTest {\n    @Test void sells() { new Shop().all(null, null); }\n}\n",
}
CRATES_FILES = {
    "Cargo.toml": """[package]
name = "shop-core"
version = "0.2.0"
description = "Sells"
rust-version = "1.70"
[dependencies]
serde_json = "1"
never-used = "2"
by-path = "3"
in-a-macro = "4"
[dev-dependencies]
insta = "1"
""",
    "Cargo.lock": '[[package]]\nname = "serde_json"\nversion = "1.0.108"\nsource = "registry"\n',
    "src/lib.rs": "//! Sells.\nuse serde_json::Value;\nuse std::fmt;\n\n"
    "pub fn run(value: Value) { by_path::go(value); paste!(in_a_macro go); }\n",
    "tests/all.rs": "use insta::assert_snapshot;\n",
}


def documented(files: dict[str, str], ecosystem: str, factory: pytest.TempPathFactory) -> Path:
    if ecosystem not in {language.ecosystem for language in LANGUAGES}:
        pytest.skip(f"no language is read that depends on {ecosystem}")
    repo = make_repo(factory.mktemp(ecosystem) / "repo", files)
    document(repo)
    assert dead_links(docs_of(repo)) == []
    return docs_of(repo)


@pytest.fixture(scope="module")
def go(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return documented(GO_FILES, "go", tmp_path_factory)


@pytest.fixture(scope="module")
def npm(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return documented(NPM_FILES, "npm", tmp_path_factory)


@pytest.fixture(scope="module")
def maven(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return documented(MAVEN_FILES, "maven", tmp_path_factory)


@pytest.fixture(scope="module")
def crates(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return documented(CRATES_FILES, "crates", tmp_path_factory)


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


def test_a_package_is_imported_by_its_name_and_locked(npm: Path) -> None:
    assert row(npm, "react").endswith(
        "| `^18.2.0` | `18.3.1` | `package.json` | [`src/app.ts`](packages/src/app.ts.md) |"
    )
    assert "Type stubs: they are read by type checkers" in (npm / "dependencies/npm.md").read_text()
    assert row(npm, "typescript").endswith("| tool |")
    assert row(npm, "react-dom").endswith("| `package.json [peerDependencies]` | brought by whoever uses the package |")
    assert "@shop/core" not in (npm / "TECH_DEBT.md").read_text()


def test_a_package_may_be_named_by_scripts_and_styles(npm: Path) -> None:
    assert row(npm, "buildtool").endswith("named in `package.json` |")
    assert row(npm, "styled").endswith("named in `src/main.css` |")
    assert "`never-used`" in section(npm, "Declared and named nowhere else")
    assert row(npm, "only-tests").endswith("imported by tests only |")


def test_packages_that_no_package_json_declares_are_said(npm: Path) -> None:
    undeclared = section(npm, "Imported but not declared")
    assert "No `package.json` here declares packages of these names." in undeclared
    assert "- `left-pad`, imported by [`src/app.ts`](packages/src/app.ts.md)." in undeclared
    assert "- `estree`, imported by [`src/app.ts`](packages/src/app.ts.md) (for types only)." in undeclared
    assert "express" not in undeclared, "it is declared where the example stands"
    assert "alias" not in undeclared
    assert "@shop" not in undeclared


def test_a_package_and_its_commands_are_containers(npm: Path) -> None:
    containers = (npm / "ARCHITECTURE.md").read_text()
    assert "- `shop` *(package)* `package.json`: version 2.1.0; Sells." in containers
    assert "- `shop` *(command)* [`src/cli.ts`](packages/src/cli.ts.md)." in containers


def test_an_artifact_is_imported_where_its_packages_are_known(maven: Path) -> None:
    shop = "`src/main/java/com/shop/Shop.java`](packages/src/main/java/com/shop/Shop.java.md) |"
    assert row(maven, "com.google.guava:guava").endswith(f"| `32.1` | `pom.xml` | [{shop}")
    assert row(maven, "org.jsoup:jsoup").endswith("named nowhere else |")
    assert row(maven, "org.acme:thing").endswith("| unknown from its name |"), "`com.strange` may be of it"
    assert row(maven, "org.postgresql:postgresql").endswith("| `pom.xml [runtime]` | needed when it runs |")
    assert row(maven, "org.junit.jupiter:junit-jupiter").endswith("imported by tests only |")


def test_only_packages_of_known_artifacts_are_said_to_be_undeclared(maven: Path) -> None:
    undeclared = section(maven, "Imported but not declared")
    assert "- `com.google.gson`, imported by" in undeclared
    assert "strange" not in undeclared
    assert "shop" not in undeclared.replace("com/shop", "").replace("Shop.java", "")
    assert (
        "- `com.shop:shop` *(artifact)* `pom.xml`: version 1.0; Sells; for Java 17."
        in (maven / "ARCHITECTURE.md").read_text()
    )


def test_a_crate_is_imported_or_named(crates: Path) -> None:
    assert row(crates, "serde_json").endswith(
        "| `1` | `1.0.108` | `Cargo.toml` | [`src/lib.rs`](packages/src/lib.rs.md) |"
    )
    assert row(crates, "by-path").endswith("| `Cargo.toml` | [`src/lib.rs`](packages/src/lib.rs.md) |")
    assert row(crates, "in-a-macro").endswith("named in [`src/lib.rs`](packages/src/lib.rs.md) |")
    assert "`never-used`" in section(crates, "Declared and named nowhere else")
    assert row(crates, "insta").endswith("| `Cargo.toml [dev-dependencies]` | imported by tests only |")
    assert (
        "- `shop-core` *(crate)* `Cargo.toml`: version 0.2.0; Sells; for Rust 1.70."
        in (crates / "ARCHITECTURE.md").read_text()
    )


def test_every_language_says_whose_manifests_its_code_depends_on() -> None:
    assert [
        language.name for language in LANGUAGES if language.ecosystem not in {each.name for each in ECOSYSTEMS}
    ] == []
