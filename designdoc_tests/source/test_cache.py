import logging
import sqlite3
import threading
import zlib
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

import pytest

from designdoc_assets.languages.doc_facts import Described, Doc
from designdoc_assets.languages.facts import Attribute, Class, FileFacts, Function, Heritage, Import
from designdoc_assets.languages.signature_facts import Parameter, Signature
from designdoc_assets.languages.use_facts import Use
from designdoc_assets.source import cache as cache_module
from designdoc_assets.source.cache import FactsCache, facts_key
from designdoc_assets.source.encoded import encoded

KEY = facts_key("0" * 64, "python", "1")
OTHER_KEY = facts_key("1" * 64, "python", "1")
FACTS = FileFacts(
    language="python",
    lines=12,
    digest="d" * 64,
    doc=Doc("Pay.\n\nMore.", raises=(Described("Declined", "if so", None),)),
    imports=(Import("..a", "b", None, 1, "optional", "private"),),
    exports=("Gateway",),
    classes=(
        Class(
            "Gateway",
            "Gateway",
            1,
            3,
            "c" * 64,
            heritage=(Heritage("Base[T]"),),
            methods=(
                Function(
                    "pay",
                    "Gateway.pay",
                    4,
                    "method",
                    Signature((Parameter("self", "positional_only"), Parameter("sum", "keyword_only", "int", "0"))),
                    overloads=(Signature(()),),
                    uses=(Use("call", "Client().send", 5),),
                    is_async=True,
                ),
            ),
            attributes=(Attribute("LIMIT", 3, "class", value='"…"'),),
        ),
    ),
    problem="line 12: not understood",
)
EMPTY = FileFacts("python", 0, "e" * 64)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "state" / "facts.sqlite"


def _encoded(facts: Mapping[str, FileFacts]) -> dict[str, bytes]:
    return {key: encoded(each) for key, each in facts.items()}


def warnings(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.levelno >= logging.WARNING]


def test_facts_come_back_as_they_were_stored(path: Path) -> None:
    FactsCache(path).store(_encoded({KEY: FACTS, OTHER_KEY: EMPTY}))
    assert FactsCache(path).find([KEY, OTHER_KEY, "unknown"]) == {KEY: FACTS, OTHER_KEY: EMPTY}


def test_thousands_of_keys_are_looked_up_at_once(path: Path) -> None:
    facts = {facts_key(str(number), "python", "1"): EMPTY for number in range(2_500)}
    FactsCache(path).store(_encoded(facts))
    assert FactsCache(path).find(facts.keys()) == facts


def test_another_version_of_a_language_has_facts_of_its_own() -> None:
    assert len({facts_key("0", "python", "1"), facts_key("0", "python", "2"), facts_key("0", "ruby", "1")}) == 3


@pytest.mark.parametrize("content", [b"no database " * 500, b"", b"SQLite format 3\0" + b"\xff" * 8_000])
def test_a_damaged_cache_is_begun_anew(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    cache = FactsCache(path)
    assert cache.find([KEY]) == {}
    cache.store(_encoded({KEY: FACTS}))
    assert FactsCache(path).find([KEY]) == {KEY: FACTS}


def test_a_cache_with_other_tables_is_begun_anew(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as connection:
        connection.execute("CREATE TABLE facts (something TEXT)")
    FactsCache(path).store(_encoded({KEY: FACTS}))
    assert FactsCache(path).find([KEY]) == {KEY: FACTS}


def test_a_cache_with_a_torn_page_never_gives_wrong_facts(path: Path) -> None:
    facts = {facts_key(str(number), "python", "1"): FileFacts("python", number, "e" * 64) for number in range(300)}
    FactsCache(path).store(_encoded(facts))
    whole = path.read_bytes()
    for start in range(0, len(whole), 5_000):
        path.write_bytes(whole[:start] + b"\x55" * 700 + whole[start + 700 :])
        cache = FactsCache(path)
        assert cache.find(facts.keys()).items() <= facts.items()
        cache.store(_encoded(facts))
        assert FactsCache(path).find(facts.keys()) == facts


@pytest.mark.parametrize("data", [b"torn", zlib.compress(b"{}"), zlib.compress(b"\xff")])
def test_a_damaged_entry_is_not_found(path: Path, data: bytes) -> None:
    FactsCache(path).store(_encoded({KEY: FACTS, OTHER_KEY: EMPTY}))
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE facts SET data = ? WHERE key = ?", (data, KEY))
    assert FactsCache(path).find([KEY, OTHER_KEY]) == {OTHER_KEY: EMPTY}


def test_a_place_that_cannot_be_written_is_done_without(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("")
    for path in (tmp_path, tmp_path / "file" / "facts.sqlite"):
        caplog.clear()
        cache = FactsCache(path)
        assert cache.find([KEY]) == {}
        cache.store(_encoded({KEY: FACTS}))
        assert len(warnings(caplog)) == 1


def test_a_cache_that_another_process_holds_is_done_without(
    path: Path, caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cache_module, "_BUSY_TIMEOUT_SECONDS", 0.05)
    FactsCache(path).store(_encoded({KEY: FACTS}))
    with closing(sqlite3.connect(path)) as holder:
        holder.execute("BEGIN EXCLUSIVE")
        cache = FactsCache(path)
        assert cache.find([KEY]) == {}
        cache.store(_encoded({OTHER_KEY: FACTS}))
    assert "locked" in warnings(caplog)[0]
    assert FactsCache(path).find([KEY, OTHER_KEY]) == {KEY: FACTS}


def test_many_may_write_at_once(path: Path, caplog: pytest.LogCaptureFixture) -> None:
    facts = {facts_key(str(number), "python", "1"): FileFacts("python", number, "e" * 64) for number in range(120)}
    threads = [
        threading.Thread(target=FactsCache(path).store, args=(_encoded({key: facts[key]}),), daemon=True)
        for key in facts
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert warnings(caplog) == []
    assert FactsCache(path).find(facts.keys()) == facts


def days_pass(path: Path, days: int) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("UPDATE facts SET used = used - ?", (days,))


def test_what_was_not_used_for_a_month_is_dropped(path: Path) -> None:
    FactsCache(path).store(_encoded({KEY: FACTS}))
    days_pass(path, 20)
    FactsCache(path).store(_encoded({OTHER_KEY: FACTS}))
    days_pass(path, 20)
    FactsCache(path).store(_encoded({"new": EMPTY}))
    assert FactsCache(path).find([KEY, OTHER_KEY]) == {OTHER_KEY: FACTS}


def test_what_is_found_again_and_again_stays(path: Path) -> None:
    FactsCache(path).store(_encoded({KEY: FACTS}))
    for _ in range(4):
        days_pass(path, 20)
        cache = FactsCache(path)
        assert cache.find([KEY]) == {KEY: FACTS}
        cache.store({})


def test_finding_everything_twice_a_day_writes_nothing(path: Path) -> None:
    FactsCache(path).store(_encoded({KEY: FACTS}))
    before = path.read_bytes(), path.stat().st_mtime_ns
    cache = FactsCache(path)
    cache.find([KEY])
    cache.store({})
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before


def test_a_cache_does_not_grow_without_bound(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache_module, "MAX_CACHE_BYTES", 200_000)
    for batch in range(30):
        FactsCache(path).store(_encoded({facts_key(f"{batch} {number}", "python", "1"): FACTS for number in range(50)}))
    newest = facts_key("29 49", "python", "1")
    assert FactsCache(path).find([newest]) == {newest: FACTS}
    assert path.stat().st_size < 400_000
