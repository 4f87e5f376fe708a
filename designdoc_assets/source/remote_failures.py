"""Why a remote repository could not be read, as one sentence for people, from what git complained of."""

import re

from designdoc_assets.source import git
from designdoc_assets.source.errors import TargetError
from designdoc_assets.source.remote import Remote

_Pattern = re.Pattern[str]


def _any_of(*phrases: str) -> _Pattern:
    return re.compile("|".join(phrases), re.IGNORECASE)


_DENIED = _any_of(
    "authentication failed", "could not read (username|password)", "permission denied", "host key verification failed",
    "returned error: 40[13]", "access denied", "http basic: access", "invalid (credentials|username)",
    "authentication required", "terminal prompts disabled", "dubious ownership",
)  # fmt: skip
_NOT_THERE = _any_of(
    "not found", "does not appear to be a git repository", "returned error: 404", "repository .*does not exist",
    "could not be found", "repository not exported",
)  # fmt: skip
_UNREACHABLE = _any_of(
    "could not resolve", "failed to connect", "couldn't connect", "connection (refused|timed out|reset|closed)",
    "network is unreachable", "no route to host", "unable to connect", "unable to access", "timed out", "tls", "ssl",
    "certificate", "empty reply", "early eof", "hung up", "returned error: 5", "rpc failed", "operation too slow",
    "could not read from remote repository",
)  # fmt: skip
_BEFORE_THE_REASON = re.compile(r"^(?:(?:remote|fatal|error|ssh|unable to access '[^']*'): )+")
_FORBIDDEN = _any_of("transport '.*' not allowed")


class RemoteError(TargetError):
    """The remote, or the way to it, is to blame: what was fetched before is as good as it was."""


def explained(remote: Remote, error: git.GitError | git.GitUnavailable) -> TargetError:
    """Return the sentence for a remote that git could not read; a `RemoteError` where the remote is to blame."""
    url = remote.url
    if isinstance(error, git.GitTimeout):
        return RemoteError(f"{url} could not be read: {error}; see whether its server answers, and try again.")
    if isinstance(error, git.GitUnavailable):
        return TargetError(f"{url} could not be read: {error}; mend that, and try again.")
    output = error.output
    if _FORBIDDEN.search(output):
        return RemoteError(f"{url} could not be read: GIT_ALLOW_PROTOCOL does not allow its protocol.")
    if _DENIED.search(output):
        return RemoteError(
            f"{url} may not be read ({_reason(output, _DENIED)}): give git credentials for it, or correct "
            "DESIGNDOC_REPO."
        )
    if _NOT_THERE.search(output):
        return RemoteError(
            f"There is no repository at {url} that may be read ({_reason(output, _NOT_THERE)}): correct DESIGNDOC_REPO."
        )
    if _UNREACHABLE.search(output):
        return RemoteError(
            f"{url} cannot be reached ({_reason(output, _UNREACHABLE)}): see whether the address in DESIGNDOC_REPO and "
            "the network are right, and try again."
        )
    return TargetError(f"{url} could not be fetched ({error}): see whether `git ls-remote` can read it.")


def _reason(output: str, pattern: _Pattern) -> str:
    line = next(line for line in output.splitlines() if pattern.search(line))
    return _BEFORE_THE_REASON.sub("", line.strip()).rstrip(".")
