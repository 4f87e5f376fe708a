"""Reading `.designdoc.toml` from the target. It is untrusted: never followed out of the target, nor read at length."""

import stat
import tomllib
from collections.abc import Mapping
from pathlib import Path

from designdoc_assets.settings.model import FILE_NAME
from designdoc_assets.settings.problems import SettingsError, named

MAX_BYTES = 2**20
MAX_DOTS_IN_LINE = 500
"""The parser takes quadratic time over the parts of a dotted key: 40 s for 80 kB of them, and 6 ms for this many."""


def read_file(repo: Path) -> Mapping[str, object]:
    """Return the content of the target's settings file, empty where there is none.

    Args:
        repo: The target, with its own links resolved. It need not exist.

    Raises:
        SettingsError: The file cannot be read, is no TOML in UTF-8, too large, or a link out of the target.
    """
    path = repo / FILE_NAME
    try:
        if not path.resolve(strict=True).is_relative_to(repo):
            raise _refused("is a link out of the target, and is not followed; replace it with a file")
        if not stat.S_ISREG(path.stat().st_mode):
            raise _refused("is not a regular file; it must be one, or absent")
        with path.open("rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError) as error:
        if path.is_symlink():
            raise _refused("is a link to nothing; remove it, or restore what it points to") from error
        return {}
    except (OSError, RuntimeError) as error:  # RuntimeError: links in a circle
        reason = error.strerror if isinstance(error, OSError) else "links in a circle"
        raise _refused(f"cannot be read ({reason}); make it readable, or remove it") from error
    return parse(content)


def parse(content: bytes) -> Mapping[str, object]:
    """Return the tables that the file's bytes hold.

    Raises:
        SettingsError: They are no TOML in UTF-8, or too large.
    """
    if len(content) > MAX_BYTES:
        raise _refused(f"is larger than {MAX_BYTES // 1024} KiB, which no settings need; shorten it")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise _refused(f"is not UTF-8 (line {line}); save it as UTF-8") from error
    for number, line_text in enumerate(text.split("\n"), start=1):
        if line_text.count(".") > MAX_DOTS_IN_LINE:
            raise _refused(f"has more than {MAX_DOTS_IN_LINE} dots in line {number}; write it in several lines")
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise _refused(f"is not valid TOML: {named(str(error))}") from error
    except (ValueError, RecursionError) as error:  # a number of 5,000 digits; a list of 10,000 lists
        raise _refused("is not usable TOML: a number is too long, or lists are nested too deep") from error


def _refused(what: str) -> SettingsError:
    return SettingsError([f"{FILE_NAME} in the target {what}."])
