"""The journal's PostgreSQL goes away in mid-run: no call is made that cannot be counted, what is finished is kept."""

from pathlib import Path

import pytest
from sqlalchemy import make_url

from designdoc_assets.pages.errors import LockError
from designdoc_assets.pages.locks.database import DatabaseLocks
from designdoc_assets.pages.stores.folder import FolderStore
from designdoc_assets.pages.tree import DocsTree
from designdoc_assets.spending.database import Database
from designdoc_tests.claude.money import billed, forked_provider
from designdoc_tests.operations.postgres import PASSWORD, Server, cut_connections, let_leases_run_out, rows_in
from designdoc_tests.operations.runs import CALLS, PARALLELISM, begin, check_payment, small_repo, whole_files
from designdoc_tests.support import docs_of, tree_bytes

_BEFORE = 12
"""Calls that are made before anything happens: the first pages stand, and most do not."""


@pytest.fixture
def journal(own_server: Server, monkeypatch: pytest.MonkeyPatch) -> str:
    url = own_server.new_database()
    monkeypatch.setenv("DESIGNDOC_JOURNAL_URL", url)
    return url


def test_a_run_whose_journal_is_gone_stops_at_once_and_the_next_one_goes_on(
    tmp_path: Path, own_server: Server, journal: str, quiet_tree: dict[str, bytes]
) -> None:
    repo = small_repo(tmp_path)
    with forked_provider(tmp_path, latency=0.1) as provider:
        run = begin(repo)
        provider.wait_for_more(_BEFORE, run.process.is_alive)
        own_server.crash()
        ended = run.end()
        own_server.start()
        shown = f"postgresql://127.0.0.1:{own_server.port}/{make_url(journal).database}"
        assert ended.failure.startswith(f"The journal of model calls {shown} cannot be used: "), ended.failure
        assert "materialize again" in ended.failure
        assert PASSWORD not in ended.failure + ended.log
        made = whole_files(docs_of(repo), quiet_tree)
        assert 0 < len(made) < len(quiet_tree)
        before = rows_in(journal)
        unfinished = [row for row in before if not row.has_answer]
        assert 0 < len(unfinished) <= PARALLELISM
        assert provider.generated.value <= len(before)
        let_leases_run_out(journal)
        again = begin(repo).end()
        assert again.success, again.failure
        calls = provider.stop()
    rows = rows_in(journal)
    assert tree_bytes(docs_of(repo)) == quiet_tree
    check_payment(calls, rows, lost=PARALLELISM)
    assert {row.amount for row in unfinished} < {row.amount for row in rows}
    assert billed(calls) <= sum(row.amount for row in rows)


def test_connections_that_are_cut_are_made_again_and_nobody_notices(
    tmp_path: Path, journal: str, quiet_tree: dict[str, bytes]
) -> None:
    repo = small_repo(tmp_path)
    with forked_provider(tmp_path, latency=0.05) as provider:
        run = begin(repo)
        cut = 0
        for _ in range(4):
            provider.wait_for_more(_BEFORE // 2, run.process.is_alive)
            cut += cut_connections(journal)
        ended = run.end()
        calls = provider.stop()
    assert ended.success, ended.failure
    assert cut > 0
    assert PASSWORD not in ended.log
    assert len(calls) == CALLS
    check_payment(calls, rows_in(journal), lost=PARALLELISM)
    assert tree_bytes(docs_of(repo)) == quiet_tree


def test_a_page_is_written_though_the_connection_that_held_its_lock_was_cut(tmp_path: Path, journal: str) -> None:
    database = Database(journal)
    tree = DocsTree(FolderStore(tmp_path), DatabaseLocks(database))
    cuts = iter([1, 0])

    def change(text: str | None) -> str:
        if next(cuts):
            assert cut_connections(journal) > 0
        return "whole\n"

    assert tree.update_text("page.md", change)
    assert (tmp_path / "page.md").read_text() == "whole\n"
    cuts = iter([1, 1])
    with pytest.raises(LockError, match="Pages are locked through the journal's database"):
        tree.update_text("other.md", change)
    assert not (tmp_path / "other.md").exists()
    database.close()
