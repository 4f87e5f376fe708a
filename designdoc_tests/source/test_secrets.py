"""Credentials in source never get past reading."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designdoc_assets.languages.secrets import MASK, masked
from designdoc_tests.support import document, make_repo

# Put together here, so that no scanner takes this file for a leak.
SECRETS = [
    "AKIA" + "IOSFODNN7EXAMPLE",
    "ghp_" + "a1B2" * 9,
    "github_pat_" + "A1b2C3d4E5" * 7,
    "sk-" + "ant-api03-" + "Ab1-" * 10,
    "glpat-" + "x9Y8z7W6v5U4t3S2r1Q0",
    "xoxb-" + "123456789012-abcdefGHIJ",
    "sk_" + "live_" + "4eC39HqLyjWDarjtT1zdp7dc",
    "AIza" + "SyD-abcdefghijklmnopqrstuvwxyz01234",
    "eyJ" + "hbGciOiJIUzI1NiJ9" + ".eyJ" + "zdWIiOiIxMjM0In0" + ".dozjgNryP4J3jVmNHl0w5N",
]
KEY = f"-----BEGIN RSA {'PRIVATE'} KEY-----\nMIIEpAIBAAKCAQEA7\nbase64base64\n-----END RSA {'PRIVATE'} KEY-----"


@pytest.mark.parametrize("secret", SECRETS)
def test_tokens_are_masked_wherever_they_stand(secret: str) -> None:
    assert masked(f'KEY = "{secret}"  # {secret}') == f'KEY = "{MASK}"  # {MASK}'


def test_a_private_key_is_masked_and_keeps_its_lines() -> None:
    text = masked(f"a = '''{KEY}'''\nb = 1")
    assert "MIIE" not in text
    assert text.count("\n") == KEY.count("\n") + 1


@pytest.mark.parametrize("url", ["https://jane:s3cr3tpw@host/x", "postgresql+psycopg://app:Zq9!x@db:5432/pay"])
def test_passwords_in_urls_are_masked(url: str) -> None:
    user, host = url.partition("@")[0].rpartition(":")[0], url.partition("@")[2]
    assert masked(f'u = "{url}"') == f'u = "{user}:{MASK}@{host}"'


@pytest.mark.parametrize(
    "text",
    [
        'create_engine("postgresql://scott:tiger@localhost/test")',
        'f"https://{user}:{password}@host"',
        "mysql://user:password@host/db",
        "mysql://u:p@host/db",
        "https://host:8080/@scope/name",
        "def get_password(self) -> str: ...",
        'PASSWORD_FIELD = "password"',
        "sk-learn",
        "aws_secret_name = 'short'",
    ],
)
def test_examples_and_ordinary_code_stay_as_they_are(text: str) -> None:
    assert masked(text) == text


def test_the_secret_of_an_aws_key_is_masked_by_its_name() -> None:
    secret = "wJalrXUtnFEMI/K7MDENG/" + "bPxRfiCYEXAMPLEKEY"
    assert secret not in masked(f'AWS_SECRET_ACCESS_KEY = "{secret}"')


@given(st.text(), st.sampled_from([*SECRETS, KEY]), st.text())
def test_masking_twice_changes_nothing_more(before: str, secret: str, after: str) -> None:
    once = masked(f"{before} {secret} {after}")
    assert masked(once) == once


def test_no_secret_of_the_target_reaches_a_page(tmp_path: Path) -> None:
    lines = [f'S{i} = "{secret}"' for i, secret in enumerate(SECRETS)]
    source = "\n".join([f'"""Uses {SECRETS[0]}."""', *lines, f"KEY = '''{KEY}'''", f'def f(k="{SECRETS[1]}"): ...'])
    repo = make_repo(tmp_path, {"a.py": source})
    assert document(repo).success
    pages = "".join(path.read_text() for path in (repo / "docs/design").rglob("*.md"))
    assert "S0" in pages and MASK in pages
    assert [secret for secret in [*SECRETS, "MIIEpAIBAAKCAQEA7"] if secret in pages] == []
