"""From a file to its text: which files are opened at all, and how their bytes are read.

Files come from anywhere: a name may belong to a pipe or a device, and bytes to any encoding or to none.
"""

import codecs
import errno
import io
import os
import re
import stat

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_COOKIE = re.compile(rb"^[ \t\f]*#.*?coding[:=][ \t]*([-\w.]+)")
_COMMENT_OR_BLANK = re.compile(rb"^[ \t\f]*(?:#|$)")
_COOKIE_BYTES = 1_000
"""How far into a file its first two lines are looked for."""
_ASCII_PROBE = rb"coding \x41 +AEE-"
"""A source encoding reads this as it stands; escapes, UTF-7, punycode and EBCDIC do not."""
_SAMPLE_BYTES = 4_096
_WITHOUT_CONTROL = dict.fromkeys(set(range(0x20)) - set(b"\t\n\v\f\r\x1a\x1b"))
_MAX_CONTROL_SHARE = 0.01


class NotText(Exception):  # noqa: N818 - a finding about a file, not an error of the run
    """The bytes of a file are no text; the message is the reason, as a phrase."""


def read_bytes(path: str, limit: int) -> bytes:
    """Return the content of a regular file of at most `limit` bytes; a link is not followed.

    Raises:
        OSError: it is no regular file, larger, or cannot be opened; `strerror` is the reason, as a phrase.
    """
    with io.BufferedReader(io.FileIO(path, opener=_open)) as file:
        status = os.fstat(file.fileno())
        if not stat.S_ISREG(status.st_mode):
            raise OSError(errno.EINVAL, "not a regular file")
        if status.st_size > limit:
            raise too_large(status.st_size, limit)
        return file.read(limit)


def too_large(size: int, limit: int) -> OSError:
    """Return the error for a file of more than `limit` bytes."""
    return OSError(errno.EFBIG, f"{size:,} bytes, above the limit of {limit:,}")


def _open(path: str, flags: int) -> int:
    # Without O_NONBLOCK, opening a pipe would wait for a writer.
    return os.open(path, flags | os.O_NOFOLLOW | os.O_NONBLOCK)


def decode(raw: bytes) -> str:
    r"""Return the text of a source file, its line ends as `\n`.

    Tried in order: a byte order mark, UTF-16 without one, the coding comment of PEP 263, UTF-8, Latin-1.

    Raises:
        NotText: the bytes are no text.
    """
    text = _decode(raw)
    if "\0" in text:
        raise NotText("binary: it holds NUL bytes")
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _decode(raw: bytes) -> str:
    for bom, encoding in _BOMS:
        if raw.startswith(bom):
            return _decode_as(raw.removeprefix(bom), encoding)
    if b"\0" in raw:
        return _plausible(_decode_as(raw, _utf16_by_zeros(raw)))
    for encoding in filter(None, (_declared_encoding(raw), "utf-8")):
        try:
            return raw.decode(encoding)
        except ValueError:
            continue
    return _plausible(raw.decode("latin-1"))


def _plausible(guess: str) -> str:
    """Return a text of which the encoding was guessed, if it is not full of control characters."""
    control = len(guess) - len(guess.translate(_WITHOUT_CONTROL))
    if control > len(guess) * _MAX_CONTROL_SHARE:
        raise NotText("binary: it is full of control characters")
    return guess


def _decode_as(raw: bytes, encoding: str) -> str:
    try:
        return raw.decode(encoding)
    except ValueError as error:
        raise NotText(f"not valid {encoding.upper()}, which its first bytes say it is") from error


def _utf16_by_zeros(raw: bytes) -> str:
    """Return the UTF-16 in which the zero bytes of `raw` are the upper halves of Latin letters."""
    sample = raw[:_SAMPLE_BYTES]
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    for zeros, others, encoding in ((odd, even, "utf-16-le"), (even, odd, "utf-16-be")):
        if others * 10 < zeros and zeros * 4 > len(sample) and len(raw) % 2 == 0:
            return encoding
    raise NotText("binary: it holds NUL bytes")


def _declared_encoding(raw: bytes) -> str | None:
    """Return the encoding that a comment in the first two lines names, if Python has it and it extends ASCII."""
    for line in raw[:_COOKIE_BYTES].splitlines()[:2]:
        if cookie := _COOKIE.match(line):
            name = cookie.group(1).decode("ascii")
            try:
                return name if _ASCII_PROBE.decode(name) == _ASCII_PROBE.decode("ascii") else None
            except (LookupError, ValueError):
                return None
        if not _COMMENT_OR_BLANK.match(line):
            return None
    return None
