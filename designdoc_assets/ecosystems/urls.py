"""References to what lies outside of an index, and the credentials that must not leave with them."""

import re

_USER_INFO = re.compile(r"(:/+)[^/?#\s]*@")
# A password may hold the very characters that end a host in a valid URL. A port, digits and a slash, is none.
_ODD_PASSWORD = re.compile(r"(://)[^\s:/@]+:(?!\d*/)[^\s@]*@")


def without_credentials(text: str) -> str:
    """Return a text with user name and password taken out of every URL in it."""
    return _ODD_PASSWORD.sub(r"\1", _USER_INFO.sub(r"\1", text))


def direct_reference(url: str) -> str:
    """Return a URL or path without credentials, and without query and fragment, which may hold tokens too."""
    return re.split(r"[?#]", without_credentials(url.strip()), maxsplit=1)[0]
