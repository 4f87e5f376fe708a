"""What operators may set, on SYSTEM_DESIGN: variables of the environment, however code reads them, and settings."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from designdoc_tests.support import docs_of, document, make_repo
from designdoc_tests.test_starts import rows

Row = list[str]


def page(folder: Path, files: Mapping[str, str]) -> str:
    """Return SYSTEM_DESIGN of a target with these files."""
    repo = make_repo(folder / "shop", files)
    run = document(repo, writer="static")
    assert run.success, run.failure
    return (docs_of(repo) / "SYSTEM_DESIGN.md").read_text()


def variables(folder: Path, files: Mapping[str, str]) -> list[Row]:
    """Return the rows of the table of environment variables."""
    return rows(page(folder, files), "Environment variables")


PYTHON = '''\
"""Settings."""
import os
from os import environ

ENV_MODE = "SHOP_MODE"
PORT = int(os.environ.get("SHOP_PORT") or 8000)
HOST = os.getenv("SHOP_HOST", default="localhost")
#: Which mode it runs in.
MODE = os.environ[ENV_MODE]
IS_CI = "SHOP_CI" in os.environ and "SHOP_NO" not in environ
os.environ.setdefault("SHOP_STARTED", "1")
os.environ["SHOP_SET"] = "1"


def flag(name: str, default: str) -> bool:
    """Return whether a variable says so."""
    return os.getenv(name, default) == "True"


def secret(name: str, fallback: str | None = None) -> str | None:
    """Return what a variable, or a file that it names, holds."""
    if os.getenv(f"SHOP_{name}_FILE"):
        return None
    return os.getenv("SHOP_" + name, fallback)


def upper(name: str) -> str:
    """Return a variable by its name in capitals."""
    name = name.upper()
    return os.environ[name]


def number(name: str) -> int:
    """Return a number."""
    return int(flag(name, "0"))


DEBUG = flag("SHOP_DEBUG", default="False")
TOKEN = secret("TOKEN")
KEY = secret(name="KEY", fallback="x")
TIMES = number("SHOP_TIMES")
OTHER = upper("SHOP_OTHER")
'''


def test_variables_are_found_however_python_reads_them(tmp_path: Path) -> None:
    found = variables(tmp_path, {"shop/__init__.py": '"""Shop."""\n', "shop/settings.py": PYTHON})
    here = "shop/settings.py"
    assert found == [
        ["SHOP_CI", "", "", here],
        ["SHOP_DEBUG", '"False"', "", here],
        ["SHOP_HOST", '"localhost"', "", here],
        ["SHOP_KEY", '"x"', "", here],
        ["SHOP_KEY_FILE", "", "", here],
        ["SHOP_MODE", "", "Which mode it runs in.", here],
        ["SHOP_NO", "", "", here],
        ["SHOP_PORT", "8000", "", here],
        ["SHOP_STARTED", '"1"', "", here],
        ["SHOP_TIMES", '"0"', "", here],
        ["SHOP_TOKEN", "", "", here],
        ["SHOP_TOKEN_FILE", "", "", here],
    ]


TYPESCRIPT = """\
const { SHOP_A, SHOP_B = "b", SHOP_C: renamed } = process.env;
export const port = Number(process.env.SHOP_PORT) || 3000;
export const host = process.env["SHOP_HOST"] ?? "localhost";
export const any = process.env.SHOP_X || process.env.SHOP_Y || "z";
export const isCi = "SHOP_CI" in process.env;
process.env.SHOP_SET = "1";

/** Reads. */
export function env(name: string, fallback = "no"): string {
  return process.env[name] ?? process.env[`${name}_FILE`] ?? fallback;
}

export const mode = env("SHOP_MODE");
export const also = [SHOP_A, SHOP_B, renamed];
"""
OTHER_FILE = """\
import { env } from "./settings";
export const region = env("SHOP_REGION", "eu");
"""


def test_variables_are_found_however_typescript_reads_them(tmp_path: Path) -> None:
    files = {"package.json": '{"name": "shop"}', "src/settings.ts": TYPESCRIPT, "src/other.ts": OTHER_FILE}
    found = {name: default for name, default, _ in variables(tmp_path, files)}
    assert found == {
        **{"SHOP_A": "", "SHOP_B": '"b"', "SHOP_C": "", "SHOP_PORT": "3000", "SHOP_HOST": '"localhost"'},
        **{"SHOP_X": "", "SHOP_Y": '"z"', "SHOP_CI": "", "SHOP_MODE": "", "SHOP_MODE_FILE": ""},
        **{"SHOP_REGION": "", "SHOP_REGION_FILE": ""},
    }


GO = """\
package main

import "os"

const EnvPort = "SHOP_PORT"

func getenv(key, fallback string) string {
	if value, ok := os.LookupEnv(key); ok {
		return value
	}
	return fallback
}

func number(target *int, env string) {
	_ = getenv(env, "0")
}

func main() {
	port := 0
	number(&port, EnvPort)
	_ = getenv("SHOP_HOST", "localhost")
	_ = os.Getenv("SHOP_MODE")
}
"""


def test_variables_are_found_however_go_reads_them(tmp_path: Path) -> None:
    found = variables(tmp_path, {"go.mod": "module example.org/shop\n\ngo 1.22\n", "main.go": GO})
    assert found == [
        ["SHOP_HOST", '"localhost"', "main.go"],
        ["SHOP_MODE", "", "main.go"],
        ["SHOP_PORT", '"0"', "main.go"],
    ]


RUST = """\
use std::env;

fn get(name: &str) -> Option<String> {
    env::var(name).ok()
}

fn main() {
    let port = env::var("SHOP_PORT").unwrap_or_else(|_| "80".to_string());
    let host = std::env::var("SHOP_HOST").unwrap_or("localhost".into());
    let mode = get("SHOP_MODE");
    println!("{port} {host} {mode:?}");
}
"""
JAVA = """\
package org.shop;

public class Main {
    static String read(String name) {
        return System.getenv(name);
    }

    public static void main(String[] args) {
        System.out.println(System.getenv().getOrDefault("SHOP_PORT", "80") + read("SHOP_MODE") + System.getenv("HOME"));
    }
}
"""


@pytest.mark.parametrize(
    ("files", "expected"),
    [
        (
            {"Cargo.toml": '[package]\nname = "shop"\nversion = "1.0.0"\n', "src/main.rs": RUST},
            {"SHOP_PORT": '"80"', "SHOP_HOST": '"localhost"', "SHOP_MODE": ""},
        ),
        ({"src/main/java/org/shop/Main.java": JAVA}, {"SHOP_PORT": '"80"', "SHOP_MODE": "", "HOME": ""}),
    ],
    ids=["rust", "java"],
)
def test_variables_are_found_however_others_read_them(
    files: Mapping[str, str], expected: Mapping[str, str], tmp_path: Path
) -> None:
    assert {name: default for name, default, _ in variables(tmp_path, files)} == expected


ROUND = '''\
"""Functions that read through each other without an end."""
import os


def one(name, default=""):
    """One."""
    return two(name) or os.environ.get(name, default)


def two(name):
    """Two."""
    return one(name) or two(name)


X = two("SHOP_X")
'''


def test_functions_that_read_through_each_other_end(tmp_path: Path) -> None:
    found = variables(tmp_path, {"shop/__init__.py": '"""Shop."""\n', "shop/settings.py": ROUND})
    assert [row[0] for row in found] == ["SHOP_X"]
