"""The git command, as far as an untrusted repository may be read, and what is asked of its history.

A repository's own configuration can name programs for git to run (monitors, hooks, transports), and the environment of
a hook or of CI can point git at another repository. Neither has a say here. Replacements and grafts are passed over:
a commit is what its id says.
"""

import contextlib
import os
import re
import signal
import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

TIMEOUT_SECONDS = 120.0
"""Listing 17,000 files takes 14 ms; what takes this long will never end."""
FULL_ID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z")
"""The whole name of an object: SHA-1 or SHA-256."""

_SAFE_OPTIONS = (
    "--no-pager",
    "-c", "core.fsmonitor=false",
    "-c", "core.hooksPath=/dev/null",
    "-c", "core.alternateRefsCommand=true",
    "-c", "core.warnAmbiguousRefs=true",
    "-c", "advice.graftFileDeprecated=false",
)  # fmt: skip
_SAFE_ENVIRONMENT = {
    "GIT_OPTIONAL_LOCKS": "0",
    "GIT_TERMINAL_PROMPT": "0",
    "GIT_ALLOW_PROTOCOL": "none",  # a partial clone fetches what it lacks, over a transport that it names itself
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_NO_REPLACE_OBJECTS": "1",
    "GIT_GRAFT_FILE": os.devnull,
    "LC_ALL": "C",
}
_CREDENTIALS = re.compile(r"(?<=://)[^/\s]*@")


class GitUnavailable(Exception):  # noqa: N818 - a state that the caller knows what to do about
    """Git cannot say anything about the folder; the message is the reason, as a phrase."""


class NoRepository(GitUnavailable):
    """The folder is in no git repository."""


class GitTimeout(GitUnavailable):
    """Git gave no answer in time, and was ended with all that it had started."""


class GitError(Exception):
    """Git refused a command; the message is its first complaint, without credentials.

    Attributes:
        output: All that it complained of, without the credentials of URLs.
        status: Its exit code.
    """

    def __init__(self, output: str, status: int) -> None:
        lines = output.splitlines()
        first = next(
            (line for line in lines if line.startswith("fatal: ")), lines[0] if lines else "it did not say why"
        )
        super().__init__(first.removeprefix("fatal: "))
        self.output = output
        self.status = status


class AmbiguousNameError(GitError):
    """A name stands for more than one commit; the message says why."""


def run(
    folder: Path,
    *arguments: str,
    input: bytes | None = None,
    env: Mapping[str, str] | None = None,
    timeout: float = TIMEOUT_SECONDS,
) -> bytes:
    """Return what a git command prints.

    Args:
        folder: Any folder of a repository, or a bare one. It counts as named by the operator: its owner is checked.
        arguments: The command. What comes from elsewhere stands behind `--end-of-options` or `--`.
        input: What the command reads.
        env: More environment, over what keeps git safe: `Remote.environment` lets it reach a network.
        timeout: In seconds.

    Raises:
        GitUnavailable: there is no repository or no git command, git does not trust the owner, or time is up.
        GitError: the command failed.
    """
    return _run(folder, arguments, input, env or {}, timeout)[0]


def _run(
    folder: Path, arguments: Sequence[str], given: bytes | None, env: Mapping[str, str], timeout: float
) -> tuple[bytes, str]:
    """Return what a git command prints, and what it warns of."""
    try:
        process = subprocess.Popen(
            command(folder, *arguments),
            cwd=folder,
            env={**environment(), **env},
            stdin=subprocess.DEVNULL if given is None else subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,  # nothing it starts can ask at the terminal, and all of it can be ended
        )
    except OSError as error:
        raise GitUnavailable(f"git cannot be run ({error.strerror})") from error
    with process:
        try:
            output, complaints = process.communicate(given, timeout)
        except subprocess.TimeoutExpired as error:
            _end(process)
            raise GitTimeout(f"git gave no answer within {timeout:g} seconds") from error
        except BaseException:
            _end(process)
            raise
    message = _CREDENTIALS.sub("", complaints.decode("utf-8", "replace")).strip()
    if process.returncode == 0:
        return output, message
    if "not a git repository" in message or "must be run in a work tree" in message or "bare repository '" in message:
        raise NoRepository("it is not in a git repository")
    if "dubious ownership in repository at" in message:
        raise GitUnavailable("git does not trust the owner of this folder (git config safe.directory)")
    raise GitError(message, process.returncode)


def command(folder: Path, *arguments: str) -> list[str]:
    """Return a git command that is safe to run in `folder`, in the `environment` from here."""
    # A bare repository counts where it was named, and not where a target holds one to be found.
    bare = "all" if is_bare(folder) else "explicit"
    return ["git", *_SAFE_OPTIONS, "-c", f"safe.bareRepository={bare}", *arguments]


def environment() -> dict[str, str]:
    """Return this process's environment without what would point git at another repository than the folder's."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or (name.startswith("GIT_CONFIG_") and name != "GIT_CONFIG_PARAMETERS")
    }
    return kept | _SAFE_ENVIRONMENT


def is_bare(folder: Path) -> bool:
    """Return whether a folder is itself a repository without a working tree."""
    return (
        (folder / "HEAD").is_file()
        and (folder / "objects").is_dir()
        and (folder / "refs").is_dir()
        and not (folder / ".git").exists()
    )


def resolve(folder: Path, name: str) -> str | None:
    """Return the id of the commit that a name stands for: a branch, a tag, an id; None where there is none.

    Raises:
        AmbiguousNameError: it stands for several.
        GitUnavailable: there is no repository to ask.
        GitError: the repository is damaged.
    """
    if "\0" in name:
        return None
    try:
        arguments = ("rev-parse", "--verify", "--end-of-options", f"{name}^{{commit}}")
        found, warning = _run(folder, arguments, None, {}, TIMEOUT_SECONDS)
    except GitError as error:
        if "ambiguous" in error.output:
            raise AmbiguousNameError(error.output, error.status) from error
        if "Needed a single revision" in error.output:
            return None
        raise
    if "ambiguous" in warning and not FULL_ID.match(name):
        raise AmbiguousNameError(warning, 0)
    return found.decode("ascii").strip()


def is_ancestor(folder: Path, ancestor: str, commit: str) -> bool:
    """Return whether a commit is another one, or lies in its history. Both are ids.

    Raises:
        GitUnavailable: there is no repository to ask.
        GitError: one of them is not there.
    """
    try:
        run(folder, "merge-base", "--is-ancestor", ancestor, commit)
    except GitError as error:
        if error.status == 1:
            return False
        raise
    return True


def _end(process: "subprocess.Popen[bytes]") -> None:
    """Kill a command with all that it started: transports outlive git otherwise."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
