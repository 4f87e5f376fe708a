"""No manifest of any ecosystem makes the reading fail, whatever is in it."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from designdoc_assets.ecosystems.read import read_manifests
from designdoc_tests.trials import trials

NAMES = [
    *("package.json", "package-lock.json", "yarn.lock", "pnpm-lock.yaml", "pnpm-workspace.yaml", "pom.xml"),
    *("build.gradle", "settings.gradle.kts", "gradle/libs.versions.toml", "gradle.properties", "gradle.lockfile"),
    *("go.mod", "go.work", "go.sum", "Cargo.toml", "Cargo.lock"),
]
KEYS = [
    "dependencies",
    "packages",
    "name",
    "version",
    "bin",
    "workspace",
    "package",
    "libraries",
    "importers",
    "target",
]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(KEYS), inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.parametrize("name", NAMES)
@given(data=st.binary(max_size=200) | VALUES.map(lambda value: json.dumps(value).encode()))
@settings(max_examples=trials(60, 20), deadline=None)
def test_nothing_makes_the_reading_fail(name: str, data: bytes) -> None:
    read_manifests([name], lambda path: data)
