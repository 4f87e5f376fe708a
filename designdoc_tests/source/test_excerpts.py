"""What a writer is shown of a file or class, whole and reduced."""

import sysconfig
import textwrap
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from designdoc_assets.languages.excerpts import Excerpt
from designdoc_assets.languages.python import Python
from designdoc_assets.languages.registry import language


def excerpt_of_file(text: str) -> Excerpt:
    return Python().excerpt(text, None)


def excerpt_of_class(text: str, qualname: str, number: int) -> Excerpt:
    return Python().excerpt(text, (qualname, number))


STDLIB = Path(sysconfig.get_paths()["stdlib"])
REAL = ("argparse", "ast", "dataclasses", "enum", "typing", "textwrap", "tokenize", "uuid")
BANK = '''\
# What a bank does.
"""Money.

It moves.
"""
import decimal.context as numbers   # for cents

LIMIT = 5


@audited(by="bank")
class Account:
    """An account.

    It holds money.
    """
    currency: str = "EUR"

    class Frozen(Exception):
        """It cannot be used."""

        reason = 1

    # How money comes in.
    def put(self, cents: int, *, note: str = "") -> int:
        """Put money in.

        More of it.
        """
        # checked above
        total = self.total + cents  # the sum
        for line in note.splitlines():
            log(line, level=LIMIT)
        return total
    def take(self, cents):
        if cents > self.total:

            raise Account.Frozen(f"{cents} of {self.total}")


def main(): return Account()
'''
PIECES = [
    *("class A:\n", "class B(A):\n", "def f(x=1):\n", "async def g(*a, b, **c) -> int:\n", "@deco\n", "if x:\n"),
    *("    ", "        ", "\t", "\n", "\n\n", "x = 1\n", "return x\n", "pass\n", '"""Doc.\n\n  More.\n"""\n', "'s'\n"),
    *("# note\n", "x  # note", "\\\n", "(", ")", "[", "]", "{", "}", ":", ",", "'", '"', '"""', "f'{x # c\n}'"),
    *("try:\n", "except E as e:\n", "else:\n", "lambda: 0", "é", "\ud800", "\x0c", "\r\n", ";", "y = '''a\n\n  b'''\n"),
    *("class A:\n    class B:\n        x = 1\n    def f(self):\n        '''Doc.'''\n        return 'é' * 100\n",),
]
CODE = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)
BYTES = st.binary(max_size=300).map(lambda raw: raw.decode("utf-8", "replace"))


def test_a_file_is_shown_with_its_comments_and_with_its_definitions_set_apart() -> None:
    shown = excerpt_of_file(
        "# top\nimport a # why\n\n\n\nx = [  # list\n\n    1,\n    # one\n]\n# does\ndef f(): pass\ny = 2   \n"
    )
    assert shown.text == (
        "# top\nimport a # why\nx = [  # list\n    1,\n    # one\n]\n\n# does\ndef f(): pass\n\ny = 2"
    )


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa: E501",
        "# type: ignore[arg-type]",
        "# pragma: no cover",
        "# pylint: disable=all",
        "#: ",
        "# ------",
        "# fmt: off",
        "# vim: set ts=4",
        "# total = rate * cents",
        "# send(cents)",
        "# if total:\n#     return send(total)",
        "# from pay import order",
        "# return",
    ],
)
def test_comments_for_tools_and_code_that_was_taken_out_are_not_shown(comment: str) -> None:
    assert excerpt_of_file(f"x = 1\n\n{comment}\n\ny = 2\n").text == "x = 1\ny = 2"
    assert excerpt_of_file(f"x = 1\n\n{comment}\n\ny = 2\n") == excerpt_of_file("x = 1\ny = 2\n")


@pytest.mark.parametrize(
    "comment",
    [
        "# noqa: E501 - the address is one word",
        "# TODO: fix(this)",
        "# Return the total (in cents).",
        "# if not given, all of them:",
        "# the keys are = signs",
        "# limit",
        "# x is None",
        "# copyright of a photo",
    ],
)
def test_comments_that_tell_something_are_shown(comment: str) -> None:
    assert excerpt_of_file(f"x = 1\n\n{comment}\ny = 2\n").text == f"x = 1\n{comment}\ny = 2"


