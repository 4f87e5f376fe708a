"""Bytes of git objects, from one `git cat-file --batch` that lives as long as reading goes on."""

import errno
import subprocess
import threading
from pathlib import Path

from designdoc_assets.source import git
from designdoc_assets.source.text import too_large


class Objects:
    """The blobs of a repository, by their ids. Safe to use from several threads, which take turns."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None

    def read(self, name: str, limit: int) -> bytes:
        """Return the content of a blob of at most `limit` bytes.

        Raises:
            OSError: it is larger, not there, or damaged; `strerror` is the reason, as a phrase.
        """
        with self._lock:
            try:
                return self._read(name, limit)
            except OSError:
                self._end()  # it died, or is about to send what nobody wants
                raise

    def close(self) -> None:
        """End the process."""
        with self._lock:
            self._end()

    def _read(self, name: str, limit: int) -> bytes:
        process = self._process = self._process or self._start()
        assert process.stdin is not None
        assert process.stdout is not None
        try:
            process.stdin.write(f"{name}\n".encode("ascii"))
            process.stdin.flush()
        except BrokenPipeError:
            raise _damaged() from None
        header = process.stdout.readline().split()
        if len(header) != 3:
            raise not_there() if header[1:] == [b"missing"] else _damaged()
        size = int(header[2])
        if header[1] != b"blob":
            raise _damaged()
        if size > limit:
            raise too_large(size, limit)
        content = process.stdout.read(size + 1)
        if len(content) != size + 1:
            raise _damaged()
        return content[:-1]

    def _start(self) -> "subprocess.Popen[bytes]":
        # When this process is killed, its end of the pipe closes, and git stops.
        return subprocess.Popen(
            git.command(self._folder, "cat-file", "--batch"),
            cwd=self._folder,
            env=git.environment(),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )

    def _end(self) -> None:
        if self._process is not None:
            self._process.kill()
            # Popen's own end would flush what the process no longer reads.
            for pipe in (self._process.stdout, self._process.stdin):
                try:
                    if pipe is not None:
                        pipe.close()
                except BrokenPipeError:
                    pass
            self._process.wait()
            self._process = None


def not_there() -> OSError:
    """Return the error for a blob that a repository lacks."""
    return OSError(errno.ENOENT, "git does not have its content")


def _damaged() -> OSError:
    return OSError(errno.EIO, "its content is damaged in git")
