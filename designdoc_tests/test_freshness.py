"""What a run makes anew after a change, and that it leaves everything else alone, to the byte and the time stamp."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import dagster as dg
import pytest

from designdoc_tests.support import (
    commit,
    docs_of,
    document,
    make_repo,
    nothing_is_made,
    tree_bytes,
    tree_stamps,
    write,
)

GATEWAY = '''"""How money moves."""

from dataclasses import dataclass


@dataclass
class Receipt:
    """What a customer gets."""

    cents: int


class Gateway:
    """Takes payments."""

    def charge(self, cents: int) -> Receipt:
        """Charge a card."""
        return Receipt(cents)

    def open(self) -> None: ...

    def close(self) -> None: ...

    def void(self) -> None: ...

    def capture(self) -> None: ...

    def balance(self) -> None: ...


def default_gateway() -> Gateway:
    """Return the gateway of this machine."""
    return Gateway()
'''
MANIFEST = """\
[project]
name = "shop"
dependencies = ["requests>=2"]

[project.scripts]
shop = "shop.cli:main"
"""
BOOKS = "import requests\n\n\nclass Ledger:\n    def post(self) -> None:\n        requests.post()\n"
SHOP = {
    "pyproject.toml": MANIFEST,
    "shop/__init__.py": '"""A shop."""\n\nfrom shop.pay.gateway import Gateway\n\n__all__ = ["Gateway"]\n',
    "shop/cli.py": 'from shop.pay.gateway import default_gateway\n\n\ndef main() -> None:\n    """Sell."""\n'
    "    default_gateway().charge(100)\n",
    "shop/pay/__init__.py": "",
    "shop/pay/gateway.py": GATEWAY,
    "shop/pay/books.py": BOOKS,
    "tests/test_gateway.py": "from shop.pay.gateway import Gateway\n\n\ndef test_it():\n    Gateway().charge(1)\n",
}
PATH = "shop/pay/gateway.py"


@pytest.fixture(scope="module")
def documented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A documented repository, to copy."""
    made = make_repo(tmp_path_factory.mktemp("documented") / "shop", SHOP)
    run = document(made)
    assert run.success, run.failure
    return made


@pytest.fixture
def repo(documented: Path, tmp_path: Path) -> Path:
    """A documented repository."""
    return Path(shutil.copytree(documented, tmp_path / "shop"))


def _page_stamps(repo: Path) -> dict[str, tuple[int, int, bytes]]:
    return {name: stamp for name, stamp in tree_stamps(docs_of(repo)).items() if name.endswith(".md")}


def _made_after(repo: Path, old: str, new: str, path: str = PATH) -> set[tuple[str, str]]:
    """Change a file, run, and return what was made; what was not is untouched, and the next run makes nothing."""
    before = _page_stamps(repo)
    source = (repo / path).read_text()
    assert source.count(old) == 1
    (repo / path).write_text(source.replace(old, new))
    run = document(repo)
    assert run.success, run.failure
    after = _page_stamps(repo)
    assert len(before.keys() ^ after.keys()) == 0
    written = {name for name in after if after[name] != before[name]}
    assert len(written) <= len(run.made)
    nothing_is_made(repo)
    return set(run.made)


def test_nothing_changed_means_no_write_and_no_event(repo: Path) -> None:
    nothing_is_made(repo)


def test_an_unchanged_run_logs_no_event_on_a_lasting_instance_either(repo: Path, tmp_path: Path) -> None:
    with dg.DagsterInstance.local_temp(str(tmp_path)) as instance:
        adopted = document(repo, instance)
        assert adopted.success, adopted.failure
        assert adopted.kinds["class_doc"] == 3
        again = document(repo, instance)
        assert again.assets == ()
        known = instance.get_materialized_partitions(dg.AssetKey("class_doc"))
        assert known == {f"{PATH}::Receipt", f"{PATH}::Gateway", "shop/pay/books.py::Ledger"}


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("        return Receipt(cents)\n", "        return Receipt(cents)  # never zero\n"),
        ("        return Receipt(cents)\n", "        return Receipt(\n            cents\n        )\n"),
        ("        return Receipt(cents)\n", "        # A comment.\n\n        return Receipt(cents)\n"),
        ("@dataclass\nclass", "# A comment.\n@dataclass\nclass"),
        ('"""How money moves."""\n', '#!/usr/bin/env python\n"""How money moves."""\n'),
        ("from dataclasses import dataclass\n", "from dataclasses import (\n    dataclass,\n)\n"),
        ("    cents: int\n", "    cents  :  int  # in euro\n"),
        ("def default_gateway() -> Gateway:", "def default_gateway( ) -> 'Gateway' :".replace("'", "")),
    ],
)
def test_a_comment_or_a_layout_makes_nothing_stale(old: str, new: str, repo: Path) -> None:
    assert _made_after(repo, old, new) == set()


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("return Receipt(cents)", "return Receipt(cents + 1)"),
        ("return Gateway()", "gateway = Gateway()\n    return gateway"),
    ],
)
def test_a_changed_body_that_no_page_shows_makes_none(old: str, new: str, repo: Path) -> None:
    assert _made_after(repo, old, new) == set()


