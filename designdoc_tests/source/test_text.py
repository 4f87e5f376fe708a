import os
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from designdoc_assets.source.text import NotText, decode, read_bytes

CODE = 'name = "Zoë €　"\n'


@pytest.mark.parametrize(
    "raw",
    [
        CODE.encode(),
        CODE.encode("utf-8-sig"),
        CODE.encode("utf-16"),
        b"\xfe\xff" + CODE.encode("utf-16-be"),
        CODE.encode("utf-16-le"),
        CODE.encode("utf-16-be"),
        CODE.encode("utf-32"),
    ],
    ids=["utf-8", "utf-8 with BOM", "utf-16", "utf-16 BE", "LE without BOM", "BE without BOM", "utf-32"],
)
def test_text_is_read_in_every_unicode_encoding(raw: bytes) -> None:
    assert decode(raw) == CODE


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("# -*- coding: cp1251 -*-\n", "cp1251"),
        ("#!/usr/bin/python\n# vim: set fileencoding=euc-jp :\n", "euc-jp"),
        ("\n# coding=latin-1\n", "latin-1"),
    ],
)
def test_a_coding_comment_in_the_first_two_lines_counts(header: str, encoding: str) -> None:
    code = header + {"cp1251": "Привет", "euc-jp": "日本", "latin-1": "é"}[encoding]
    assert decode(code.encode(encoding)) == code


@pytest.mark.parametrize(
    "comment",
    [
        "# coding: no-such-encoding",
        "# coding: rot13",
        "# coding: zlib",
        "# coding: undefined",
        "# coding: punycode",
        "# coding: unicode_escape",
        "# coding: utf-7",
        "# coding: utf-16",
        "# coding: cp037",
        "# coding: ascii",
        "x = 1\n# coding: cp1251",
        "\n\n# coding: cp1251",
    ],
)
def test_a_coding_comment_that_cannot_be_meant_is_passed_over(comment: str) -> None:
    code = f"{comment}\n'é \\x41 +AEE-'\n"
    assert decode(code.encode()) == code


def test_bytes_of_no_known_encoding_are_latin_1() -> None:
    assert decode(b"# caf\xe9\n") == "# café\n"


@pytest.mark.parametrize(
    "raw",
    [
        b"\x7fELF\x02\x01\x01\0\0\0",
        b"x = 1\0\n",
        b"\0\1\0\2",
        b"\x89PNG\r\n\x1a\n\x01\x02\x03\xff",
        b"\xff\xfea",
        b"\xff\xfe\x00\xd8",
        b"\xef\xbb\xbf\xff",
    ],
)
def test_binary_content_is_no_text(raw: bytes) -> None:
    with pytest.raises(NotText, match=r"binary|not valid"):
        decode(raw)


def test_every_line_end_becomes_a_newline() -> None:
    assert decode(b"a\r\nb\rc\n\r\nd") == "a\nb\nc\n\nd"


@given(st.binary() | st.text().map(lambda text: f"# coding: {text}\né".encode("utf-8", "replace")))
@example(b"# coding: \0")
@example(b"# coding: ...")
@example(b"# coding: " + b"x" * 2_000)
def test_no_bytes_are_an_error(raw: bytes) -> None:
    try:
        text = decode(raw)
    except NotText as reason:
        assert str(reason)
    else:
        assert "\r" not in text
        text.encode()


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\ufeff")))
def test_utf_8_comes_back_as_it_was(text: str) -> None:
    assert decode(b"\n\n" + text.encode()) == "\n\n" + text


def test_a_pipe_is_refused_and_not_waited_for(tmp_path) -> None:
    os.mkfifo(tmp_path / "a.py")
    with pytest.raises(OSError, match="not a regular file"):
        read_bytes(f"{tmp_path}/a.py", 10)


def test_a_folder_is_refused_and_leaves_nothing_open(tmp_path) -> None:
    before = len(list(Path("/proc/self/fd").iterdir()))
    for _ in range(5):
        with pytest.raises(OSError, match="Is a directory"):
            read_bytes(f"{tmp_path}", 10)
    assert len(list(Path("/proc/self/fd").iterdir())) == before


def test_a_link_is_not_opened(tmp_path) -> None:
    (tmp_path / "a.py").write_text("x")
    (tmp_path / "b.py").symlink_to("a.py")
    with pytest.raises(OSError, match="symbolic links"):
        read_bytes(f"{tmp_path}/b.py", 10)


def test_a_file_is_read_up_to_the_limit_and_not_beyond(tmp_path) -> None:
    (tmp_path / "a.py").write_bytes(b"x" * 2_000)
    assert len(read_bytes(f"{tmp_path}/a.py", 2_000)) == 2_000
    with pytest.raises(OSError, match=r"2,000 bytes, above the limit of 1,999"):
        read_bytes(f"{tmp_path}/a.py", 1_999)
