"""The symbols that the reader of Go finds, against those of Go's own parser, over Go's own source where it is here."""

import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from designdoc_assets.languages.registry import language

KEY = Path(__file__).with_name("go_symbols.go")
"""Prints each symbol of files as Go's parser has it: path, kind, name and line."""
MOST_FILES = 150
Symbol = tuple[str, str, str, int]


@pytest.fixture(scope="module")
def symbols(tmp_path_factory: pytest.TempPathFactory) -> Path:
    go = shutil.which("go")
    if go is None:
        pytest.skip("there is no Go here")
    program = tmp_path_factory.mktemp("key") / "symbols"
    done = subprocess.run([go, "build", "-o", program, KEY], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return program


def source() -> Path:
    go = shutil.which("go")
    if go is None:
        pytest.skip("there is no Go here")
    root = subprocess.run([go, "env", "GOROOT"], capture_output=True, text=True, check=True).stdout.strip()
    return Path(root, "src")


def found_in(path: Path) -> Iterator[Symbol]:
    facts = language("go").read(path.read_text(errors="replace"))
    for cls in facts.classes:
        if not cls.in_function:
            yield str(path), "type" if cls.sort == "class" else cls.sort, cls.qualname, cls.line
            yield from ((str(path), "method", method.qualname, method.line) for method in cls.methods)
            yield from ((str(path), "field", f"{cls.qualname}.{field.name}", field.line) for field in cls.attributes)
    for extension in facts.extensions:
        yield from ((str(path), "method", method.qualname, method.line) for method in extension.methods)
    yield from ((str(path), "function", function.name, function.line) for function in facts.functions)
    for entry in facts.constants:
        yield str(path), "alias" if entry.sort == "alias" else "value", entry.name, entry.line
    yield from ((str(path), "import", entry.module, entry.line) for entry in facts.imports)


@pytest.mark.parametrize("package", ["net/http", "encoding", "go", "container", "sync"])
def test_symbols_are_those_of_the_parser(package: str, symbols: Path) -> None:
    folder = source() / package
    files = sorted(path for path in folder.rglob("*.go") if "testdata" not in path.parts)[:MOST_FILES]
    if not files:
        pytest.skip("Go's source is not here")
    told = subprocess.run([symbols, *files], capture_output=True, text=True, check=True).stdout
    rows = (line.split("\t") for line in told.splitlines())
    key = {(path, kind, name, int(line)) for path, kind, name, line in rows}
    found = {symbol for path in files for symbol in found_in(path)}
    assert len(key & found) / len(key) >= 0.99, sorted(key - found)[:9]
    assert len(key & found) / len(found) >= 0.99, sorted(found - key)[:9]