def test_a_licence_above_the_code_is_not_shown() -> None:
    licence = "#!/usr/bin/env python\n# -*- coding: utf-8 -*-\n# Copyright 2026 A Bank.\n# Licensed under MIT.\n"
    assert excerpt_of_file(f"{licence}\n# Pays.\nx = 1\n").text == "# Pays.\nx = 1"


def test_overloads_are_shown_as_signatures() -> None:
    code = (
        "class A:\n    @overload\n    def f(\n        self,\n        x: int,  # cents\n    ) -> int: ...\n"
        "    @typing.overload\n    def f(self, x: Literal['a b']) -> str:\n        ...\n"
        "    def f(self, x):\n        return x\n"
    )
    shown = excerpt_of_class(code, "A", 1)
    assert shown.text == (
        "class A:\n    @overload\n    def f(self, x: int) -> int: ...\n\n"
        "    @typing.overload\n    def f(self, x: Literal['a b']) -> str: ...\n\n    def f(self, x):\n        return x"
    )
    assert shown.names >= {"overload", "typing", "int", "Literal", "str"}


def test_the_dots_of_the_code_are_told_from_what_was_left_out() -> None:
    fitted, _ = excerpt_of_file("def f(): ...\ndef g():\n    return 'long' * 100 + 'longer'\n").fitted(40)
    assert fitted == "def f(): ...\n\ndef g():\n    ⟦…⟧"


def test_a_class_is_shown_by_itself_with_its_decorators_and_without_the_classes_in_it() -> None:
    assert excerpt_of_class(BANK, "Account", 1).text == textwrap.dedent(
        '''\
        @audited(by="bank")
        class Account:
            """An account.

            It holds money.
            """
            currency: str = "EUR"

            # How money comes in.
            def put(self, cents: int, *, note: str = "") -> int:
                """Put money in.

                More of it.
                """
                # checked above
                total = self.total + cents  # the sum
                for line in note.splitlines():
                    log(line, level=LIMIT)
                return total

            def take(self, cents):
                if cents > self.total:
                    raise Account.Frozen(f"{cents} of {self.total}")'''
    )


def test_a_nested_class_is_moved_to_the_left() -> None:
    assert excerpt_of_class(BANK, "Account.Frozen", 1).text == (
        'class Frozen(Exception):\n    """It cannot be used."""\n    reason = 1'
    )


def test_moving_a_class_leaves_the_lines_of_its_strings_where_they_are() -> None:
    body = '"""Doc.\n          more\n        """\n        sql = """\n        select  \n\n    1"""\n'
    code = f"if x:\n    class A:\n        {body}"
    assert excerpt_of_class(code, "A", 1).text == (
        'class A:\n    """Doc.\n      more\n    """\n    sql = """\n        select  \n\n    1"""'
    )


def test_a_string_that_only_begins_a_statement_is_no_docstring() -> None:
    code = 'if x:\n    class A:\n        """a\n        b""".format(y)\n'
    assert excerpt_of_class(code, "A", 1).text == 'class A:\n    """a\n        b""".format(y)'


def test_of_two_classes_of_a_name_each_is_found_by_its_number() -> None:
    code = "class A: x = 1\ndef f():\n    class B: y = 2\n    class B: z = 3\nclass A: w = 4\n"
    assert excerpt_of_class(code, "A", 2).text == "class A: w = 4"
    assert excerpt_of_class(code, "f.B", 2).text == "class B: z = 3"


def test_a_class_of_nothing_but_classes_is_shown_as_empty() -> None:
    assert (
        excerpt_of_class("class A:\n    # c\n    @x\n    class B:\n        y = 1\n", "A", 1).text
        == "class A:\n    # c\n    ⟦…⟧"
    )


def test_a_class_that_is_not_there_is_named_in_the_error() -> None:
    with pytest.raises(LookupError, match=r"no class `Account` number 2.*read the target again"):
        excerpt_of_class(BANK, "Account", 2)


