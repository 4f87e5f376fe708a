"""How a run says what it did, what waits for a person and where to begin reading; and what it would do, by name."""

import re
from pathlib import Path

import pytest

from designdoc_assets.orchestration.plan_names import PAGE_LINES
from designdoc_assets.orchestration.summary import MOST_WAITING
from designdoc_tests.claude.support import provider, repo_of_classes
from designdoc_tests.support import (
    PAY,
    commit,
    docs_of,
    document,
    document_again,
    make_repo,
    regions,
    run_git,
    tree_bytes,
    write,
)

ORDER, GATEWAY = "packages/pay/order.py.md", "packages/pay/gateway.py.md"


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "state"))
    return make_repo(tmp_path / "pay", PAY)


def _summary(log: str) -> list[str]:
    """Return the lines that a run ends with."""
    start = re.search(r"^(?:Done in|Ended after) .*", log, re.MULTILINE)
    assert start, log
    return log[start.start() :].splitlines()


def _edit(repo: Path, page: str, old: str, new: str) -> None:
    text = (docs_of(repo) / page).read_text()
    assert old in text
    (docs_of(repo) / page).write_text(text.replace(old, new, 1))


def test_a_first_run_says_what_it_made_of_each_kind(repo: Path) -> None:
    first, *table, last = _summary(document(repo).log)
    assert re.fullmatch(r"Done in \d+\.\d s: 18 made\.", first)
    assert [line.split() for line in table[1:]] == [
        ["file_summary", "3"],
        ["class_doc", "3"],
        ["class_diagram", "3"],
        ["package_readme", "1"],
        ["package_diagram", "1"],
        ["dependency_report", "1"],
        ["document", "6"],
    ]
    assert last == f"Begin reading: {docs_of(repo) / 'README.md'}"


@pytest.mark.parametrize("run_again", [document, document_again], ids=["planned", "remembered"])
def test_where_nothing_changed_the_summary_is_two_lines(repo: Path, run_again: object) -> None:
    document(repo)
    lines = _summary(run_again(repo).log)  # type: ignore[operator]
    assert len(lines) == 2
    assert re.fullmatch(r"Done in \d+\.\d s: 18 unchanged\.", lines[0])
    assert lines[1] == f"Begin reading: {docs_of(repo) / 'README.md'}"


def test_what_is_gone_is_counted(repo: Path) -> None:
    document(repo)
    (repo / "pay/order.py").unlink()
    commit(repo)
    lines = _summary(document(repo).log)
    assert re.search(r": \d+ made, \d+ unchanged, 3 removed\.$", lines[0])


def test_what_turned_out_to_need_nothing_is_unchanged(repo: Path) -> None:
    document(repo)
    (docs_of(repo) / ORDER).unlink()
    run = document(repo)
    assert re.search(r"^document +5 +1 ", run.log, re.MULTILINE), "the README was to lose its link to the page"
    assert set(run.kinds) == {"file_summary", "class_doc", "class_diagram"}
    assert re.fullmatch(r"Done in \d+\.\d s: 3 made, 15 unchanged\.", _summary(run.log)[0])


def test_what_waits_for_a_person_is_named(repo: Path) -> None:
    document(repo)
    _edit(repo, GATEWAY, "\n\nWhere money goes.", "\n\nOurs.")
    with (docs_of(repo) / ORDER).open("a") as page:
        page.write("\nWhy we had it: history.\n")
    write(repo, "pay/gateway.py", PAY["pay/gateway.py"].replace("Send money.", "Send all money."))
    (repo / "pay/order.py").unlink()
    commit(repo)
    lines = _summary(document(repo).log)
    assert "2 wait for a person:" in lines
    assert any(re.match(r"  class_doc\[pay/gateway\.py::Gateway\] \(edit-[0-9a-f]+\): ", line) for line in lines)
    assert any(line.startswith(f"  {ORDER}: ") for line in lines)
    assert f"How to decide is said in {docs_of(repo) / 'hil-issues.yaml'}, and on the pages." in lines
    assert lines[-1].startswith("Begin reading: ")
    again = _summary(document_again(repo).log)
    assert [line for line in again if line.startswith("  ")] == [line for line in lines if line.startswith("  ")]


