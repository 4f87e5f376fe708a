"""Settings that frameworks of Python read, on SYSTEM_DESIGN."""

from collections.abc import Mapping
from pathlib import Path

from designdoc_tests.test_configuration import page, variables
from designdoc_tests.test_starts import rows

INIT = {"shop/__init__.py": '"""Shop."""\n'}

PYDANTIC = '''\
"""Settings."""
from typing import Annotated, ClassVar

from pydantic import AliasChoices, BaseModel, Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

COMPUTED = "a".upper()


class Limits(BaseModel):
    """Limits."""

    most: int = 5
    again: "Limits | None" = None


class Mail(BaseSettings):
    """Mail."""

    class Config:
        env_prefix = "MAIL_"

    host: str


class Settings(BaseSettings):
    """Settings."""

    model_config = SettingsConfigDict(env_prefix="SHOP_", env_nested_delimiter="__")
    NAMES: ClassVar[int] = 1
    port: int = Field(8000, description="Where it listens.")
    token: SecretStr = SecretStr("hunter-of-two")
    url: Annotated[str, Field(validation_alias=AliasChoices("SHOP_DSN", "DATABASE_URL"))]
    limits: Limits = Limits()
    mail: Mail = Mail()
    _private: int = 1


class Base(BaseSettings):
    """Base."""

    debug: bool = False


class Child(Base):
    """Child."""

    model_config = {"env_prefix": "CHILD_"}


class Computed(BaseSettings):
    """Nobody knows its prefix."""

    model_config = SettingsConfigDict(env_prefix=COMPUTED)
    lost: int = 1
'''


def test_settings_of_pydantic(tmp_path: Path) -> None:
    text = page(tmp_path, {**INIT, "shop/settings.py": PYDANTIC})
    assert rows(text, "Environment variables") == [
        ["CHILD_DEBUG", "bool", "False", "", "Child"],
        ["DATABASE_URL", "str", "", "Required.", "Settings"],
        ["MAIL_HOST", "str", "", "Required.", "Mail"],
        ["SHOP_DSN", "str", "", "Required.", "Settings"],
        ["SHOP_LIMITS__AGAIN", "Limits \\| None", "", "", "Settings"],
        ["SHOP_LIMITS__MOST", "int", "5", "", "Settings"],
        ["SHOP_PORT", "int", "8000", "Where it listens.", "Settings"],
        ["SHOP_TOKEN", "SecretStr", "…", "", "Settings"],
    ]


CIRCULAR = '''\
"""Settings that hold each other."""
from pydantic import BaseModel
from pydantic_settings import BaseSettings, SettingsConfigDict


class A(BaseModel):
    """A."""

    b: "B"


class B(BaseModel):
    """B."""

    a: A
    x: int = 1


class S(BaseSettings):
    """S."""

    model_config = SettingsConfigDict(env_nested_delimiter="__")
    a: A
    s: "S"


class Own(Own, BaseSettings):
    """Itself."""

    y: int = 1
'''


def test_settings_that_hold_each_other_end(tmp_path: Path) -> None:
    found = [row[0] for row in variables(tmp_path, {**INIT, "shop/settings.py": CIRCULAR})]
    assert found == ["A__B__A", "A__B__X", "Y"]


READERS: Mapping[str, str] = {
    "shop/a.py": '''\
"""environs."""
from environs import Env

env = Env()
PORT = env.int("SHOP_PORT", 8000)
KEY = env("SHOP_KEY")
''',
    "shop/b.py": '''\
"""django-environ."""
import environ

env = environ.Env(SHOP_DEBUG=(bool, False))
DEBUG = env("SHOP_DEBUG")
URL = env.url("SHOP_URL", default="http://localhost")
''',
    "shop/c.py": '''\
"""decouple."""
from decouple import config

TIMES = config("SHOP_TIMES", default=3, cast=int)
''',
    "shop/d.py": '''\
"""Starlette."""
from starlette.config import Config

config = Config(".env")
HOST = config("SHOP_HOST", default="localhost")
''',
    "shop/e.py": '''\
"""Prefixes that are not known."""
from environs import Env

env = Env()
with env.prefixed("OTHER_"):
    LOST = env("LOST")
''',
    "shop/f.py": '''\
"""click."""
import click


@click.command()
@click.option("--mode", envvar="SHOP_MODE")
def main(mode):
    """Run."""
''',
}


