"""What comments say of the code: why it is so is read in ARCHITECTURE, what is to be done in TECH_DEBT."""

import subprocess
import sys
from pathlib import Path

import pytest

from designdoc_assets.languages.registry import LANGUAGES, language
from designdoc_tests.support import docs_of, document, make_repo

SECTION = "## What the code says of itself"

IN_LANGUAGES = {
    "python": ("a.py", "class Pump:\n    def run(self):\n        # {}\n        return 1\n", "Pump.run"),
    "typescript": ("a.ts", "export class Pump {{\n  run() {{\n    // {}\n    return 1;\n  }}\n}}\n", "Pump.run"),
    "javascript": ("a.js", "export class Pump {{\n  run() {{\n    /* {} */\n    return 1;\n  }}\n}}\n", "Pump.run"),
    "go": (
        "a.go",
        "package a\n\ntype Pump struct{{}}\n\nfunc (p Pump) Run() int {{\n\t// {}\n\treturn 1\n}}\n",
        "Pump.Run",
    ),
    "java": ("Pump.java", "class Pump {{\n  int run() {{\n    // {}\n    return 1;\n  }}\n}}\n", "Pump.run"),
    "rust": (
        "src/lib.rs",
        "pub struct Pump;\n\nimpl Pump {{\n    pub fn run(&self) -> u8 {{\n        // {}\n        1\n    }}\n}}\n",
        "Pump.run",
    ),
}


def pages(tmp_path: Path, files: dict[str, str]) -> tuple[str, str]:
    """Return ARCHITECTURE and TECH_DEBT of a repository with some files."""
    repo = make_repo(tmp_path / "repo", files)
    run = document(repo)
    assert run.success, run.failure
    return (docs_of(repo) / "ARCHITECTURE.md").read_text(), (docs_of(repo) / "TECH_DEBT.md").read_text()


def said(comment: str) -> list[tuple[str, str]]:
    """Return the sorts and texts of what a comment says that stands in a function."""
    facts = language("python").read(f"def run():\n    {comment.replace(chr(10), chr(10) + '    ')}\n    return 1\n")
    assert all(remark.within == "run" for remark in facts.remarks)
    return [(remark.sort, remark.text) for remark in facts.remarks]


def test_each_language_is_told_about() -> None:
    assert {each.name for each in LANGUAGES} == set(IN_LANGUAGES)


@pytest.mark.parametrize("name", IN_LANGUAGES)
def test_a_comment_is_told_with_what_it_stands_in(name: str, tmp_path: Path) -> None:
    path, code, qualname = IN_LANGUAGES[name]
    why, debt = pages(tmp_path, {path: code.format("Twice, because the `valve` sticks at <0> degrees.")})
    assert f"- [`{qualname}`](packages/" in why.partition("## Why it is so")[2]
    assert "): Twice, because the `valve` sticks at <0> degrees.\n" in why
    assert SECTION not in debt
    why, debt = pages(tmp_path / "2", {path: code.format("TODO(ann): measure the | pressure")})
    assert "Why it is so" not in why
    assert f"| TODO | (ann) measure the \\| pressure | [`{qualname}`](packages/" in debt.partition(SECTION)[2]
    assert f"[`{path}`](../../{path}) |\n" in debt.partition(SECTION)[2]


@pytest.mark.parametrize(
    ("comment", "expected"),
    [
        ("# FIXME: leaks on close", [("FIXME", "leaks on close")]),
        ("# Slow. TODO: cache the result", [("TODO", "cache the result")]),
        ("# @todo: cache the result", [("TODO", "cache the result")]),
        ("# HACK the driver counts from one", [("HACK", "the driver counts from one")]),
        (
            "# The cache is kept so that a second\n# run does not ask again.",
            [("reason", "The cache is kept so that a second run does not ask again.")],
        ),
        (
            "# Workaround for a bug of the driver.\n#\n# TODO: remove it with 2.0",
            [("workaround", "Workaround for a bug of the driver."), ("TODO", "remove it with 2.0")],
        ),
        ("# Deprecated since 1.2: use `walk`.", [("deprecated", "Deprecated since 1.2: use `walk`.")]),
        (
            "# Ports are asked for one by one.\n# See https://example.org/a/issues/12",
            [("reason", "Ports are asked for one by one. See https://example.org/a/issues/12")],
        ),
        ("# TODO: ask it twice\n# run(1, 2)\n# run(2, 3)", [("TODO", "ask it twice")]),
        ("x = 1  # one, because counting starts there", [("reason", "one, because counting starts there")]),
    ],
)
def test_what_a_comment_says_is_told_as_it_is_written(comment: str, expected: list[tuple[str, str]]) -> None:
    assert said(comment) == expected


