"""Documentation of code that other people wrote: the packages that are always installed beside this one."""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from designdoc_tests.audit.coverage import audit_coverage
from designdoc_tests.audit.tree import audit
from designdoc_tests.support import docs_of, document, tree_bytes, tree_stamps


def copy_of(package: str, target: Path) -> Path:
    """Copy an installed package into a folder of its own, which is returned."""
    spec = find_spec(package)
    assert spec is not None and spec.origin is not None
    source = Path(spec.origin).parent
    shutil.copytree(source, target / package, ignore=shutil.ignore_patterns("__pycache__", "*.so"))
    return target


@pytest.mark.parametrize("package", ["packaging", "pluggy"])
def test_everything_in_a_package_is_on_a_page_and_no_page_is_at_fault(package: str, tmp_path: Path) -> None:
    target = copy_of(package, tmp_path / "target")
    assert document(target).success
    assert audit(docs_of(target)) == []
    assert audit_coverage(target, docs_of(target)) == []


def test_what_is_documented_stays_as_it_is(tmp_path: Path) -> None:
    target = copy_of("pluggy", tmp_path / "target")
    assert document(target).success
    before = tree_stamps(docs_of(target))
    again = document(target)
    assert (again.success, again.made) == (True, ())
    assert tree_stamps(docs_of(target)) == before


def test_neither_the_place_nor_the_order_of_hashes_shows_in_the_docs(tmp_path: Path) -> None:
    here = copy_of("pluggy", tmp_path / "here" / "target")
    there = copy_of("pluggy", tmp_path / "else where" / "ü" / "target")
    runs = []
    for seed, target in enumerate([here, there], start=1):
        run = f"from designdoc_tests.support import document\nassert document({str(target)!r}).success"
        environment = os.environ | {"PYTHONHASHSEED": str(seed)}
        runs.append(subprocess.Popen([sys.executable, "-c", run], env=environment, stderr=subprocess.PIPE))
    for process in runs:
        _, errors = process.communicate()
        assert process.returncode == 0, errors.decode()
    assert len(tree_bytes(docs_of(here))) > len(list(here.rglob("*.py")))
    assert tree_bytes(docs_of(here)) == tree_bytes(docs_of(there))
