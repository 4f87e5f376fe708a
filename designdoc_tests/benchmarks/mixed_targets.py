"""Synthetic targets of several languages: files of some kilobytes, each using what the one before it defines."""

from collections.abc import Callable
from pathlib import Path

from designdoc_tests.benchmarks.targets import commit

FILES_PER_PACKAGE = 20
_METHODS = 18
"""Of each type: a file has some six kilobytes with them."""
_WORDS = ("open", "close", "read", "write", "find", "drop", "send", "take", "count", "merge", "split", "check")

_Make = Callable[[int], tuple[str, str]]
"""Returns the path and the text of a file, by its number."""


def make_mixed_target(folder: Path, files: int) -> int:
    """Make a git repository of so many files, as many in each language, and return their size in bytes."""
    size = 0
    for path, text in {
        ".gitignore": "/docs/design/\n",
        "pyproject.toml": '[project]\nname = "depot"\nversion = "1"\n',
        "go.mod": "module example.com/depot\n\ngo 1.21\n",
        "package.json": '{"name": "depot", "version": "1.0.0", "type": "module"}\n',
        "pom.xml": "<project><groupId>com.example</groupId><artifactId>depot</artifactId></project>\n",
        "Cargo.toml": '[package]\nname = "depot"\nversion = "1.0.0"\n',
        "src/lib.rs": "".join(f"pub mod p{at};\n" for at in range(files // len(_MAKES) // FILES_PER_PACKAGE + 1)),
    }.items():
        _write(folder / path, text)
    for number in range(files):
        path, text = _MAKES[number % len(_MAKES)](number // len(_MAKES))
        size += len(text)
        _write(folder / path, text)
    commit(folder)
    return size


def _write(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


def _names() -> list[str]:
    return [f"{word}{at // len(_WORDS) or ''}" for at in range(_METHODS) for word in (_WORDS[at % len(_WORDS)],)]


def _place(number: int) -> tuple[int, int]:
    """Return the package of a file, and that of the one which it uses."""
    return number // FILES_PER_PACKAGE, max(0, number - 1) // FILES_PER_PACKAGE


def _python(number: int) -> tuple[str, str]:
    package, before = _place(number)
    methods = "".join(
        f'\n    def {name}(self, amount: int, label: str = "x") -> int:\n'
        f'        """Return what is left after `{name}` of an amount.\n\n'
        "        Args:\n            amount: How much of it.\n            label: What it is called.\n"
        '        """\n        if self.kept is None:\n            return len(label)\n'
        f"        return self.kept.{name}(amount - 1, label) + self.total\n"
        for name in _names()
    )
    below = max(0, number - 1)
    return f"depot/p{package}/store{number}.py", (
        f'"""Store {number} of the depot."""\n\nfrom depot.p{before}.store{below} import Store{below}\n\n\n'
        f'class Store{number}:\n    """Keeps things."""\n\n    total: int = 0\n'
        f"    kept: Store{below} | None = None\n{methods}"
    )


def _go(number: int) -> tuple[str, str]:
    package, before = _place(number)
    below = max(0, number - 1)
    methods = "".join(
        f"\n// {name.title()} returns what is left of an amount, and what it is called.\n"
        f"//\n// It asks what it keeps, where it keeps something.\n"
        f"func (s *Store{number}) {name.title()}(amount int, label string) (int, error) {{\n"
        f'\tif s.kept == nil {{\n\t\treturn 0, fmt.Errorf("nothing is kept: %s", label)\n\t}}\n'
        f"\tleft, err := s.kept.{name.title()}(amount-1, label)\n\tif err != nil {{\n\t\treturn 0, err\n\t}}\n"
        "\treturn left + s.Total, nil\n}\n"
        for name in _names()
    )
    imported = f'\t"fmt"\n\n\t"example.com/depot/go/p{before}"\n' if before != package else '\t"fmt"\n'
    kept = f"p{before}.Store{below}" if before != package else f"Store{below}"
    return f"go/p{package}/store{number}.go", (
        f"// Package p{package} is a part of the depot.\npackage p{package}\n\nimport (\n{imported})\n\n"
        f"// Store{number} keeps things.\ntype Store{number} struct {{\n\t// Total is their sum.\n\tTotal int\n"
        f"\tkept  *{kept}\n}}\n{methods}"
    )


def _typescript(number: int) -> tuple[str, str]:
    package, before = _place(number)
    below = max(0, number - 1)
    methods = "".join(
        f"\n  /**\n   * Returns what is left of an amount after {name}.\n   *\n   * @param amount - How much of it.\n"
        f'   * @param label - What it is called.\n   */\n  {name}(amount: number, label: string = "x"): number {{\n'
        f"    if (this.kept === undefined) {{\n      return label.length;\n    }}\n"
        f"    return this.kept.{name}(amount - 1, label) + this.total;\n  }}\n"
        for name in _names()
    )
    imported = f'import {{ Store{below} }} from "../p{before}/store{below}";\n\n' if number else ""
    return f"web/p{package}/store{number}.ts", (
        f"{imported}/** Keeps things. */\nexport class Store{number} {{\n  /** Their sum. */\n  total = 0;\n\n"
        f"  private kept?: Store{below};\n{methods}}}\n"
    )


def _java(number: int) -> tuple[str, str]:
    package, before = _place(number)
    below = max(0, number - 1)
    methods = "".join(
        f"\n    /**\n     * Returns what is left of an amount after {name}.\n     *\n"
        "     * @param amount how much of it\n"
        f"     * @param label what it is called\n     * @return what is left\n     */\n"
        f"    public int {name}(int amount, String label) {{\n        if (kept == null) {{\n"
        f"            return label.length();\n        }}\n"
        f"        return kept.{name}(amount - 1, label) + total;\n    }}\n"
        for name in _names()
    )
    imported = f"import com.example.p{before}.Store{below};\n\n" if before != package else ""
    return f"src/main/java/com/example/p{package}/Store{number}.java", (
        f"package com.example.p{package};\n\n{imported}/** Keeps things. */\npublic class Store{number} {{\n"
        f"    private int total;\n    private Store{below} kept;\n{methods}}}\n"
    )


def _rust(number: int) -> tuple[str, str]:
    package, before = _place(number)
    below = max(0, number - 1)
    methods = "".join(
        f"\n    /// Returns what is left of an amount after {name}.\n    ///\n"
        f"    /// Asks what it keeps, where it keeps something.\n"
        f"    pub fn {name}(&self, amount: i64, label: &str) -> Option<i64> {{\n"
        f"        let kept = self.kept.as_ref()?;\n        let left = kept.{name}(amount - 1, label)?;\n"
        f"        if left < 0 {{\n            return None;\n        }}\n        Some(left + self.total)\n    }}\n"
        for name in _names()
    )
    return f"src/p{package}/store{number}.rs", (
        f"//! Store {number} of the depot.\n\nuse crate::p{before}::store{below}::Store{below};\n\n"
        f"/// Keeps things.\npub struct Store{number} {{\n    /// Their sum.\n    pub total: i64,\n"
        f"    kept: Option<Box<Store{below}>>,\n}}\n\nimpl Store{number} {{{methods}}}\n"
    )


_MAKES: tuple[_Make, ...] = (_python, _go, _typescript, _java, _rust)
