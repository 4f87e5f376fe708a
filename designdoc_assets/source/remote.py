"""A repository that is named by a URL: which URLs there are, and how git is let reach one.

Credentials in a URL are taken out of it at once: they reach git through its environment, which only this user's
processes see, and stand in no command line, configuration, log or error.
"""

import os
import re
from dataclasses import dataclass, field
from urllib.parse import SplitResult, unquote, urlsplit

from designdoc_assets.source.errors import TargetError

PROTOCOLS = ("https", "http", "ssh", "git", "file")
_HAS_SCHEME = re.compile(r"(?P<scheme>[A-Za-z][A-Za-z0-9+.-]*):(?:/|:)")
_SCP_LIKE = re.compile(r"(?:[\w.~+-]+@)?(?:[A-Za-z0-9][\w.-]*|\[[0-9A-Fa-f:.]+\]):[^-].*", re.DOTALL)
_UNSEEN = re.compile(r"[\0-\x20\x7f]")

_KEPT = (
    "GIT_ASKPASS", "GIT_SSH", "GIT_SSH_COMMAND", "GIT_SSH_VARIANT", "GIT_PROXY_COMMAND", "GIT_PROXY_SSL_CAINFO",
    "GIT_SSL_CAINFO", "GIT_SSL_CAPATH", "GIT_SSL_CERT", "GIT_SSL_KEY", "GIT_SSL_NO_VERIFY", "GIT_HTTP_USER_AGENT",
)  # fmt: skip
"""How the user reaches remotes. What follows a session's steps (`GIT_TRACE`) shows credentials, and is not among it."""
_HELPER = (
    '!f() { test "$1" = get && '
    'printf "username=%s\\npassword=%s\\n" "$DESIGNDOC_GIT_USERNAME" "$DESIGNDOC_GIT_PASSWORD"; }; f'
)


@dataclass(frozen=True, slots=True)
class Remote:
    """A repository by its URL.

    Attributes:
        url: Without user and password, but for the user of SSH, which is no secret.
    """

    url: str
    _username: str = field(default="", repr=False)
    _password: str = field(default="", repr=False)

    @classmethod
    def parse(cls, text: str) -> "Remote | None":
        """Return the remote that a text names; None if it is the path of a folder.

        Raises:
            TargetError: it is a URL of a kind that is not fetched, or malformed.
        """
        scheme = _HAS_SCHEME.match(text)
        if scheme is None and (not _SCP_LIKE.fullmatch(text) or "/" in text.partition(":")[0]):
            return None
        if _UNSEEN.search(text):
            raise _refused("holds a space or a control character")
        if scheme is None:
            return cls(text)
        if scheme["scheme"].lower() not in PROTOCOLS or not text[scheme.end() - 1 :].startswith("//"):
            raise _refused(f"is of a kind that is not fetched: those are {', '.join(PROTOCOLS)}")
        try:
            parts = urlsplit(text)
            host = parts.hostname or ""
            _ = parts.port
        except ValueError:
            raise _refused("is malformed") from None
        if host.startswith("-") or not (host or parts.scheme == "file"):
            raise _refused("names no host")
        if parts.query or parts.fragment:
            raise _refused("has a part behind `?` or `#`, which git knows nothing of")
        return cls._without_credentials(parts)

    @classmethod
    def _without_credentials(cls, parts: SplitResult) -> "Remote":
        user, _, address = parts.netloc.rpartition("@")
        name, _, password = (unquote(part) for part in user.partition(":"))
        if _UNSEEN.search(name + password):
            raise _refused("holds a control character in its credentials")
        if parts.scheme == "ssh":  # it takes no password this way
            return cls(parts._replace(netloc=f"{user.partition(':')[0]}@{address}" if name else address).geturl())
        return cls(parts._replace(netloc=address).geturl(), name, password)

    def environment(self) -> dict[str, str]:
        """Return what `git.run` needs to reach the remote as the user would, and without asking anybody."""
        allowed = os.environ.get("GIT_ALLOW_PROTOCOL")
        protocols = PROTOCOLS if allowed is None else [name for name in PROTOCOLS if name in allowed.split(":")]
        kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
        never = {"SSH_ASKPASS_REQUIRE": os.environ.get("SSH_ASKPASS_REQUIRE", "never")}
        return kept | never | {"GIT_ALLOW_PROTOCOL": ":".join(protocols) or "none"} | self._credentials()

    def _credentials(self) -> dict[str, str]:
        if not self._username and not self._password:
            return {}
        parts = urlsplit(self.url)
        section = f"credential.{parts.scheme}://{parts.netloc}"
        settings = [(f"{section}.username", self._username)] if self._username else []
        secrets = {}
        if self._password:  # before the user's own helpers, which are not told of it either
            settings += [(f"{section}.helper", ""), (f"{section}.helper", _HELPER)]
            secrets = {"DESIGNDOC_GIT_USERNAME": self._username, "DESIGNDOC_GIT_PASSWORD": self._password}
        count = os.environ.get("GIT_CONFIG_COUNT", "")
        first = int(count) if count.isdecimal() else 0
        numbered = {
            f"GIT_CONFIG_{word}_{number}": text
            for number, setting in enumerate(settings, first)
            for word, text in zip(("KEY", "VALUE"), setting, strict=True)
        }
        return {**secrets, **numbered, "GIT_CONFIG_COUNT": str(first + len(settings))}


def _refused(why: str) -> TargetError:
    return TargetError(
        f"The URL of the repository {why}, so nothing was fetched. Correct it (DESIGNDOC_REPO), and run again."
    )