def test_names_are_those_of_code_and_not_of_text() -> None:
    names = excerpt_of_file(BANK).names
    assert names >= {"decimal", "context", "numbers", "audited", "by", "put", "cents", "note", "level", "line", "total"}
    assert names >= {"splitlines", "LIMIT", "currency", "str", "Frozen", "reason", "self"}
    assert not names & {"Money", "What", "sum", "checked", "EUR", "bank", "of", "class", "def", "return"}


def test_names_of_a_class_are_not_those_of_the_classes_in_it() -> None:
    names = excerpt_of_class(BANK, "Account", 1).names
    assert "cents" in names
    assert not names & {"reason", "main", "numbers", "Exception"}


@pytest.mark.parametrize("line", ["# noqa", "", "        # type: ignore", "   \t "])
def test_a_directive_or_a_blank_line_anywhere_changes_nothing(line: str) -> None:
    lines = BANK.replace("    # How money comes in.\n", "").split("\n")
    strings = {2, 3, 4, 13, 14, 15, 25, 26, 27}
    assert [lines[at] for at in sorted(strings)][::3] == ["", "", ""]
    for at in {*range(len(lines))} - strings:
        changed = "\n".join([*lines[:at], line, *lines[at:]])
        assert excerpt_of_file(changed).text == excerpt_of_file("\n".join(lines)).text
        shown = excerpt_of_class(changed, "Account", 1).text
        assert shown == excerpt_of_class("\n".join(lines), "Account", 1).text


@pytest.mark.parametrize("module", REAL)
def test_real_code_is_shown_in_full(module: str) -> None:
    text = (STDLIB / f"{module}.py").read_text()
    facts = language("python").read(text)
    shown = excerpt_of_file(text)
    again = language("python").read(shown.text)
    assert again.digest == facts.digest
    assert excerpt_of_file(shown.text).text == shown.text
    for found in facts.classes:
        own = excerpt_of_class(text, found.qualname, found.number).text
        (first, *_) = language("python").read(own).classes
        assert first.qualname == found.qualname.rpartition(".")[2]
        if not any(other.qualname.startswith(f"{found.qualname}.") for other in facts.classes):
            assert first.digest == found.digest


def test_a_function_is_shown_by_the_line_that_it_begins_in() -> None:
    code = (
        "class A:\n    # why\n    @deco\n    def f(self):\n        def g(): return 1\n        return g\n\n"
        "async def h(): 1\n"
    )
    assert Python().excerpt_at(code, 4).text == ("# why\n@deco\ndef f(self):\n    def g(): return 1\n    return g")
    assert Python().excerpt_at(code, 8).text == "async def h(): 1"
    for line in (1, 6, 7, 99):
        with pytest.raises(LookupError, match="read the target again"):
            Python().excerpt_at(code, line)


@pytest.mark.parametrize(
    ("name", "code", "line", "shown"),
    [
        ("go", "package a\n\n// F does.\nfunc F() int { return 1 }\n", 4, "// F does.\nfunc F() int { return 1 }"),
        ("java", "class A {\n  int b;\n  int f() { return b; }\n}\n", 3, "int f() { return b; }"),
        ("rust", "/// Does.\nfn f() -> u8 { 1 }\n", 2, "/// Does.\nfn f() -> u8 { 1 }"),
        ("typescript", "function f(): number {\n  return 1;\n}\n", 1, "function f(): number {\n  return 1;\n}"),
    ],
)
def test_so_is_a_function_of_other_languages(name: str, code: str, line: int, shown: str) -> None:
    assert language(name).excerpt_at(code, line).text == shown
    with pytest.raises(LookupError):
        language(name).excerpt_at(code, 99)


def test_a_text_that_fits_is_shown_whole() -> None:
    shown = excerpt_of_file(BANK)
    assert shown.fitted(len(shown.text)) == (shown.text, ())


def functions(*lengths: int) -> str:
    return "\n".join(f'def f{n}(a, b):\n    """Do {n}."""\n    return "{"x" * n}"\n' for n in lengths)


