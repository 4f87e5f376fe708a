from pathlib import Path

import pytest

from linkshelf.shelf import Shelf
from linkshelf.store.memory import MemoryStore
from linkshelf.store.protocol import Store
from linkshelf.store.sqlite import SqliteStore


@pytest.fixture(params=["memory", "sqlite"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> Store:
    return MemoryStore() if request.param == "memory" else SqliteStore(tmp_path / "shelf.sqlite")


@pytest.fixture
def shelf(store: Store) -> Shelf:
    return Shelf(store)
