"""What of a target is in languages that nothing reads."""

from pathlib import Path

from designdoc_assets.orchestration.not_read import files_not_read, not_read
from designdoc_assets.source.snapshot import Snapshot, read_snapshot
from designdoc_assets.source.working_tree import WorkingTree
from designdoc_tests.source.repositories import Target

FILES = {
    "shop.py": "",
    "web/a.js": "",
    "web/b.MJS": "",
    "core/lib.zig": "",
    "core/_fast.pyx": "",
    "explore.ipynb": "{}",
    "bin/shop": "#!/usr/bin/env python3\n",
    "bin/start": "#!/bin/sh\n",
    "README.md": "",
    "data.json": "{}",
}


def read(folder: Path, **more: str) -> Snapshot:
    target = Target(folder)
    for path, text in {**FILES, **more}.items():
        target.write(path, text)
    return read_snapshot(WorkingTree(folder), exclude=["left/"])


def test_files_are_counted_by_language_the_most_frequent_first(tmp_path: Path) -> None:
    found = {language.name: language.paths for language in read(tmp_path).unread_languages}
    assert found == {
        "JavaScript": ("web/a.js", "web/b.MJS"),
        "Cython": ("core/_fast.pyx",),
        "Jupyter": ("explore.ipynb",),
        "Python without a suffix": ("bin/shop",),
        "Zig": ("core/lib.zig",),
    }
    assert next(iter(found)) == "JavaScript"


def test_what_is_left_out_does_not_count(tmp_path: Path) -> None:
    more = {"node_modules/a.js": "", "vendor/a.rs": "", "left/a.go": ""}
    assert read(tmp_path, **more).unread_languages == read(tmp_path).unread_languages


def test_the_log_says_how_many_and_in_which_languages(tmp_path: Path) -> None:
    snapshot = read(tmp_path, **{"a_pb2.py": ""})
    assert files_not_read(snapshot) == 7
    assert not_read(snapshot) == (
        "7 not read (2 JavaScript, 1 Cython, 1 Jupyter, 1 Python without a suffix, 1 Zig, 1 left out)"
    )
