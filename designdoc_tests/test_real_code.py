"""Documentation of code that other people wrote: the packages that are always installed beside this one."""

import os
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

from designdoc_tests.audit import audit, audit_coverage
from designdoc_tests.support import docs_of, document, tree_bytes, tree_stamps


def copy_of(package: str, target: Path) -> Path:
    """Copy an installed package into a folder of its own, which is returned."""
    spec = find_spec(package)
    assert spec is not None and spec.origin is not None
    source = Path(spec.origin).parent
    shutil.copytree(source, target / package, ignore=shutil.ignore_patterns("__pycache__", "*.so"))
    return target


@pytest.mark.parametrize("package", ["jinja2", "packaging", "markdown_it"])
def test_everything_in_a_package_is_on_a_page_and_no_page_is_at_fault(package: str, tmp_path: Path) -> None:
    target = copy_of(package, tmp_path / "target")
    assert document(target).success
    assert audit(docs_of(target)) == []
    assert audit_coverage(target, docs_of(target)) == []


def test_what_is_documented_stays_as_it_is(tmp_path: Path) -> None:
    target = copy_of("packaging", tmp_path / "target")
    assert document(target).success
    before = tree_stamps(docs_of(target))
    again = document(target)
    assert (again.success, again.made) == (True, ())
    assert tree_stamps(docs_of(target)) == before


def test_neither_the_place_nor_the_order_of_hashes_shows_in_the_docs(tmp_path: Path) -> None:
    trees = []
    for seed, place in enumerate(["here", "else where/ü"], start=1):
        target = copy_of("packaging", tmp_path / place / "target")
        run = f"from designdoc_tests.support import document\nassert document({str(target)!r}).success"
        environment = os.environ | {"PYTHONHASHSEED": str(seed)}
        subprocess.run([sys.executable, "-c", run], env=environment, check=True, capture_output=True)
        trees.append(tree_bytes(docs_of(target)))
    assert len(trees[0]) > len(list((tmp_path / "here").rglob("*.py")))
    assert trees[0] == trees[1]
