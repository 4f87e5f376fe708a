"""deploy/compose.yaml and the Dockerfile as files: their form, and who is given what."""

import re
import tomllib
from typing import Any

import pytest
from compose_pydantic.models import ComposeSpecification  # type: ignore[import-untyped]
from packaging.requirements import Requirement

from designdoc_assets.settings.table import SETTINGS
from designdoc_tests.deploy.support import DEPLOY, KUBERNETES, ROOT, compose

GIVEN = {
    "DESIGNDOC_REPO": "https://git.example.org/shop.git",
    "POSTGRES_PASSWORD": "s3cret",
    "ANTHROPIC_API_KEY": "k3y",
}
OURS = ["code", "webserver", "daemon"]


@pytest.fixture(scope="module")
def services() -> dict[str, Any]:
    return dict(compose(GIVEN)["services"])


def test_the_file_is_one_by_the_compose_specification(services: dict[str, Any]) -> None:
    shown = {name: value for name, value in compose(GIVEN).items() if not name.startswith("x-")}
    ComposeSpecification.model_validate(shown)  # refuses keys that it does not know
    assert list(services) == ["postgres", *OURS]


@pytest.mark.parametrize("missing", ["DESIGNDOC_REPO", "POSTGRES_PASSWORD"])
def test_what_must_be_set_is_asked_for(missing: str) -> None:
    with pytest.raises(KeyError, match=missing):
        compose({name: value for name, value in GIVEN.items() if name != missing})


def test_only_the_code_is_given_the_key_and_the_journal(services: dict[str, Any]) -> None:
    holders = {name for name, service in services.items() if "k3y" in str(service)}
    assert holders == {"code"}
    for name in ("webserver", "daemon"):
        assert set(services[name]["environment"]) == {"DAGSTER_POSTGRES_URL"}


def test_no_secret_stands_in_a_file() -> None:
    text = "".join(file.read_text() for file in DEPLOY.rglob("*") if file.is_file())
    for secret in re.findall(r"(?:PASSWORD|API_KEY|TOKEN)\w*: +(\S.*)", text):
        assert secret.startswith("${") or secret == '""', secret


def test_nothing_is_reached_from_other_machines(services: dict[str, Any]) -> None:
    published = {name: service["ports"] for name, service in services.items() if "ports" in service}
    assert published == {"webserver": ["127.0.0.1:3000:3000"]}


def test_each_service_waits_for_what_it_needs_and_says_when_it_is_well(services: dict[str, Any]) -> None:
    needed = {name: services[name]["depends_on"] for name in OURS}
    assert needed == {
        "code": {"postgres": {"condition": "service_healthy"}},
        "webserver": {"code": {"condition": "service_healthy"}},
        "daemon": {"code": {"condition": "service_healthy"}},
    }
    assert all(service["healthcheck"]["test"][0] == "CMD" for service in services.values())


def test_services_have_no_privileges(services: dict[str, Any]) -> None:
    for name in OURS:
        assert services[name]["cap_drop"] == ["ALL"]
        assert services[name]["security_opt"] == ["no-new-privileges:true"]
    assert re.findall(r"^USER (.*)$", _dockerfile(), re.MULTILINE) == ["10001:10001"]


def test_what_is_mounted_exists(services: dict[str, Any]) -> None:
    volumes = set(compose(GIVEN)["volumes"])
    for service in services.values():
        for volume in service["volumes"]:
            source = volume.partition(":")[0]
            assert source in volumes or (source.startswith("./") and (DEPLOY / source).is_file()), volume


def test_every_setting_is_one_that_there_is(services: dict[str, Any]) -> None:
    known = {setting.rule.variable for setting in SETTINGS}
    lines = (KUBERNETES / "settings.env").read_text().splitlines()
    used = {line.partition("=")[0] for line in lines if not line.startswith("#")} | set(services["code"]["environment"])
    assert {name for name in used if name.startswith("DESIGNDOC_")} <= known


def test_the_image_holds_this_project_with_extras_that_it_has() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    [installed] = re.findall(r'pip install --no-cache-dir "/src(\[.*?\])"', _dockerfile())
    extras = Requirement(f"{project['name']}{installed}").extras
    assert extras == {"kubernetes", "mermaid", "postgres", "s3"}
    assert extras <= set(project["optional-dependencies"])
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    assert "*" in ignored
    taken = {line.removeprefix("!") for line in ignored if line.startswith("!")}
    assert taken == {"designdoc_assets", "pyproject.toml", "README.md"}
    assert all((ROOT / name).exists() for name in taken)


def _dockerfile() -> str:
    return (DEPLOY / "Dockerfile").read_text()
