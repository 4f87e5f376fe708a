"""The docs tree between runs: what people write on pages and into regions, damage to pages, and what is gone."""

import os
import re
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.pages.page import parse_page
from designdoc_assets.pages.regions import Region
from designdoc_assets.session.opening import open_session
from designdoc_tests.support import (
    commit,
    dead_links,
    docs_of,
    document,
    make_repo,
    nothing_is_made,
    run_git,
    tree_bytes,
    tree_stamps,
    without_privileges,
    write,
)

STEPS = "".join(f"\n    def step_{n}(self) -> None:\n        pass\n" for n in range(6))
"""Enough for a class to have a page of its own."""
GATEWAY = (
    '''"""How money moves."""


class Gateway:
    """Takes payments."""

    def charge(self, cents: int) -> str:
        """Charge a card."""
        return str(cents)
'''
    + STEPS
)
CHANGED = GATEWAY.replace("Charge a card.", "Charge a card or an account.")
REFUND = (
    'from pay.gateway import Gateway\n\n\nclass Refund:\n    """Gives money back."""\n\n    gateway: Gateway\n' + STEPS
)

PAGE = "packages/pay/gateway.py.Gateway.md"
ARTIFACT = "class_doc[pay/gateway.py::Gateway]"
ISSUES = "hil-issues.yaml"


