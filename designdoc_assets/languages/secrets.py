"""Credentials in source: found by their form, and masked before anything else reads the text.

A form is in the table if it is distinctive enough to be told without its context; what a variable is called proves
nothing. The forms are those that the issuers document; passwords that are plainly examples stay.
"""

import re

MASK = "[masked]"
VERSION = "1"
"""To be raised with every change of what is masked, since facts are kept by it."""

_TOKENS = re.compile(
    r"""
    (?<![A-Za-z0-9_-])(?:
        (?:AKIA|ASIA|ABIA|ACCA)[A-Z2-7]{16}                       # AWS access key
      | gh[pousr]_[A-Za-z0-9]{36,255} | github_pat_\w{60,255}     # GitHub
      | gl(?:pat|ptt|dt|rt|ft|soat)-[\w-]{20,}                    # GitLab
      | sk-ant-[\w-]{20,} | sk-(?:proj-|svcacct-)?[\w-]{40,}      # Anthropic, OpenAI
      | xox[abeprs]-[A-Za-z0-9-]{10,} | xapp-[A-Za-z0-9-]{20,}    # Slack
      | [rs]k_(?:live|test)_[A-Za-z0-9]{20,}                      # Stripe
      | AIza[\w-]{35} | ya29\.[\w-]{20,}                          # Google
      | npm_[A-Za-z0-9]{36} | pypi-AgE[\w-]{50,}                  # package registries
      | hf_[A-Za-z0-9]{30,} | SG\.[\w-]{20,}\.[\w-]{40,}          # Hugging Face, SendGrid
      | eyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}                  # JSON web token
    )(?![A-Za-z0-9_-])
    """,
    re.VERBOSE,
)
_TOKEN_PARTS = (
    *("AKIA", "ASIA", "ABIA", "ACCA", "ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_"),
    *("glpat-", "gldt-", "glptt-", "glrt-", "glft-", "glsoat-", "sk-", "xox", "xapp-", "k_live_", "k_test_"),
    *("AIza", "ya29.", "npm_", "pypi-AgE", "hf_", "SG.", "eyJ"),
)
"""One of which is in each of those: most files have none, and looking for them is twenty times as fast."""
_AWS_SECRET = re.compile(r"(?i:(aws.{0,20}secret.{0,20}?['\"]))([A-Za-z0-9/+]{40})(?=['\"])")
_PRIVATE_KEY = re.compile(
    r"(-----BEGIN (?:[A-Z0-9]+ ){0,3}PRIVATE KEY(?: BLOCK)?-----)(.{1,20000}?)"
    r"(?=-----END (?:[A-Z0-9]+ ){0,3}PRIVATE KEY)",
    re.DOTALL,
)
_URL_PASSWORD = re.compile(
    r"([A-Za-z][A-Za-z0-9+.-]{1,30}://[^\s:/?#@'\"<>`]{0,100}:)([^\s/?#@'\"<>`]{1,200})(?=@[^\s@])"
)
_NAMED = re.compile(
    r"(?:pass(?:word|wd|phrase)|(?<![a-z])(?:pass|pwd)|secret|(?<![a-z])token|api[_-]?key|(?:access|private)[_-]?key|credentials?)"
    r"(?:s|\d*|[_-]?key)(?![a-z_-])",
    re.IGNORECASE,
)
"""A name of a secret itself: a `token-url` or a `password-file` is none."""
_QUOTED = re.compile(r"'[^']*'|\"[^\"]*\"")
_EXAMPLE = re.compile(
    r".{1,3}|[{<$%*\[(].*|(?:my|your|the|some|db|user)?[-_]?(?:pass(?:word|wd|phrase)?|pwd|pw|secret|token|tiger|hunter2|"
    r"changeme|example|test|admin|root|user|guest|postgres|mysql|xxx+|\.\.\.)\d{0,3}",
    re.IGNORECASE,
)
_TEXT = re.compile(r"""(?P<quote>["'`])(?P<text>(?:[^"'`\\]|\\.)*)(?P=quote)""")

_RANDOM = re.compile(r"(?=.*\d)(?=.*[A-Za-z])[A-Za-z0-9+/=_-]{24,}")
"""A value that nobody would type: a key, or the digest of one."""


def masked(text: str) -> str:
    """Return the text with every credential replaced by `[masked]`; lines stay lines."""
    if any(part in text for part in _TOKEN_PARTS):
        text = _TOKENS.sub(MASK, text)
    if "PRIVATE KEY" in text:
        text = _PRIVATE_KEY.sub(lambda found: found[1] + MASK + "\n" * found[2].count("\n"), text)
    if "://" in text:
        text = _URL_PASSWORD.sub(_without_password, text)
    if "secret" in text or "SECRET" in text:
        text = _AWS_SECRET.sub(rf"\1{MASK}", text)
    return text


def shown_default(name: str, default: str) -> str:
    """Return the default of an option or a variable as pages may show it: `…` for one with a text, of a secret's name.

    Parts of pages that list defaults would make a password stand out; what plainly is an example stays.
    """
    texts = [found["text"] for found in _TEXT.finditer(default)] if _NAMED.search(name) else []
    return "…" if any(text and text != name and not _EXAMPLE.fullmatch(text) for text in texts) else default


def shown_example(name: str, value: str) -> str:
    """Return what a variable is set to in an example, as pages may show it: `…` for what may be a secret."""
    if shown_default(name, f'"{value}"') != f'"{value}"' or _RANDOM.fullmatch(value):
        return "…"
    return value


def shown_expression(name: str, default: str) -> str:
    """Return a default with a text in it, such as `'a'::text`, as pages may show it: see `shown_default`."""
    text = _QUOTED.search(default)
    return "…" if text and shown_default(name, text[0]) == "…" else default


def _without_password(found: re.Match[str]) -> str:
    return found[0] if _EXAMPLE.fullmatch(found[2]) else found[1] + MASK
