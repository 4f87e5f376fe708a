"""References to what lies outside of an index, and the credentials that must not leave with them."""

import re
from collections.abc import Mapping

VERSION_CONTROL = ("git", "hg", "svn", "bzr")
REVISIONS = ("rev", "ref", "tag", "branch")
PLACES = ("url", "path", "file")

_USER_INFO = re.compile(r"(:/+)[^/?#\s]*@")
# A password may hold the very characters that end a host in a valid URL. A port, digits and a slash, is none.
_ODD_PASSWORD = re.compile(r"(://)[^\s:/@]+:(?!\d*/)[^\s@]*@")


def without_credentials(text: str) -> str:
    """Return a text with user name and password taken out of every URL in it."""
    return _ODD_PASSWORD.sub(r"\1", _USER_INFO.sub(r"\1", text))


def direct_reference(url: str) -> str:
    """Return a URL or path without credentials, and without query and fragment, which may hold tokens too."""
    return re.split(r"[?#]", without_credentials(url.strip()), maxsplit=1)[0]


def direct_from(texts: Mapping[str, str]) -> str:
    """Return the direct reference that a table of `git`, `rev`, `url`, `path` and the like stands for, or ""."""
    for system in VERSION_CONTROL:
        if repository := texts.get(system):
            revision = next((texts[key] for key in REVISIONS if texts.get(key)), "")
            return f"{system}+{direct_reference(repository)}{'@' + revision if revision else ''}"
    return next((direct_reference(texts[key]) for key in PLACES if texts.get(key)), "")
