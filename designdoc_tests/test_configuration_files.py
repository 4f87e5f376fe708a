"""Variables that files name for those who run a target, on SYSTEM_DESIGN."""

from pathlib import Path

from designdoc_tests.test_configuration import page, variables
from designdoc_tests.test_starts import rows

INIT = {"shop/__init__.py": '"""Shop."""\n'}
EXAMPLE = """\
# Copy this to .env.
#
# Where it listens.
SHOP_PORT=8000

# Mail
MAIL_HOST=localhost # who sends it
MAIL_PASSWORD=correct-horse
MAIL_KEY=aGVsbG8gd29ybGQgMTIzNDU2Nzg5

export SHOP_URL="https://user:letmein9@example.org"

# How much is said.
# SHOP_LEVEL=info

# Notes: a = b c
"""


def test_examples_of_environments_are_read_without_their_secrets(tmp_path: Path) -> None:
    text = page(
        tmp_path,
        {
            **INIT,
            "shop/main.py": '"""Main."""\nimport os\n\nPORT = os.environ["SHOP_PORT"]\n',
            ".env.example": EXAMPLE,
            "web/.env": "VITE_URL=http://localhost\n",
            "examples/.env.sample": "OTHER=1\n",
        },
    )
    assert rows(text, "Environment variables") == [
        ["MAIL_HOST", "localhost", "who sends it", "", ".env.example"],
        ["MAIL_KEY", "…", "", "", ".env.example"],
        ["MAIL_PASSWORD", "…", "", "", ".env.example"],
        ["SHOP_LEVEL", "info", "How much is said.", "", ".env.example"],
        ["SHOP_PORT", "8000", "Where it listens.", "shop/main.py", ".env.example"],
        ["SHOP_URL", "https://user:[masked]@example.org", "", "", ".env.example"],
        ["VITE_URL", "", "", "", "web/.env"],
    ]
    assert "correct-horse" not in text
    assert "letmein9" not in text


SPRING = """\
# a=${NOT_THIS}
spring.datasource.url=${DATABASE_URL:jdbc:h2:mem:shop}
spring.datasource.password=${DATABASE_PASS:swordfish}
shop.name=${spring.application.name}
"""


def test_variables_in_the_configuration_of_spring(tmp_path: Path) -> None:
    own = {"src/main/java/org/shop/Main.java": "package org.shop;\n\npublic class Main {}\n"}
    assert variables(tmp_path, {**own, "src/main/resources/application.properties": SPRING}) == [
        ["DATABASE_PASS", "…", "src/main/resources/application.properties"],
        ["DATABASE_URL", "jdbc:h2:mem:shop", "src/main/resources/application.properties"],
    ]


def test_an_address_without_a_name_of_a_host_ends_no_run(tmp_path: Path) -> None:
    compose = "services:\n  queue:\n    image: kafka\n    environment:\n      - LISTENERS=PLAINTEXT://0.0.0.0:9092\n"
    files = {**INIT, "compose.yaml": compose, ".env.example": "SHOP_PORT=1\n"}
    assert [row[0] for row in variables(tmp_path, files)] == ["SHOP_PORT"]
