"""The commits of a branch that holds docs: which there are, what stands in them, and making the next one.

Only objects and refs are written, never an index or a working tree, and a branch only moves from where it was read.
"""

import hashlib
import os
import secrets
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

from designdoc_assets.pages.errors import OutputError
from designdoc_assets.source import git

SOURCE_TRAILER = "Designdoc-Source"
"""The line of a commit's message that names the commit whose code its docs describe."""
_NAME, _EMAIL = "designdoc-assets", "designdoc-assets@localhost"
"""Who commits where git knows no user."""
_PLAIN = {b"100644", b"100755"}
_NEVER_IN_A_PATH = {"", ".", "..", ".git"}

Blobs = Mapping[str, str]
"""Files of a docs tree at a commit: their paths in it, and the ids of their contents."""


class History:
    """One branch of a repository, and the folder of it that holds docs.

    Args:
        repository: A folder of the repository, or the bare repository itself.
        branch: The branch, without `refs/heads/`. It need not exist.
        folder: Where docs stand in the repository.
    """

    def __init__(self, repository: Path, branch: str, folder: str) -> None:
        self._repository = repository
        self._folder = folder
        self._branch = branch
        self._ref = f"refs/heads/{branch}"
        self._remote_ref = f"refs/remotes/origin/{branch}"

    def check_not_checked_out(self) -> None:
        """Check that no working tree stands on the branch: its files would seem changed after a commit.

        Raises:
            OutputError: One does.
        """
        folder = ""
        for line in os.fsdecode(self._git("worktree", "list", "--porcelain")).splitlines():
            key, _, value = line.partition(" ")
            if key == "worktree":
                folder = value
            elif key == "branch" and value == self._ref:
                raise OutputError(
                    f"Docs cannot be committed to {self._branch}: it is checked out in {folder}, "
                    "where every page would then seem changed. Name a branch of its own for docs, or write to a folder."
                )

    def known(self, commit: str) -> str | None:
        """Return a commit, if it is in the repository."""
        return self._resolve(commit)

    def tip(self) -> str | None:
        """Return the last commit of the branch; None where there is none."""
        return self._resolve(self._ref)

    def published_tip(self) -> str | None:
        """Return the last commit of the branch that was fetched from where the repository was cloned from."""
        return self._resolve(self._remote_ref)

    def source_of(self, commit: str) -> str | None:
        """Return the commit whose code the docs of a commit describe, where its message names one that is there."""
        pattern = f"--format=%(trailers:key={SOURCE_TRAILER},valueonly)"
        named = self._git("show", "-s", pattern, commit).decode("ascii", "replace").split()
        return self._resolve(named[-1]) if named else None

    def is_older(self, commit: str, other: str) -> bool:
        """Whether a commit came before another, which has it among its ancestors."""
        with self._explained():
            return commit != other and git.is_ancestor(self._repository, commit, other)

    def independent(self, commits: Iterable[str]) -> list[str]:
        """Return those commits that no other of them has among its ancestors, in their order."""
        commits = list(dict.fromkeys(commits))
        return [one for one in commits if not any(self.is_older(one, other) for other in commits)]

    def base(self, commit: str, known: Collection[str]) -> str | None:
        """Return the last common ancestor of a commit and of what is known."""
        if not known:
            return None
        try:
            return self._run("merge-base", commit, *known).decode("ascii").strip()
        except git.GitError as error:
            if error.status == 1:
                return None
            raise self._unusable(error) from error

    def docs(self, commit: str) -> dict[str, str]:
        """Return the files of the docs folder at a commit. Links, and names that lead out of it, are left out."""
        prefix = f"{self._folder}/"
        listed = self._git("ls-tree", "-r", "-z", "--full-tree", commit, "--", prefix)
        found = {}
        for entry in listed.split(b"\0")[:-1]:
            header, _, path = entry.partition(b"\t")
            mode, _, blob = header.split(b" ")
            name = os.fsdecode(path).removeprefix(prefix)
            if mode in _PLAIN and _NEVER_IN_A_PATH.isdisjoint(name.split("/")):
                found[name] = blob.decode("ascii")
        return found

    def contents(self, blobs: Iterable[str]) -> dict[str, bytes]:
        """Return the contents with these ids."""
        wanted = list(dict.fromkeys(blobs))
        out = self._git("cat-file", "--batch", data="".join(f"{blob}\n" for blob in wanted).encode("ascii"))
        found, at = {}, 0
        for blob in wanted:
            end = out.index(b"\n", at)
            size = int(out[at:end].rpartition(b" ")[2])
            found[blob] = out[end + 1 : end + 1 + size]
            at = end + 1 + size + 1
        return found

    def commit(self, files: Mapping[str, bytes], source: str, parents: Sequence[str]) -> str:
        """Make a commit with the code of `source` and these docs; no ref leads to it yet.

        Its date is that of `source`, so that the same docs of the same code are the same commit on every machine.

        Returns:
            The commit's id.
        """
        ref = f"refs/designdoc/{secrets.token_hex(8)}"
        when = self._git("show", "-s", "--format=%ct", source).decode("ascii").strip()
        who = f"{self._config('user.name') or _NAME} <{self._config('user.email') or _EMAIL}> {when} +0000"
        message = f"Document {source[:12]}\n\n{SOURCE_TRAILER}: {source}\n"
        tree = self._git("rev-parse", f"{source}^{{tree}}").decode("ascii").strip()
        lines = [f"commit {ref}", f"author {who}", f"committer {who}"]
        stream = [*(line.encode("utf-8", "surrogateescape") for line in lines), _data(message.encode())]
        stream += [f"{'merge' if at else 'from'} {parent}".encode() for at, parent in enumerate(parents)]
        stream += [f'M 040000 {tree} ""'.encode()]
        before = self.docs(source)
        stream += [b"D " + self._quoted(name) for name in sorted(before.keys() - files.keys())]
        for name, content in sorted(files.items()):
            if before.get(name) != blob_id(content, source):
                stream += [b"M 100644 inline " + self._quoted(name), _data(content)]
        self._git("fast-import", "--quiet", "--done", data=b"\n".join([*stream, b"done\n"]))
        made = self._git("rev-parse", "--verify", ref).decode("ascii").strip()
        self._git("update-ref", "-d", ref)
        return made

    def advance(self, commit: str, before: str | None) -> bool:
        """Let the branch lead to a new commit, if it still leads where it did; return whether it does now."""
        try:
            self._run("update-ref", self._ref, commit, before or "0" * len(commit))
        except git.GitError as error:
            if self.tip() == before:
                raise self._unusable(error) from error
            return False
        return True

    def merged(self, mine: Path, base: Path, theirs: Path) -> bytes:
        """Return two changes of a file made one; where they touch the same lines, mine."""
        return self._git("merge-file", "-p", "-q", "--ours", str(mine), str(base), str(theirs))

    def _quoted(self, name: str) -> bytes:
        path = os.fsencode(f"{self._folder}/{name}")
        return b'"' + path.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n") + b'"'

    def _config(self, name: str) -> str:
        try:
            value = self._run("config", "--get", name)
        except git.GitError:
            return ""
        return "".join(c for c in value.decode("utf-8", "replace") if c.isprintable() and c not in "<>").strip()

    def _resolve(self, name: str) -> str | None:
        with self._explained():
            return git.resolve(self._repository, name)

    def _git(self, *arguments: str, data: bytes | None = None) -> bytes:
        with self._explained():
            return self._run(*arguments, data=data)

    def _run(self, *arguments: str, data: bytes | None = None) -> bytes:
        return git.run(self._repository, *arguments, input=data)

    @contextmanager
    def _explained(self) -> Iterator[None]:
        try:
            yield
        except (git.GitError, git.GitUnavailable) as error:
            raise self._unusable(error) from error

    def _unusable(self, error: Exception) -> OutputError:
        return OutputError(
            f"The branch {self._branch} of {self._repository} cannot be used for docs: {error}. "
            "Mend this, and run again: what is finished is kept."
        )


def blob_id(content: bytes, like: str) -> str:
    """Return the id that git gives to a content, in the format of another id."""
    digest = hashlib.sha1(usedforsecurity=False) if len(like) == 40 else hashlib.sha256()
    digest.update(f"blob {len(content)}\0".encode() + content)
    return digest.hexdigest()


def _data(content: bytes) -> bytes:
    return f"data {len(content)}\n".encode() + content
