"""Fixtures that the tests of the operator's side share."""

from collections.abc import Iterator
from pathlib import Path

import anthropic
import pytest

from designdoc_assets.spending.prices import Prices
from designdoc_tests.claude.money import forked_provider
from designdoc_tests.operations.postgres import BINARIES, Server, drop_database, new_database, server
from designdoc_tests.operations.runs import CALLS, begin, small_repo
from designdoc_tests.spending.conftest import POSTGRES_URL
from designdoc_tests.support import docs_of, tree_bytes


@pytest.fixture(autouse=True)
def own_state(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Give each test a journal and a cache of its own."""
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))


@pytest.fixture(scope="module")
def own_server() -> Iterator[Server]:
    """A PostgreSQL server that tests may stop."""
    if BINARIES is None:
        pytest.skip("needs a PostgreSQL server of its own: apt-get install postgresql")
    with server() as running:
        yield running


@pytest.fixture
def database() -> Iterator[str]:
    """The URL of a database that holds nothing."""
    if POSTGRES_URL is None:
        pytest.skip("needs a PostgreSQL server: set DESIGNDOC_TEST_POSTGRES_URL=postgresql+psycopg://...")
    url = new_database(POSTGRES_URL)
    yield url
    drop_database(url)


@pytest.fixture(autouse=True, scope="session")
def loaded() -> None:
    """Load what takes a second, once for all processes that are forked: the price list, the SDK and its types."""
    Prices().check(["claude-sonnet-5-5"])
    anthropic.AsyncAnthropic(api_key="none").messages.create  # noqa: B018 - loaded at first use


@pytest.fixture(scope="session")
def quiet_tree(tmp_path_factory: pytest.TempPathFactory, loaded: None) -> dict[str, bytes]:
    """The tree that a run of `small_repo` leaves which nothing happens to."""
    folder = tmp_path_factory.mktemp("quiet")
    repo = small_repo(folder)
    with pytest.MonkeyPatch.context() as environment, forked_provider(folder) as provider:
        environment.setenv("XDG_STATE_HOME", str(folder / "state"))
        run = begin(repo).end()
        assert run.success, run.failure
        assert len(provider.stop()) == CALLS
    return tree_bytes(docs_of(repo))