def test_a_methods_docstring_goes_up_no_further_than_it_is_shown(repo: Path) -> None:
    made = _made_after(repo, "Charge a card.", "Charge a card or an account.")
    assert made == {("class_doc", f"{PATH}::Gateway")}


def test_a_classs_docstring_goes_up_to_the_pages_that_show_it(repo: Path) -> None:
    made = _made_after(repo, "Takes payments.", "Takes payments and gives change.")
    own = {("file_summary", PATH), ("class_doc", f"{PATH}::Gateway"), ("package_readme", "shop/pay")}
    assert own <= made
    assert {kind for kind, _ in made - own} <= {"package_readme", "document"}
    assert ("class_doc", f"{PATH}::Receipt") not in made
    assert not {kind for kind, _ in made} & {"class_diagram", "package_diagram", "dependency_report"}


def test_a_new_caller_elsewhere_makes_no_prose_anew_but_its_own(repo: Path) -> None:
    made = _made_after(
        repo,
        "    def post(self) -> None:\n",
        "    def post(self) -> None:\n        from shop.pay.gateway import Gateway\n        Gateway().charge(1)\n",
        "shop/pay/books.py",
    )
    own = {("file_summary", "shop/pay/books.py"), ("class_doc", "shop/pay/books.py::Ledger")}
    assert own <= made
    # The page of the file says who imports it: a fact, for which no writer is asked.
    facts = {"class_diagram", "package_diagram", "document"}
    assert {kind for kind, _ in made - own - {("file_summary", PATH)}} <= facts
    assert ("class_diagram", f"{PATH}::Gateway") in made
    assert ("class_diagram", f"{PATH}::Receipt") not in made


def test_a_new_test_changes_the_diagrams_page_alone(repo: Path) -> None:
    made = _made_after(
        repo, "def test_it", "def test_twice():\n    Gateway()\n\n\ndef test_it", "tests/test_gateway.py"
    )
    assert {kind for kind, _ in made} <= {"class_diagram"}


def test_what_is_not_read_stays_up_to_date_as_well(repo: Path) -> None:
    write(repo, "shop/data.py", b"\0\1\2\3" * 100)
    (repo / "shop/link.py").symlink_to("cli.py")
    commit(repo)
    assert {kind for kind, _ in document(repo).made} == {"document"}
    assert "`shop/data.py`: binary" in (docs_of(repo) / "README.md").read_text()
    assert "`shop/link.py`: link to shop/cli.py." in (docs_of(repo) / "README.md").read_text()
    write(repo, "shop/data.py", "X = 1\n")
    (repo / "shop/link.py").unlink()
    (repo / "shop/link.py").symlink_to("nowhere.py")
    assert ("file_summary", "shop/data.py") in document(repo).made
    assert "`shop/link.py`: link to nothing." in (docs_of(repo) / "README.md").read_text()
    nothing_is_made(repo)


def test_a_class_that_is_deleted_and_added_again_leaves_the_same_tree(repo: Path) -> None:
    before = tree_bytes(docs_of(repo))
    write(repo, PATH, GATEWAY.replace("class Gateway", "class Till").replace("Gateway", "Till"))
    assert document(repo).success
    assert tree_bytes(docs_of(repo)).keys() != before.keys()
    write(repo, PATH, GATEWAY)
    assert document(repo).success
    assert tree_bytes(docs_of(repo)) == before
    nothing_is_made(repo)


def test_a_file_that_is_deleted_and_added_again_leaves_the_same_tree(repo: Path) -> None:
    before = tree_bytes(docs_of(repo))
    (repo / PATH).unlink()
    assert document(repo).success
    assert not any("gateway" in name for name in tree_bytes(docs_of(repo)))
    write(repo, PATH, GATEWAY)
    assert document(repo).success
    assert tree_bytes(docs_of(repo)) == before


def test_a_file_that_moves_takes_its_pages_along(repo: Path, tmp_path: Path) -> None:
    (repo / PATH).rename(repo / "shop/pay/till.py")
    commit(repo)
    run = document(repo)
    assert run.success, run.failure
    assert not any("gateway.py" in name for name in tree_bytes(docs_of(repo)))
    other = repo / "docs" / "from-scratch"
    assert document(repo, output=str(other)).success
    assert tree_bytes(docs_of(repo)) == tree_bytes(other)


def test_the_order_of_changes_does_not_show(repo: Path, tmp_path: Path) -> None:
    for name in ("c", "a", "b"):
        write(repo, f"shop/{name}.py", f"class {name.upper()}:\n    x = 1\n")
        commit(repo)
        assert document(repo).success
    other = repo / "docs" / "from-scratch"
    assert document(repo, output=str(other)).success
    assert tree_bytes(docs_of(repo)) == tree_bytes(other)