def test_variables_that_objects_read_by_their_names(tmp_path: Path) -> None:
    assert variables(tmp_path, {**INIT, **READERS}) == [
        ["SHOP_DEBUG", "bool", "False", "", "shop/b.py"],
        ["SHOP_HOST", "", '"localhost"', "", "shop/d.py"],
        ["SHOP_KEY", "", "", "Required.", "shop/a.py"],
        ["SHOP_MODE", "", "", "", "shop/f.py"],
        ["SHOP_PORT", "int", "8000", "", "shop/a.py"],
        ["SHOP_TIMES", "int", "3", "", "shop/c.py"],
        ["SHOP_URL", "url", '"http://localhost"', "", "shop/b.py"],
    ]


FLASK = '''\
"""An application."""
from flask import Flask, current_app


class Config:
    """Configuration."""

    #: How many are shown.
    PER_PAGE = 25
    SECRET_KEY = "not-an-example"


def create(config=Config):
    """Make it."""
    app = Flask(__name__)
    app.config.from_object(config)
    app.config["SET"] = 1
    return app


def shown():
    """Return how many are shown."""
    other = {}
    config = other
    return current_app.config["PER_PAGE"] + current_app.config.get("MORE", 5) + config["NOT_ITS"]
'''


def test_configuration_of_flask(tmp_path: Path) -> None:
    assert rows(page(tmp_path, {**INIT, "shop/app.py": FLASK}), "Flask configuration") == [
        ["MORE", "5", "", "shop/app.py"],
        ["PER_PAGE", "25", "How many are shown.", "Config, shop/app.py"],
        ["SECRET_KEY", "…", "", "Config"],
    ]


DJANGO = {
    "shop/settings.py": '"""Settings."""\n#: The most that is sold at once.\nSHOP_MOST = 10\n',
    "shop/views.py": '''\
"""Views."""
from django.conf import settings


def sell(settings2=None):
    """Sell."""
    return settings.SHOP_MOST, getattr(settings, "SHOP_LEAST", 1), settings2.NOT_ONE
''',
}


def test_settings_of_django(tmp_path: Path) -> None:
    assert rows(page(tmp_path, {**INIT, **DJANGO}), "Django settings") == [
        ["SHOP_LEAST", "1", "", "shop/views.py"],
        ["SHOP_MOST", "10", "The most that is sold at once.", "shop/views.py"],
    ]


DAGSTER = '''\
"""Assets."""
import dagster as dg
from pydantic import Field


class Store(dg.ConfigurableResource):
    """A store."""

    url: str = Field(description="Where it is.")
    times: int = 3
'''


def test_configuration_of_dagster(tmp_path: Path) -> None:
    assert rows(page(tmp_path, {**INIT, "shop/assets.py": DAGSTER}), "Dagster configuration") == [
        ["Store.times", "int", "3", "", "Store"],
        ["Store.url", "str", "", "Where it is. Required.", "Store"],
    ]


DECLARED = '''\
"""Settings of one's own."""
from dataclasses import dataclass, field
from typing import Annotated


@dataclass
class Rule:
    """A rule.

    Attributes:
        description: What it is.
        variable: The environment variable that sets it.
        label: What it is called.
    """

    description: str
    variable: str | None = None
    label: str = ""


@dataclass
class Settings:
    """Settings."""

    port: Annotated[int, Rule("Where it listens.", variable="SHOP_PORT", label="NO_VARIABLE")] = 8000
    names: Annotated[tuple[str, ...], Rule("Names.", variable="SHOP_NAMES")] = field(default=())
'''


def test_variables_that_declarations_name(tmp_path: Path) -> None:
    assert variables(tmp_path, {**INIT, "shop/settings.py": DECLARED}) == [
        ["SHOP_NAMES", "tuple[str, ...]", "()", "Names.", "shop/settings.py"],
        ["SHOP_PORT", "int", "8000", "Where it listens.", "shop/settings.py"],
    ]


def test_many_settings_are_all_listed(tmp_path: Path) -> None:
    many = "\n".join(f'V{at} = os.environ.get("SHOP_V{at}")' for at in range(5_000))
    found = variables(tmp_path, {**INIT, "shop/settings.py": f'"""Settings."""\nimport os\n\n{many}\n'})
    assert len(found) == 5_000
