"""Real repositories for the tests of reading: a folder with files, and git where one is asked for."""

import subprocess
from dataclasses import dataclass
from pathlib import Path

CLASS = "class Gateway:\n    pass\n"


@dataclass(frozen=True)
class Target:
    """A folder with files, and a git repository where one is asked for."""

    root: Path

    def write(self, path: str, content: str | bytes = CLASS) -> Path:
        file = self.root / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content.encode() if isinstance(content, str) else content)
        return file

    def link(self, path: str, to: str | Path) -> None:
        link = self.root / path
        link.parent.mkdir(parents=True, exist_ok=True)
        link.symlink_to(to)

    def git(self, *arguments: str, given: bytes | None = None) -> str:
        identity = ["-c", "user.name=n", "-c", "user.email=e@example.org", "-c", "protocol.file.allow=always"]
        command = ["git", *identity, *arguments]
        done = subprocess.run(command, cwd=self.root, check=True, capture_output=True, input=given)
        return done.stdout.decode("utf-8", "surrogateescape").strip()

    def track(self, *init: str) -> str:
        """Track everything, and return the commit."""
        self.git("init", "-q", *init)
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", "c")
        return self.git("rev-parse", "HEAD")