def test_another_place_of_the_repository_changes_nothing(repo: Path, tmp_path: Path) -> None:
    moved = tmp_path / "some where" / "build" / "else"
    shutil.copytree(repo, moved)
    nothing_is_made(moved)


def test_what_the_folder_of_a_checkout_is_called_changes_nothing(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "shop", {"a.py": "class A:\n    x = 1\n"})
    assert document(repo).success
    repo.rename(tmp_path / "till")
    nothing_is_made(tmp_path / "till")


def test_a_repository_outside_of_git_gives_the_same_tree(repo: Path, tmp_path: Path) -> None:
    plain = make_repo(tmp_path / "plain", SHOP, git=False)
    assert document(plain).success
    assert tree_bytes(docs_of(plain)) == tree_bytes(docs_of(repo))


def test_pages_hold_no_path_of_this_machine(documented: Path) -> None:
    for name, content in tree_bytes(docs_of(documented)).items():
        assert documented.parent.name not in content.decode(), name


def test_another_hash_seed_and_another_locale_give_the_same_bytes(repo: Path, tmp_path: Path) -> None:
    program = (
        "import sys; from pathlib import Path; from designdoc_tests.support import document; "
        "run = document(sys.argv[1], output=sys.argv[2]); sys.exit(run.failure or 0)"
    )
    runs = []
    for seed in ("1", "4242"):
        output = repo / "docs" / seed
        environment = os.environ | {"PYTHONHASHSEED": seed, "LC_ALL": "C", "TZ": "Pacific/Chatham"}
        environment |= {"XDG_CACHE_HOME": str(tmp_path / "cache" / seed)}
        command = [sys.executable, "-c", program, str(repo), str(output)]
        runs.append(subprocess.Popen(command, env=environment, stderr=subprocess.DEVNULL))
    assert [run.wait() for run in runs] == [0, 0]
    for seed in ("1", "4242"):
        assert tree_bytes(repo / "docs" / seed) == tree_bytes(docs_of(repo))


# --- what a run is told to do


def test_force_makes_everything_anew_and_writes_nothing_that_is_the_same(repo: Path) -> None:
    before = tree_stamps(docs_of(repo))
    run = document(repo, force=True)
    assert run.success, run.failure
    assert run.kinds["file_summary"] == 5
    assert run.kinds["class_doc"] == run.kinds["class_diagram"] == 3
    assert run.kinds["document"] == 6
    assert tree_stamps(docs_of(repo)) == before


def test_a_stage_that_is_skipped_is_left_as_it_is(repo: Path) -> None:
    before = tree_bytes(docs_of(repo))
    write(repo, PATH, GATEWAY.replace("Takes payments.", "Takes all payments."))
    run = document(repo, skip=["class_doc", "document"])
    assert run.success, run.failure
    assert set(run.kinds) == {"file_summary", "package_readme"}
    after = tree_bytes(docs_of(repo))
    assert after.keys() == before.keys()
    assert after["packages/shop/pay/gateway.py.Gateway.md"] == before["packages/shop/pay/gateway.py.Gateway.md"]
    caught_up = document(repo)
    assert ("class_doc", f"{PATH}::Gateway") in caught_up.made
    assert "file_summary" not in caught_up.kinds


def test_a_stage_that_runs_alone_makes_nothing_else(repo: Path) -> None:
    write(repo, PATH, GATEWAY.replace("Takes payments.", "Takes all payments."))
    run = document(repo, only=["class_doc"])
    assert run.success, run.failure
    assert run.made == (("class_doc", f"{PATH}::Gateway"),)


def test_stages_can_be_set_in_the_repository(repo: Path) -> None:
    write(repo, ".designdoc.toml", '[stages]\nonly = ["file_summary"]\n')
    write(repo, PATH, GATEWAY.replace("Takes payments.", "Takes all payments."))
    assert document(repo).made == (("file_summary", PATH),)


def test_a_stage_that_does_not_exist_is_refused_by_name(repo: Path) -> None:
    before = tree_stamps(docs_of(repo))
    with pytest.raises(dg.DagsterInvalidConfigError, match=r'"class_docs" \(did you mean class_doc\?\)'):
        document(repo, skip=["class_docs"])
    write(repo, ".designdoc.toml", '[stages]\nskip = ["class_docs"]\n')
    run = document(repo)
    assert not run.success
    assert "class_docs" in run.failure
    assert "did you mean class_doc?" in run.failure
    assert tree_stamps(docs_of(repo)) == before


def test_a_skipped_stage_keeps_its_pages_from_being_removed(repo: Path) -> None:
    assert document(repo, skip=["class_diagram", "package_diagram"]).assets == ()
    write(repo, PATH, '"""Nothing left."""\n')
    run = document(repo, only=["file_summary"])
    assert run.success, run.failure
    assert (docs_of(repo) / "packages/shop/pay/gateway.py.Gateway.md").is_file()
    assert document(repo).success
    assert not (docs_of(repo) / "packages/shop/pay/gateway.py.Gateway.md").exists()
    nothing_is_made(repo)
