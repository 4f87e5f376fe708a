"""What may be shown of commands: no value of the environment, no credential, and not more than a line."""

import re
from collections.abc import Iterable

from designdoc_assets.deployment.facts import Address
from designdoc_assets.languages.secrets import masked

MOST_CHARACTERS = 120
_DEFAULT = re.compile(r"\$\{(\w+)(?::?[-?+=][^{}]*)?\}")
"""A variable of a shell or of Compose, with what stands for it where it is not set."""
_EXPRESSION = re.compile(r"\$\{\{.*?\}\}")
"""What a server fills in, such as a secret."""
_SECRET = r"[\w.-]*(?:pass(?:word|wd|phrase)?|secret|token|api[_-]?key|access[_-]?key|credentials?|dsn)[\w.-]*"
_GIVEN = re.compile(
    rf"((?<![\w-])-{{0,2}}{_SECRET}(?:=|[ ]+(?=[^\s-])))(?:\"[^\"]*\"|'[^']*'|[^\s\"']+)", re.IGNORECASE
)
_HEADER = re.compile(rf"((?:authorization:\s*(?:[a-z]+\s+)?|(?<![\w-]){_SECRET}:\s+))[^\s\"']+", re.IGNORECASE)
_USER = r"(?:-u|--user(?:name)?)(?:\s+|=)"
_USER_PASSWORD = re.compile(rf"((?<!\S){_USER}[\"']?[^\s:\"']+:)[^\s\"']+")
_LOGIN_PASSWORD = re.compile(rf"((?<!\S)(?:login|{_USER}\S+|-u\S+)\s(?:.*?\s)?-p\s*)(?:\"[^\"]*\"|'[^']*'|[^\s\"']+)")
"""Behind the name of a user, `-p` is a password; elsewhere it is whatever the command likes."""
_ADDRESS = re.compile(r"(?:jdbc:)?([A-Za-z][\w+.-]*)://(?:[^\s/?#]*@)?([A-Za-z][A-Za-z0-9_-]*)?")
"""A URL; of its host, the first part."""
_URL_USER = re.compile(r"(\w://)[^\s/@]+@")
_ASSIGNED = re.compile(r"(?<![\w.-])([A-Za-z_]\w*)=(?:\"[^\"]*\"|'[^']*'|[^\s\"']*)(?=\s+\S)")
"""A variable that is set for one command, in front of it."""


def command(words: Iterable[str] | str) -> str:
    """Return a command on one line, without what variables are set to, and without what looks like a secret."""
    text = words if isinstance(words, str) else " ".join(words)
    text = " ".join(masked(text[: 40 * MOST_CHARACTERS]).split())
    text = _EXPRESSION.sub("${{ … }}", text)
    text = _URL_USER.sub(r"\1", _DEFAULT.sub(r"${\1}", text))
    start = ""
    while found := _ASSIGNED.match(text):
        start, text = f"{start}{found[1]}=… ", text[found.end() :].lstrip()
    for given in (_GIVEN, _HEADER, _USER_PASSWORD, _LOGIN_PASSWORD):
        text = given.sub(r"\1…", text)
    return cut(start + text)


def action(uses: str) -> str:
    """Return what a step uses; a commit that it is pinned to says nothing to a reader."""
    return cut(re.sub(r"@[0-9a-f]{40}$", "", uses))


def cut(text: str) -> str:
    """Return a text of a line's length: cut at a word."""
    if len(text) <= MOST_CHARACTERS:
        return text
    return f"{text[:MOST_CHARACTERS].rpartition(' ')[0] or text[:MOST_CHARACTERS]} …"


def image(text: str) -> str:
    """Return the name of an image: of a variable in it, the default, where there is one."""
    return cut(_URL_USER.sub(r"\1", " ".join(re.sub(r"\$\{\w+:?-([^{}]*)\}", r"\1", masked(text)).split())))


def has_default(value: str) -> bool:
    """Tell whether the value of a variable says something, and does not only ask for another that must be set."""
    if re.search(r"\$\{\w+:?\?", value):
        return False
    return bool(re.sub(r"\$\{\w+(?::?-)?\}|\$\w+", "", value).strip())


def address(variable: str, value: str) -> Address | None:
    """Return where the value of a variable leads, as far as that is no secret: its scheme, and the name of a host."""
    found = _ADDRESS.match(_DEFAULT.sub("x", value))
    return Address(variable, found[1].lower(), (found[2] or "").lower()) if found else None