def test_the_longest_bodies_go_first_and_no_more_than_must() -> None:
    shown = excerpt_of_file(functions(50, 500, 100, 300))
    fitted, left_out = shown.fitted(len(shown.text) - 600)
    assert left_out == ("bodies of 2 functions",)
    assert 'def f500(a, b):\n    """Do 500."""\n    ⟦…⟧\n' in fitted
    assert "x" * 300 not in fitted
    assert "x" * 100 in fitted
    assert "x" * 50 in fitted
    assert shown.fitted(len(shown.text) - 1)[1] == ("body of 1 function",)


def test_docstrings_go_after_bodies_their_first_lines_last() -> None:
    long = f'    """Do it.\n\n    {"Text. " * 50}\n    """\n'
    shown = excerpt_of_file("".join(f"def f{n}(a):\n{long}    return {n} + {'x' * 150}\n" for n in range(5)))
    fitted, left_out = shown.fitted(300)
    assert left_out == ("bodies of 5 functions", "all but the first line of 5 docstrings")
    assert fitted.startswith('def f0(a):\n    """Do it. ⟦…⟧"""\n    ⟦…⟧\n\ndef f1')
    fitted, left_out = shown.fitted(236)
    assert left_out == ("bodies of 5 functions", "all but the first line of 4 docstrings", "1 docstring")
    assert fitted.count("def f") == 5


def test_long_values_go_before_signatures_and_what_went_for_nothing_comes_back() -> None:
    table = "TABLE = {\n" + "".join(f"    {n}: 'value {n}',\n" for n in range(1000)) + "}\n"
    fitted, left_out = excerpt_of_file(table + functions(50, 100)).fitted(400)
    assert left_out == ("1 long value",)
    assert fitted == "TABLE = {⟦…⟧}\n\n" + excerpt_of_file(functions(50, 100)).text


def test_signatures_go_from_the_end_and_are_counted() -> None:
    shown = excerpt_of_file(functions(*range(100, 140)) + "\nclass A(B):\n    def g(self): return 1\n")
    fitted, left_out = shown.fitted(300)
    lines = fitted.split("\n")
    kept = fitted.count("def f")
    assert lines[0] == "def f100(a, b):"
    assert lines[-1] == f"# and 1 more class, {41 - kept} more functions"
    assert left_out[0] == "bodies of 40 functions"
    assert left_out[-2:] == (f"signatures of {41 - kept} functions", "1 class")
    assert 3 < kept < 12


def test_what_has_no_parts_is_cut_at_the_limit() -> None:
    fitted, left_out = excerpt_of_file(f"{'é' * 1000} = 1").fitted(301)
    assert fitted == "é" * 150
    assert left_out == ("all after the first 301 bytes",)


def test_a_file_of_400_classes_gives_each_and_fits() -> None:
    code = "".join(
        f"class A{n}(B):\n    '''Doc {n}.'''\n    def f(self, x):\n        return x + {n}\n" for n in range(400)
    )
    assert excerpt_of_class(code, "A399", 1).text.startswith("class A399(B):\n    '''Doc 399.'''\n")
    fitted, left_out = excerpt_of_file(code).fitted(10_000)
    assert 8_000 < len(fitted) <= 10_000
    assert left_out[0] == "bodies of 400 functions"


@settings(deadline=None)
@given(st.one_of(CODE, BYTES, st.text(max_size=200)), st.integers(200, 600))
@example("x = 1 \\\n\ny = 2\n", 200)
@example("class\tA:\n\tclass\tA:\n" * 30, 200)
@example("(" * 3000, 200)
@example('"""' * 300, 200)
def test_any_text_gives_an_excerpt_that_fits(text: str, limit: int) -> None:
    shown = excerpt_of_file(text)
    excerpts = [shown, *(excerpt_of_class(text, c.qualname, c.number) for c in language("python").read(text).classes)]
    for each in excerpts:
        fitted, left_out = each.fitted(limit)
        assert len(fitted.encode()) <= limit
        assert (fitted == each.text) == (not left_out)
        assert len(each.text.encode()) > limit or not left_out
    assert excerpt_of_file(text) == shown