@pytest.fixture(scope="module")
def documented(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A documented repository, to copy."""
    files = {"pay/__init__.py": "", "pay/gateway.py": GATEWAY, "pay/refund.py": REFUND}
    made = make_repo(tmp_path_factory.mktemp("documented") / "shop", files)
    run = document(made)
    assert run.success, run.failure
    return made


@pytest.fixture
def repo(documented: Path, tmp_path: Path) -> Path:
    """A documented repository."""
    return Path(shutil.copytree(documented, tmp_path / "shop"))


def _read(repo: Path, name: str = PAGE) -> str:
    return (docs_of(repo) / name).read_text()


def _edit(repo: Path, change: Callable[[str], str], name: str = PAGE) -> str:
    """Change a page as a person would, and return its new text."""
    before = _read(repo, name)
    after = change(before)
    assert after != before
    (docs_of(repo) / name).write_text(after)
    return after


def _region(text: str, kind: str = "class_doc") -> Region:
    (region,) = [piece for piece in parse_page(text).pieces if isinstance(piece, Region) and piece.kind == kind]
    return region


def _resolve(repo: Path, resolution: str) -> None:
    _edit(repo, lambda text: text.replace("resolution:\n", f"resolution: {resolution}\n"), ISSUES)


def _as_from_scratch(repo: Path) -> dict[str, bytes]:
    """Return the tree that a run would write for this repository if there were none."""
    other = repo / "docs" / "from-scratch"
    assert document(repo, output=str(other)).success
    return tree_bytes(other)


# --- damaged pages


_END = r"<!-- designdoc:end class_doc [^\n]* -->\n"

_HARMLESS = {
    "an end marker cut in its digests": lambda text: re.sub(
        r"(end class_doc [0-9a-f]{16}) [^\n]* -->", r"\1 -->", text
    ),
    "an end marker that says nothing": lambda text: re.sub(_END, "<!-- designdoc:end class_doc -->\n", text),
    "a begin marker that says something else": lambda text: re.sub(r"(begin class_doc) -->", r"\1 {x} -->", text),
    "a marker that is never closed": lambda text: re.sub(r"(begin class_doc) -->", r"\1", text),
    "another data version": lambda text: re.sub(r"(end class_doc) [0-9a-f]{16}", rf"\1 {'0' * 16}", text),
    "another status": lambda text: text.replace(" passed -->", " perfect -->"),
    "no end marker": lambda text: re.sub(_END, "", text),
    "two end markers": lambda text: re.sub(_END, lambda end: end[0] * 2, text),
    "no end of the last region": lambda text: re.sub(_END.replace("class_doc", "class_diagram"), "", text),
    "a doubled region": lambda text: re.sub(
        r"(<!-- designdoc:begin class_doc.*end class_doc [^\n]*-->\n)", r"\1\n\1", text, flags=re.DOTALL
    ),
    "cut off inside of the last marker": lambda text: text[: text.rindex("class_diagram ")],
    "nothing at all": lambda text: "",
    "no page": None,
}


@pytest.mark.parametrize("damage", _HARMLESS)
def test_damage_that_lost_no_text_of_people_is_mended_to_the_same_bytes(damage: str, repo: Path) -> None:
    before = tree_bytes(docs_of(repo))
    change = _HARMLESS[damage]
    if change is None:
        (docs_of(repo) / PAGE).unlink()
    else:
        _edit(repo, change)
    run = document(repo)
    assert run.success, run.failure
    assert tree_bytes(docs_of(repo)) == before
    assert set(run.kinds) <= {"class_doc", "class_diagram"}
    nothing_is_made(repo)


def test_a_page_that_was_cut_off_in_a_region_shows_the_rest_and_what_it_would_read(repo: Path) -> None:
    _edit(repo, lambda text: text[: text.index("### `Gateway.charge")])
    run = document(repo)
    assert run.success, run.failure
    text = _read(repo)
    assert text.count("### `Gateway.charge") == 1, "in what is proposed: whether a person took it out, nobody can tell"
    assert "It would now read" in text
    _resolve(repo, "replace")
    assert document(repo).success
    assert "It would now read" not in _read(repo)
    assert not (docs_of(repo) / ISSUES).exists()


def test_of_a_doubled_region_the_copy_that_a_person_wrote_into_stays_as_text(repo: Path) -> None:
    text = _read(repo)
    begin, end = text.index("<!-- designdoc:begin class_doc"), re.search(_END, text)
    assert end
    copy = text[begin : end.end()].replace("Takes payments.", "Takes payments, mostly.")
    _edit(repo, lambda text: text + "\n" + copy)
    write(repo, "pay/gateway.py", CHANGED)
    run = document(repo)
    assert run.success, run.failure
    page = parse_page(_read(repo))
    assert "Takes payments, mostly." in page.own_text()
    assert "or an account" in _region(_read(repo)).body
    nothing_is_made(repo)


def test_markers_that_were_all_taken_out_make_the_page_text_of_people(repo: Path) -> None:
    plain = _edit(repo, lambda text: re.sub(r"<!-- designdoc:[^\n]*\n", "", text))
    run = document(repo)
    assert run.success, run.failure
    assert _read(repo).startswith(plain.rstrip())
    assert _region(_read(repo)).body
    nothing_is_made(repo)


def test_a_merge_conflict_that_is_left_on_a_page_loses_no_text_and_settles(repo: Path) -> None:
    def change(branch: str, old: str, new: str, line: str) -> None:
        run_git(repo, "checkout", "-q", "-b", branch, "docs")
        write(repo, "pay/gateway.py", GATEWAY.replace(old, new))
        assert document(repo).success
        _edit(repo, lambda text: f"{text}\n{line}\n")
        run_git(repo, "add", "-A")
        run_git(repo, "commit", "-q", "-m", branch)

    run_git(repo, "add", "-A")
    run_git(repo, "commit", "-q", "-m", "docs")
    run_git(repo, "tag", "docs")
    change("ours", "Takes payments.", "Takes all payments.", "Ada was here.")
    change("theirs", "Charge a card.", "Charge a card or an account.", "Bob was here.")
    with pytest.raises(subprocess.CalledProcessError):
        run_git(repo, "merge", "ours")
    assert "<<<<<<<" in _read(repo)
    assert "<<<<<<<" not in (repo / "pay/gateway.py").read_text()
    run = document(repo)
    assert run.success, run.failure
    text = _read(repo)
    for line in ("Ada was here.", "Bob was here.", "Takes all payments.", "Charge a card or an account."):
        assert line in text
    assert _region(text).header is not None
    assert dead_links(docs_of(repo)) == []
    nothing_is_made(repo)


def test_a_region_of_a_kind_that_this_version_does_not_know_stays_as_it_is(repo: Path) -> None:
    region = '<!-- designdoc:begin class_poem {"new": true} -->\nRoses.\n<!-- designdoc:end class_poem -->\n'
    _edit(repo, lambda text: f"{text}\n{region}")
    write(repo, "pay/gateway.py", CHANGED)
    assert document(repo).success
    assert region in _read(repo)
    assert "or an account" in _read(repo)


# --- text of people outside of regions


def test_what_people_write_around_regions_survives_every_change(repo: Path) -> None:
    mine = "\n## Decisions\n\nWe chose Gateway over Till. `<b>` and <b>bold</b>\ttabs  \n"
    _edit(
        repo,
        lambda text: (
            text.replace("# Gateway (pay/gateway.py)\n", f"# Gateway, our own\n{mine}", 1).rstrip() + f"\n{mine}"
        ),
    )
    _edit(repo, lambda text: f"{text}{mine}", "README.md")
    write(docs_of(repo), "adr/0001.md", "# Our own page\n")
    write(docs_of(repo), "adr/picture.png", b"\x89PNG\xff")
    nothing_is_made(repo)
    write(repo, "pay/gateway.py", CHANGED)
    run = document(repo)
    assert run.success, run.failure
    assert "or an account" in _read(repo)
    assert _read(repo).startswith(f"# Gateway, our own\n{mine}")
    assert _read(repo).endswith(mine)
    assert _read(repo, "README.md").endswith(mine)
    assert _read(repo, "adr/0001.md") == "# Our own page\n"
    assert (docs_of(repo) / "adr/picture.png").read_bytes() == b"\x89PNG\xff"


def test_bytes_of_people_that_are_no_text_survive(repo: Path) -> None:
    page = docs_of(repo) / PAGE
    mine = b"\nCaf\xe9 \x00 \xff\xfe\n"
    page.write_bytes(page.read_bytes() + mine)
    nothing_is_made(repo)
    write(repo, "pay/gateway.py", CHANGED)
    assert document(repo).success
    assert page.read_bytes().endswith(mine)
    assert b"or an account" in page.read_bytes()


def test_pipes_and_links_among_the_pages_are_left_alone(repo: Path, tmp_path: Path) -> None:
    outside = write(tmp_path, "outside.md", "# Outside\n")
    os.mkfifo(docs_of(repo) / "pipe.md")
    (docs_of(repo) / "link.md").symlink_to(outside)
    (docs_of(repo) / "circle").symlink_to(".")
    write(repo, "pay/gateway.py", CHANGED)
    run = document(repo)
    assert run.success, run.failure
    assert "or an account" in _read(repo)
    assert (docs_of(repo) / "link.md").is_symlink()
    assert outside.read_text() == "# Outside\n"


def test_a_page_in_the_place_of_another_is_put_right(repo: Path) -> None:
    before = tree_bytes(docs_of(repo))
    refund = "packages/pay/refund.py.Refund.md"
    write(docs_of(repo), PAGE, before[refund])
    write(docs_of(repo), refund, before[PAGE])
    assert document(repo).success
    assert _region(_read(repo)).body == _region(before[PAGE].decode()).body
    assert _region(_read(repo, refund)).body == _region(before[refund].decode()).body
    nothing_is_made(repo)


def test_a_checkout_with_crlf_is_fresh_and_keeps_its_line_ends(repo: Path) -> None:
    _edit(repo, lambda text: f"{text}\nMy own line.\n")
    for name, content in tree_bytes(docs_of(repo)).items():
        write(docs_of(repo), name, content.replace(b"\n", b"\r\n"))
    before = tree_stamps(docs_of(repo))
    nothing_is_made(repo)
    assert tree_stamps(docs_of(repo)) == before
    write(repo, "pay/gateway.py", CHANGED)
    assert document(repo).success
    content = (docs_of(repo) / PAGE).read_bytes()
    assert b"or an account" in content
    assert content.count(b"\n") == content.count(b"\r\n")


# --- regions that a person edited


def _with_own_words(text: str) -> str:
    return text.replace("Takes payments.", "Takes payments, and nothing else.", 1)


def test_a_region_that_a_person_edited_is_kept_while_its_inputs_stay(repo: Path) -> None:
    mine = _edit(repo, _with_own_words)
    run = document(repo)
    assert run.success, run.failure
    assert _read(repo) == mine
    assert ("class_doc", "pay/gateway.py::Gateway") not in run.made
    assert not (docs_of(repo) / ISSUES).exists()
    assert "Takes payments, and nothing else." in _read(repo, "packages/pay/README.md"), "it is read downstream"
    nothing_is_made(repo)
    assert document(repo, force=True).success
    assert _read(repo) == mine


def test_an_edited_region_whose_inputs_change_becomes_a_dispute_that_shows_both(repo: Path) -> None:
    _edit(repo, _with_own_words)
    document(repo)
    write(repo, "pay/gateway.py", CHANGED)
    run = document(repo)
    assert run.success, run.failure
    text = _read(repo)
    assert "Takes payments, and nothing else." in text
    assert "Charge a card or an account." in text
    assert _region(text).header is not None
    assert " disputed -->" in text
    (issue,) = YAML().load(_read(repo, ISSUES))["issues"]
    assert (issue["artifact"], issue["stage"], issue["status"]) == (ARTIFACT, "edit", "unresolved")
    assert issue["suggested_fixes"] == ["keep", "replace"]
    readme = _read(repo, "README.md")
    assert "Waiting for a person" in readme
    assert issue["id"] in readme
    assert dead_links(docs_of(repo)) == []
    before = tree_stamps(docs_of(repo))
    nothing_is_made(repo)
    assert tree_stamps(docs_of(repo)) == before


@pytest.fixture
def disputed(repo: Path) -> Path:
    """A repository with one dispute about text of people."""
    _edit(repo, _with_own_words)
    write(repo, "pay/gateway.py", CHANGED)
    assert document(repo).success
    assert (docs_of(repo) / ISSUES).is_file()
    return repo


def test_keep_leaves_the_persons_text_and_ends_the_dispute(disputed: Path) -> None:
    _resolve(disputed, "keep")
    run = document(disputed)
    assert run.success, run.failure
    text = _read(disputed)
    assert "Takes payments, and nothing else." in text
    assert "or an account" not in text
    assert not (docs_of(disputed) / ISSUES).exists()
    assert "Waiting for a person" not in _read(disputed, "README.md")
    nothing_is_made(disputed)
    write(disputed, "pay/gateway.py", CHANGED.replace("account", "invoice"))
    assert document(disputed).success
    assert "or an invoice" in _read(disputed), "the next change asks again"
    assert (docs_of(disputed) / ISSUES).is_file()


def test_replace_takes_the_generated_text_as_if_nobody_had_edited(disputed: Path) -> None:
    _resolve(disputed, "Replace")
    run = document(disputed)
    assert run.success, run.failure
    assert tree_bytes(docs_of(disputed)) == _as_from_scratch(disputed)
    nothing_is_made(disputed)


def test_a_resolution_that_is_neither_keep_nor_replace_leaves_the_dispute_open(disputed: Path) -> None:
    _resolve(disputed, "whatever you think")
    assert document(disputed).success
    (issue,) = YAML().load(_read(disputed, ISSUES))["issues"]
    assert issue["resolution"] == "whatever you think"
    assert YAML().load(_read(disputed, ISSUES))["unresolved_count"] == 1
    assert "Waiting for a person" in _read(disputed, "README.md")
    assert "Takes payments, and nothing else." in _read(disputed)
    assert "or an account" in _read(disputed)


def test_a_dispute_whose_entry_was_deleted_comes_back_and_the_persons_text_stays(disputed: Path) -> None:
    before = tree_bytes(docs_of(disputed))
    (docs_of(disputed) / ISSUES).unlink()
    run = document(disputed)
    assert run.success, run.failure
    assert tree_bytes(docs_of(disputed)) == before


def test_a_person_who_deletes_the_proposal_on_the_page_has_decided_to_keep(disputed: Path) -> None:
    _edit(
        disputed, lambda text: re.sub(r"\n<!-- designdoc:proposal -->.*proposal-end -->\n", "\n", text, flags=re.DOTALL)
    )
    mine = _read(disputed)
    run = document(disputed)
    assert run.success, run.failure
    assert _read(disputed) == mine
    assert not (docs_of(disputed) / ISSUES).exists()
    nothing_is_made(disputed)


def test_a_second_change_proposes_anew_and_shows_the_persons_text_once(disputed: Path) -> None:
    write(disputed, "pay/gateway.py", CHANGED.replace("account", "invoice"))
    assert document(disputed).success
    text = _read(disputed)
    assert text.count("Takes payments, and nothing else.") == 1
    assert "or an account" not in text
    assert text.count("or an invoice") == 1


def test_comments_that_people_write_into_the_file_of_disputes_survive(disputed: Path) -> None:
    _edit(disputed, lambda text: text.replace("  - id:", "  # ask Ada about this one\n  - id:", 1), ISSUES)
    write(disputed, "pay/gateway.py", CHANGED.replace("account", "invoice"))
    write(disputed, "pay/refund.py", REFUND.replace("money", "the money"))
    assert document(disputed).success
    assert "# ask Ada about this one" in _read(disputed, ISSUES)


@pytest.mark.parametrize(
    "broken",
    [
        "issues: [\n",
        "- a list\n",
        "issues:\n  - stage: edit\n",
        "issues: text\n",
        "issues: !!python/object/apply:os.system ['true']\n",
        pytest.param("[" * 1_000, id="nested"),
        "\x00",
    ],
)
def test_a_file_of_disputes_that_is_broken_is_named_and_nothing_is_written(broken: str, disputed: Path) -> None:
    (docs_of(disputed) / ISSUES).write_text(broken)
    write(disputed, "pay/gateway.py", CHANGED.replace("account", "invoice"))
    before = tree_stamps(docs_of(disputed))
    run = document(disputed)
    assert not run.success
    assert run.failure.startswith("hil-issues.yaml ")
    assert "end the entry" in run.failure or "end it" in run.failure
    assert tree_stamps(docs_of(disputed)) == before


def test_an_emptied_file_of_disputes_brings_open_disputes_back(disputed: Path) -> None:
    before = tree_bytes(docs_of(disputed))
    (docs_of(disputed) / ISSUES).write_text("")
    run = document(disputed)
    assert run.success, run.failure
    after = tree_bytes(docs_of(disputed))
    assert YAML().load(after.pop(ISSUES)) == YAML().load(before.pop(ISSUES))
    assert after == before


def test_what_a_person_writes_into_a_region_during_a_run_is_not_overwritten(repo: Path) -> None:
    write(repo, "pay/gateway.py", CHANGED)
    production = open_session({"repo": str(repo)}, force=False).production
    assert any(production.plan.due())
    mine = _edit(repo, _with_own_words)
    assert list(production.make(Grain.CLASSES, production.due(Grain.CLASSES))) == []
    (failed,) = production.outcomes.failures
    assert str(failed.artifact) == ARTIFACT
    assert failed.reason == f"{PAGE} was edited during the run, and is left as it was"
    assert _read(repo) == mine
    assert document(repo).success
    assert "Takes payments, and nothing else." in _read(repo)
    assert "or an account" in _read(repo)


def test_a_resolution_that_a_person_writes_during_a_run_counts_in_the_next(disputed: Path) -> None:
    write(disputed, "pay/gateway.py", CHANGED.replace("account", "invoice"))
    production = open_session({"repo": str(disputed)}, force=False).production
    _resolve(disputed, "replace")
    assert len(list(production.make(Grain.CLASSES, production.due(Grain.CLASSES)))) == 1
    production.settle()
    assert "resolution: replace" in _read(disputed, ISSUES)
    assert document(disputed).success
    assert "Takes payments, and nothing else." not in _read(disputed)
    assert "or an invoice" in _read(disputed)
    assert not (docs_of(disputed) / ISSUES).exists()


def test_an_edited_readme_settles_after_one_run_like_any_other_page(repo: Path) -> None:
    _edit(repo, lambda text: text.replace("## Packages", "Our favourite packages.\n\n## Packages"), "README.md")
    nothing_is_made(repo)
    write(repo, "pay/ledger.py", "class Ledger:\n    x = 1\n")
    commit(repo)
    run = document(repo)
    assert run.success, run.failure
    assert "Our favourite packages." in _read(repo, "README.md")
    assert "ledger.py" in _read(repo, "README.md")
    nothing_is_made(repo)


# --- what is gone


def test_pages_of_what_is_gone_are_removed_with_the_folders_that_this_leaves_empty(repo: Path) -> None:
    write(repo, "old/deep/thing.py", "class Thing:\n    x = 1\n")
    commit(repo)
    assert document(repo).success
    assert (docs_of(repo) / "packages/old/deep/thing.py.md").is_file()
    (repo / "old/deep/thing.py").unlink()
    (repo / "pay/refund.py").unlink()
    run = document(repo)
    assert run.success, run.failure
    assert not (docs_of(repo) / "packages/old").exists()
    assert not list((docs_of(repo) / "packages/pay").glob("refund*"))
    assert tree_bytes(docs_of(repo)) == _as_from_scratch(repo)
    nothing_is_made(repo)


@pytest.mark.parametrize(
    "written",
    [
        lambda text: f"{text}\nWhy we have it: history.\n",
        lambda text: text.replace("# Gateway", "# Gateway\n\nWhy we have it: history."),
        lambda text: f"Why we have it: history.\n\n{text}",
    ],
    ids=["below", "within the heading", "above"],
)
def test_a_gone_class_whose_page_has_text_of_people_stays_as_an_orphan(
    repo: Path, written: Callable[[str], str]
) -> None:
    _edit(repo, written)
    write(repo, "pay/gateway.py", '"""How money moves."""\n')
    run = document(repo)
    assert run.success, run.failure
    text = _read(repo)
    assert "*gone*: `pay/gateway.py::Gateway` is no longer in the repository." in text
    assert "Why we have it: history." in text
    assert "designdoc:begin" not in text
    assert PAGE in _read(repo, "README.md")
    assert dead_links(docs_of(repo)) == []
    nothing_is_made(repo)
    (docs_of(repo) / PAGE).unlink()
    assert document(repo).success
    assert PAGE not in _read(repo, "README.md")
    nothing_is_made(repo)


def test_what_a_person_wrote_into_a_region_outlives_its_subject(repo: Path) -> None:
    _edit(repo, _with_own_words)
    write(repo, "pay/gateway.py", '"""How money moves."""\n')
    assert document(repo).success
    assert "Takes payments, and nothing else." in _read(repo)
    assert "*gone*" in _read(repo)


def test_a_class_that_comes_back_takes_its_orphaned_page_over(repo: Path) -> None:
    _edit(repo, lambda text: f"{text}\nWhy we have it: history.\n")
    before = tree_bytes(docs_of(repo))
    write(repo, "pay/gateway.py", '"""How money moves."""\n')
    document(repo)
    write(repo, "pay/gateway.py", GATEWAY)
    assert document(repo).success
    assert "*gone*" not in _read(repo)
    assert "Waiting for a person" not in _read(repo, "README.md")
    assert _read(repo).count("Why we have it: history.") == 1
    after = tree_bytes(docs_of(repo))
    assert {name for name in after if after[name] != before[name]} == {PAGE}, "there the person's text now stands first"
    nothing_is_made(repo)


def test_the_dispute_of_a_class_that_is_gone_is_dropped(disputed: Path) -> None:
    write(disputed, "pay/gateway.py", '"""How money moves."""\n')
    assert document(disputed).success
    assert not (docs_of(disputed) / ISSUES).exists()
    assert "Takes payments, and nothing else." in _read(disputed)
    assert "or an account" not in _read(disputed), "what was only proposed goes with its subject"
    nothing_is_made(disputed)


def test_the_page_of_a_dependency_that_is_no_longer_declared_goes(repo: Path) -> None:
    manifest = '[project]\nname = "shop"\ndependencies = ["requests>=2"]\n'
    write(repo, "pyproject.toml", manifest)
    commit(repo)
    assert document(repo).success
    assert (docs_of(repo) / "dependencies/pypi/requests.md").is_file()
    write(repo, "pyproject.toml", manifest.replace('"requests>=2"', ""))
    assert document(repo).success
    assert not (docs_of(repo) / "dependencies").exists()


# --- an output folder that cannot be used


def _refused(repo: Path, *words: str, output: str | None = None) -> None:
    config = {"output": output} if output else {}
    run = without_privileges(lambda: document(repo, **config))
    assert not run.success
    assert "defect" not in run.failure
    for word in words:
        assert word in run.failure
    assert run.assets == ()


@pytest.fixture
def bare(tmp_path: Path) -> Path:
    """A repository without docs."""
    return make_repo(tmp_path / "shop", {"pay/gateway.py": GATEWAY})


def test_an_output_folder_that_is_a_file_is_refused(bare: Path) -> None:
    write(bare, "docs/design", "a file")
    _refused(bare, "docs/design is a file", "choose another folder")
    assert tree_bytes(bare / "docs") == {"design": b"a file"}


def test_an_output_folder_below_a_file_is_refused(bare: Path) -> None:
    write(bare, "docs", "a file")
    _refused(bare, "docs is a file", "choose another folder")


def test_an_output_folder_without_permission_is_refused(bare: Path) -> None:
    docs_of(bare).mkdir(parents=True)
    docs_of(bare).chmod(0o555)
    _refused(bare, "cannot be written", "no permission", "choose another folder")
    assert list(docs_of(bare).iterdir()) == []


def test_an_output_folder_that_cannot_be_listed_is_refused(repo: Path) -> None:
    (docs_of(repo) / "packages").chmod(0)
    _refused(repo, "could not be listed", "Permission denied")


def test_a_state_folder_without_permission_is_refused(
    bare: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "state").mkdir(mode=0o555)
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    _refused(bare, "page lock", "Permission denied", "nothing can be written safely")
    assert not (bare / "docs").exists()


@pytest.mark.parametrize("link", ["docs", "docs/design"])
def test_an_output_folder_that_is_a_link_out_of_the_target_is_refused(link: str, bare: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (bare / link).parent.mkdir(exist_ok=True)
    (bare / link).symlink_to(outside)
    _refused(bare, "outside of", "Nothing is written there")
    assert list(outside.iterdir()) == []


def test_an_output_folder_that_the_operator_chose_may_lie_anywhere(bare: Path, tmp_path: Path) -> None:
    run = document(bare, output=str(tmp_path / "elsewhere"))
    assert run.success, run.failure
    assert (tmp_path / "elsewhere" / "README.md").is_file()
    assert not (bare / "docs").exists()


@pytest.mark.parametrize("folder", ["../elsewhere", "/tmp/elsewhere", ".", ".git/docs"])
def test_an_output_folder_that_the_target_chose_outside_of_itself_is_refused(folder: str, bare: Path) -> None:
    write(bare, ".designdoc.toml", f'[output]\ndir = "{folder}"\n')
    _refused(bare, "[output] dir", folder, ".designdoc.toml")
    assert not (bare.parent / "elsewhere").exists()


def test_a_folder_of_the_docs_that_is_a_link_out_is_never_written_through(repo: Path, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    (docs_of(repo) / "packages").rename(tmp_path / "moved")
    (docs_of(repo) / "packages").symlink_to(outside)
    run = document(repo)
    assert not run.success
    assert "a link on its way, leads out of" in run.failure
    assert "Remove the link" in run.failure
    assert list(outside.iterdir()) == []


def test_a_folder_in_the_place_of_a_page_fails_that_artifact_alone_and_names_it(repo: Path) -> None:
    (docs_of(repo) / PAGE).unlink()
    (docs_of(repo) / PAGE).mkdir()
    write(repo, "pay/refund.py", REFUND.replace("money", "all money"))
    run = document(repo)
    assert not run.success
    assert ARTIFACT in run.failure
    assert "what stands there is no plain file" in run.failure
    assert "All others are finished" in run.failure
    assert "all money" in _read(repo, "packages/pay/refund.py.md")
    (docs_of(repo) / PAGE).rmdir()
    assert document(repo).success
    assert "Takes payments." in _read(repo)
    nothing_is_made(repo)
