"""A terminal that tests look at: a command runs on it, keys are pressed, and what a person would see is read off."""

import fcntl
import os
import pty
import re
import select
import struct
import subprocess
import termios
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from designdoc_tests.waiting import LIMIT_S

INTERRUPT = b"\x03"
_ESCAPE = re.compile(r"\x1b\[([0-9;?]*)([A-Za-z])")


@dataclass(frozen=True)
class Shown:
    """What a command left on a terminal.

    Attributes:
        sent: All that was sent to it.
        exit_code: How the command ended.
    """

    sent: str
    exit_code: int

    @property
    def lines(self) -> list[str]:
        """The lines that stand there in the end, as a person reads them."""
        return drawn(self.sent)

    @property
    def has_bar(self) -> bool:
        """Whether anything was ever drawn over."""
        return bool(re.search(r"\x1b\[\d*[AK]", self.sent))


def on_terminal(
    command: Sequence[str | Path],
    cwd: Path,
    environment: Mapping[str, str],
    *,
    columns: int = 100,
    key: bytes = b"",
    key_when: Callable[[str], bool] = lambda sent: False,
) -> Shown:
    """Run a command with a terminal as its standard streams, and return what it shows.

    Args:
        command: Program and arguments.
        cwd: Where it runs.
        environment: All of its environment.
        columns: How wide the terminal is.
        key: What is typed once.
        key_when: Says, of what was sent so far, whether it is time to.
    """
    ours, theirs = pty.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 50, columns, 0, 0))
    child = subprocess.Popen(
        list(map(str, command)),
        cwd=cwd,
        env=dict(environment),
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        # Keys are for who controls the terminal. It takes no lock that a thread could hold.
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509
    )
    os.close(theirs)
    sent, is_typed, until = b"", False, time.monotonic() + LIMIT_S
    while time.monotonic() < until:
        if select.select([ours], [], [], 0.1)[0]:
            try:
                part = os.read(ours, 2**16)
            except OSError:  # all that had it open are gone
                break
            if not part:
                break
            sent += part
        if key and not is_typed and key_when(sent.decode("utf-8", "replace")):
            os.write(ours, key)
            is_typed = True
    else:
        child.kill()
    os.close(ours)
    return Shown(sent.decode("utf-8", "replace"), child.wait(LIMIT_S))


def drawn(sent: str) -> list[str]:
    """Return the lines that a terminal of unlimited size shows after this was sent to it."""
    rows: list[list[str]] = [[]]
    row = column = position = 0
    while position < len(sent):
        escape = _ESCAPE.match(sent, position)
        if escape:
            number, what = int(escape[1]) if escape[1].isdigit() else 1, escape[2]
            if what == "A":
                row = max(0, row - number)
            elif what == "K":
                assert escape[1] == "2"
                rows[row] = []
            else:
                assert what == "m", f"a terminal of these tests does not know {escape[0]!r}"
            position = escape.end()
            continue
        char = sent[position]
        position += 1
        if char == "\r":
            column = 0
        elif char == "\n":
            row += 1
            rows += [[] for _ in range(row + 1 - len(rows))]
        else:
            line = rows[row]
            line += " " * (column + 1 - len(line))
            line[column] = char
            column += 1
    return ["".join(line).rstrip() for line in rows]