@pytest.mark.parametrize(
    "comment",
    [
        "# TODO list of the user",
        "# Shows the todo list",
        "# TODO",
        "# the TODOs of a file",
        "# because",
        'x = "TODO: not a comment, because it is a string"',
        "# TODO: replace it with\n# run(1, 2)",
        "# run(x)\n# of it, because code was taken out here above",
        "# Copyright 2020 A. Licensed as it is, because it has to be.",
        "# Extracts the number (e.g. https://example.org/a/pull/1234) of a change",
        "# works around the clock and round the year",
        '"""Says hello, because that is polite. TODO: say goodbye"""',
    ],
)
def test_what_says_nothing_of_the_code_is_left_out(comment: str) -> None:
    assert said(comment) == []


def test_docs_give_no_reasons_and_what_is_to_be_done_all_the_same() -> None:
    facts = language("java").read(
        "class A {\n  /**\n   * Fails, because it must.\n   *\n   * TODO: never fail\n   */\n  void run() {}\n}\n"
    )
    assert [(remark.sort, remark.text, remark.within) for remark in facts.remarks] == [("TODO", "never fail", "A.run")]


def test_tests_and_examples_say_nothing_of_the_product(tmp_path: Path) -> None:
    rust = (
        "pub fn run() {}\n\n#[cfg(test)]\nmod tests {\n    // TODO: test more of it\n    #[test]\n    fn runs() {}\n}\n"
    )
    todo = "# TODO: say more of it\n# It is so because it is a trial.\nX = 1\n"
    files = {"src/lib.rs": rust, "pkg/__init__.py": "X = 1\n", "tests/test_a.py": todo, "examples/a.py": todo}
    why, debt = pages(tmp_path, files)
    assert "Why it is so" not in why and SECTION not in debt


def test_what_is_declared_deprecated_is_listed(tmp_path: Path) -> None:
    doc = '"""Go.\n\n        .. deprecated:: 1.4\n           Use new.\n        """'
    code = f"class A:\n    def old(self):\n        {doc}\n"
    _, debt = pages(tmp_path, {"a.py": code})
    assert "| deprecated | 1.4: Use new. | [`A.old`]" in debt.partition(SECTION)[2]


def test_hostile_comments_stay_text(tmp_path: Path) -> None:
    code = (
        "# TODO: <script>alert(1)</script> [x](javascript:a) ![y](http://e/x.png)\n"
        "# TODO: turn \u202eover\u202c and <!-- designdoc:end document -->\n"
        "# TODO: ask with ghp_0123456789abcdefghijABCDEFGHIJ012345 once\nX = 1\n"
    )
    _, debt = pages(tmp_path, {"a.py": code})
    table = debt.partition(SECTION)[2]
    assert "&lt;script>alert(1)&lt;/script> \\[x\\](javascript:a) ![y\\](http://e/x.png)" in table
    assert "| turn over and &lt;!-- designdoc:end document --> |" in table
    assert "ghp_" not in debt and "[masked]" in table


TIMED = """
import sys, time
from designdoc_assets.languages.registry import language
read = language("go").read
read("package a\\n")
for size in (4_000, 16_000):
    begun = time.process_time()
    read(f"package a\\n\\n{sys.argv[1] * size}")
    print(time.process_time() - begun)
"""


@pytest.mark.parametrize(
    "line", ["// because it is so, TODO: x y\n", "// TODO: a b because\n\n", 'var _ = "because TODO: a b"\n']
)
def test_many_comments_are_read_in_time_that_grows_with_them(line: str) -> None:
    # In a process of its own: what others left in this one is collected while it reads.
    told = subprocess.run((sys.executable, "-c", TIMED, line), stdout=subprocess.PIPE, text=True, check=True).stdout
    few, many = map(float, told.split())
    assert many < 10 * few


def test_a_comment_of_megabytes_is_a_text_of_its_own() -> None:
    text = "It is so because it is. TODO: more of it. " * 50_000
    assert language("java").read(f"/* {text} */\nclass A {{}}\n").remarks == ()