def test_what_waits_fits_on_a_screen(tmp_path: Path) -> None:
    classes = MOST_WAITING + 5
    source = "".join(f'class C{n}:\n    """Part {n}."""\n\n    def run(self) -> int: ...\n\n\n' for n in range(classes))
    repo = make_repo(tmp_path / "many", {"a.py": source})
    document(repo)
    for number in range(classes):
        _edit(repo, "packages/a.py.md", f"\n\nPart {number}.", f"\n\nMy part {number}.")
    write(repo, "a.py", source.replace("Part", "Piece"))
    lines = _summary(document(repo).log)
    assert f"{classes} wait for a person:" in lines
    assert len([line for line in lines if line.startswith("  class_doc[")]) == MOST_WAITING
    assert "  and 5 more: README.md lists them all." in lines
    assert len(lines) < 40


def test_a_run_that_the_budget_halts_says_what_it_did_not_make_and_what_it_cost(tmp_path: Path, repo: Path) -> None:
    many = repo_of_classes(tmp_path / "many", 6)
    with provider():
        run = document(many, writer="claude", parallelism=1)
        assert run.success, run.failure
    with provider(), pytest.MonkeyPatch.context() as environment:
        environment.setenv("XDG_STATE_HOME", str(tmp_path / "other"))
        environment.setenv("DESIGNDOC_BUDGET_USD", "0.05")
        halted = document(repo, writer="claude")
    assert not halted.success
    lines = _summary(halted.log)
    assert re.match(r"Ended after \d+\.\d s: \d+ made, \d+ not made", lines[0])
    assert any(line.startswith("Spent $0.0") for line in lines)
    assert lines[-1].startswith("Begin reading: ")
    made, not_made = (int(re.search(rf"(\d+) {what}", lines[0])[1]) for what in ("made", "not made"))  # type: ignore[index]
    assert made == len(regions(repo)) and made + not_made == 18


def test_a_run_in_which_something_fails_says_how_many(repo: Path) -> None:
    page = docs_of(repo) / ORDER
    page.mkdir(parents=True)
    run = document(repo)
    assert not run.success
    assert re.match(r"Ended after \d+\.\d s: 15 made, 3 failed", _summary(run.log)[0])


def test_docs_on_a_branch_are_read_by_the_command_that_is_told(repo: Path) -> None:
    run = document(repo, branch="docs")
    assert run.success, run.failure
    command = _summary(run.log)[-1].removeprefix("Begin reading: ")
    assert command == f"git -C {repo} show docs:docs/design/README.md"
    assert run_git(repo, *command.split()[3:]).startswith("# Design documentation")


# --- the plan, by name


def _names(log: str) -> list[str]:
    """Return what the log names below the plan's table."""
    lines = log[log.index("Plan:") : log.index("Only the plan was asked for")].splitlines()
    return lines[2 + 7 :]


def test_a_plan_names_what_is_stale_missing_and_gone_with_why(repo: Path) -> None:
    document(repo)
    write(repo, "pay/order.py", PAY["pay/order.py"].replace("Pay it.", "Pay it at once."))
    write(repo, "pay/new.py", "def added() -> None: ...\n")
    write(repo, "pay/gateway.py", PAY["pay/gateway.py"][: PAY["pay/gateway.py"].index("class HttpGateway")])
    commit(repo)
    before = tree_bytes(docs_of(repo))
    names = _names(document(repo, plan_only=True).log)
    assert names[names.index("class_doc, gone: it is no longer in the target (1):") + 1] == (
        "  pay/gateway.py::HttpGateway"
    )
    assert names[names.index("file_summary, missing: no page yet (1):") + 1] == "  pay/new.py"
    [heading] = [line for line in names if line.startswith("class_doc, stale: ")]
    assert "changed" in heading
    assert names[names.index(heading) + 1] == "  pay/order.py::Order"
    assert tree_bytes(docs_of(repo)) == before


def test_a_run_that_makes_things_shows_the_table_of_its_plan_alone(repo: Path) -> None:
    assert "missing: no page yet" not in document(repo).log


def test_a_long_plan_is_a_page_that_shows_something_of_every_kind_and_counts_the_rest(tmp_path: Path) -> None:
    repo = repo_of_classes(tmp_path / "many", 60, packages=2)
    names = _names(document(repo, plan_only=True).log)
    assert len(names) <= PAGE_LINES
    for kind, count in (("file_summary", 62), ("class_doc", 120), ("package_readme", 2), ("document", 6)):
        assert f"{kind}, missing: no page yet ({count}):" in names
    named = [line for line in names if line.startswith("  p")]
    more = sum(int(line.split()[1]) for line in names if line.startswith("  and "))
    assert len([line for line in names if line.startswith("  ") and not line.startswith("  and ")]) + more == (
        62 + 120 + 120 + 2 + 2 + 6
    )
    assert named
