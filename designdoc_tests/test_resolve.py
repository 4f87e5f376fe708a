"""`resolve_dispute`: a person decides one dispute, and its page shows it at once. Here nobody asks a model."""

import shutil
from pathlib import Path
from typing import Any

import dagster as dg
import pytest
from ruamel.yaml import YAML

from designdoc_assets.definitions import defs
from designdoc_assets.session.opening import open_session
from designdoc_tests.support import (
    PAY,
    check_evaluations,
    docs_of,
    document,
    latest_materializations,
    make_repo,
    nothing_is_made,
    regions,
    resolve,
    tree_bytes,
    tree_stamps,
    write,
)

ORDER = "pay/order.py::Order"
PAGE, GATEWAY_PAGE = "packages/pay/order.py.md", "packages/pay/gateway.py.md"
ISSUES = "hil-issues.yaml"
MINE = "What a customer puts together."
CHANGED = PAY["pay/order.py"].replace("What somebody buys.", "What a customer buys.")
OWN_TEXT = "## class `Order`\n\nEverything that a customer wants.\n\n```python\nOrder(gateway).pay()\n```"


@pytest.fixture(scope="module")
def conflicting(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A repository with a dispute about two classes that a person described and whose sources changed since."""
    repo = make_repo(tmp_path_factory.mktemp("conflicting") / "pay", PAY)
    assert document(repo).success
    _edit(repo, PAGE, "`Order`\n\nWhat somebody buys.", f"`Order`\n\n{MINE}")
    _edit(repo, GATEWAY_PAGE, "`Gateway`\n\nWhere money goes.", "`Gateway`\n\nOurs.")
    write(repo, "pay/order.py", CHANGED)
    write(repo, "pay/gateway.py", PAY["pay/gateway.py"].replace("Send money.", "Send all money."))
    assert document(repo).success
    return repo


@pytest.fixture
def repo(conflicting: Path, tmp_path: Path) -> Path:
    """The same, to change."""
    return Path(shutil.copytree(conflicting, tmp_path / "pay"))


def _edit(repo: Path, name: str, old: str, new: str) -> None:
    text = _read(repo, name)
    assert old in text
    (docs_of(repo) / name).write_text(text.replace(old, new, 1))


def _read(repo: Path, name: str = PAGE) -> str:
    return (docs_of(repo) / name).read_text()


def _section(repo: Path, name: str = PAGE, cls: str = "Order") -> str:
    """Return what stands on a page of a class."""
    _, _, section = _read(repo, name).partition(f"<!-- designdoc:begin class_doc ::{cls} -->\n")
    assert section
    return section[: section.index("\n<!-- designdoc:end class_doc ")]


def _issues(repo: Path) -> dict[str, dict[str, Any]]:
    file = docs_of(repo) / ISSUES
    entries = YAML(typ="safe").load(file.read_text())["issues"] if file.exists() else []
    return {entry["artifact"]: entry for entry in entries}


def _id(repo: Path, key: str = ORDER) -> str:
    issue: str = _issues(repo)[f"class_doc[{key}]"]["id"]
    return issue


def test_keep_leaves_the_persons_text_and_nothing_waits(repo: Path, disk_instance: dg.DagsterInstance) -> None:
    document(repo, disk_instance)
    issue = _id(repo)
    run = resolve(repo, issue, "Keep", instance=disk_instance)
    assert run.success, run.failure
    assert run.made == (("class_doc", ORDER), ("document", "README"))
    assert MINE in _section(repo) and "What a customer buys." not in _section(repo)
    assert issue not in _read(repo, "README.md")
    assert list(_issues(repo)) == ["class_doc[pay/gateway.py::Gateway]"]
    event = latest_materializations(disk_instance, "class_doc")[ORDER]
    assert event.metadata["status"].value == "passed"
    assert "follows with the next run of design_docs" in run.log
    assert document(repo).success
    assert MINE in _read(repo)


def test_replace_takes_what_is_proposed(repo: Path) -> None:
    assert resolve(repo, _id(repo), "replace").success
    assert MINE not in _section(repo) and "What a customer buys." in _section(repo)
    assert regions(repo)["class_doc", ORDER].status == "passed"


def test_the_check_passes_once_all_disputes_of_its_kind_are_resolved(repo: Path, instance: dg.DagsterInstance) -> None:
    for key, is_last in ((ORDER, False), ("pay/gateway.py::Gateway", True)):
        assert resolve(repo, _id(repo, key), "keep", instance=instance).success
        latest = {check.asset_check_key.to_user_string(): check for check in check_evaluations(instance)}
        assert latest["class_doc:edit"].passed is is_last
    assert not (docs_of(repo) / ISSUES).exists()


def test_a_failed_check_says_how_its_disputes_are_resolved(repo: Path, instance: dg.DagsterInstance) -> None:
    write(repo, "pay/order.py", CHANGED.replace("buys", "orders"))
    document(repo, instance)
    [failed] = [check for check in check_evaluations(instance) if not check.passed]
    assert "resolve_dispute" in (failed.description or "")
    table = failed.metadata["failed"]
    assert isinstance(table, dg.TableMetadataValue)
    assert _id(repo) in {record.data["issue"] for record in table.records}


def test_a_replacement_stands_on_the_page_like_any_text_that_a_person_wrote_there(repo: Path) -> None:
    issue = _id(repo)
    run = resolve(repo, issue, replacement=f"\n{OWN_TEXT}\r\n\r\n")
    assert run.success, run.failure
    assert run.made == (("class_doc", ORDER), ("document", "README"))
    text = _read(repo)
    assert f"-->\n{OWN_TEXT}\n\n### `Order.pay()`\n" in text
    assert "`pay() -> bool`\n\nPay it.\n" in text, "what was not in dispute stays"
    assert "Your text took the place of “class `Order`” in class_doc[pay/order.py::Order]" in run.log
    assert "designdoc:proposal" not in text and MINE not in text
    header = regions(repo)["class_doc", ORDER]
    assert (header.status, header.writer) == ("passed", "person")
    assert list(_issues(repo)) == ["class_doc[pay/gateway.py::Gateway]"]

    assert document(repo).success
    assert _read(repo) == text
    assert "Everything that a customer wants." in _read(repo, "packages/pay/README.md"), "it is read downstream"
    nothing_is_made(repo)
    assert document(repo, force=True).success
    assert OWN_TEXT in _read(repo)

    write(repo, "pay/order.py", CHANGED.replace("customer", "client"))
    assert document(repo).success
    assert OWN_TEXT in _section(repo) and "What a client buys." in _section(repo)
    assert regions(repo)["class_doc", ORDER].status == "disputed"
    assert _id(repo) == issue


def test_a_replacement_without_a_heading_takes_the_place_of_what_was_edited(repo: Path) -> None:
    before = _read(repo)
    run = resolve(repo, _id(repo), replacement="All that a customer wants.\n\nAnd more.")
    assert run.success, run.failure
    text = _section(repo)
    assert "## class `Order`\n\nAll that a customer wants.\n\nAnd more.\n\n`Order(gateway: Gateway)`\n" in text
    assert MINE not in text and "What a customer buys." not in text
    rest = before[before.index("`Order(gateway", before.index("designdoc:proposal")) : before.index("</details>")]
    assert text.endswith(rest.strip())
    assert "took the place of the passage below “class `Order`”" in run.log


def test_where_it_cannot_be_told_what_is_replaced_the_parts_are_named(repo: Path) -> None:
    _edit(repo, PAGE, "Pay it.", "Pay it, or else.")
    before = tree_stamps(docs_of(repo))
    run = resolve(repo, _id(repo), replacement="All that a customer wants.")
    assert not run.success
    assert "“## class `Order`”, “### `Order.pay()`”" in run.failure and "Nothing is changed." in run.failure
    assert tree_stamps(docs_of(repo)) == before


def test_a_replacement_may_be_of_several_parts(repo: Path) -> None:
    text = "## class `Order`\n\nMy purpose.\n\n### `Order.pay()`\n\nMy method."
    run = resolve(repo, _id(repo), replacement=text)
    assert run.success, run.failure
    assert _section(repo) == text
    assert "“class `Order`” and “`Order.pay()`”" in run.log


def test_a_replacement_that_reads_like_what_is_generated_is_kept_too(repo: Path) -> None:
    section = _section(repo, GATEWAY_PAGE, "Gateway")
    generated = section[section.index("## class", 1) : section.index("</details>")].strip()
    issue = _id(repo, "pay/gateway.py::Gateway")
    assert resolve(repo, issue, replacement=generated).success
    assert _section(repo, GATEWAY_PAGE, "Gateway") == generated
    write(repo, "pay/gateway.py", PAY["pay/gateway.py"].replace("Send money.", "Send some."))
    assert document(repo).success
    assert _id(repo, "pay/gateway.py::Gateway") == issue


@pytest.mark.parametrize("said", [{"resolution": "keep"}, {"resolution": "replace"}, {"replacement": OWN_TEXT}])
def test_the_same_run_a_second_time_makes_nothing(
    repo: Path, said: dict[str, str], instance: dg.DagsterInstance
) -> None:
    issue = _id(repo)
    assert resolve(repo, issue, **said, instance=instance).success
    before, evaluated = tree_stamps(docs_of(repo)), len(check_evaluations(instance))
    again = resolve(repo, issue, **said, instance=instance)
    assert again.success, again.failure
    assert again.assets == () and "Nothing has changed." in again.log
    assert tree_stamps(docs_of(repo)) == before and len(check_evaluations(instance)) == evaluated


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "Neither says anything"),
        ({"resolution": " \n"}, "Neither says anything"),
        ({"resolution": "whatever you think"}, "its resolution is `keep`"),
        ({"replacement": " \n "}, "The `replacement` is empty"),
        ({"replacement": "Mine.\n<!-- designdoc:end class_doc -->\nMore."}, "Give only the text between the markers"),
        ({"replacement": "```\n<!-- designdoc:begin class_doc -->\n```"}, "Give only the text between the markers"),
        ({"replacement": "Mine:\n\n```python\nprint()"}, "never closes"),
        ({"replacement": "Mine.\n\n<!-- to do"}, "never ends"),
    ],
)
def test_what_decides_nothing_or_cannot_stand_on_a_page_is_refused(
    repo: Path, said: dict[str, str], sentence: str
) -> None:
    before = tree_stamps(docs_of(repo))
    run = resolve(repo, _id(repo), **said)
    assert not run.success and sentence in run.failure and "Nothing is changed." in run.failure
    assert tree_stamps(docs_of(repo)) == before


@pytest.mark.parametrize("issue", ["review-0000000000", ""])
def test_an_id_that_is_unknown_is_answered_with_those_that_are_open(repo: Path, issue: str) -> None:
    before = tree_stamps(docs_of(repo))
    run = resolve(repo, issue)
    assert not run.success
    assert _id(repo) in run.failure and "hil-issues.yaml" in run.failure
    assert tree_stamps(docs_of(repo)) == before


def test_a_replacement_of_what_waits_for_nobody_is_not_swallowed(repo: Path) -> None:
    issue = _id(repo)
    assert resolve(repo, issue, "keep").success
    run = resolve(repo, issue, replacement=OWN_TEXT)
    assert not run.success and PAGE in run.failure


def test_a_dispute_about_what_is_gone_is_left_to_the_next_run(repo: Path) -> None:
    issue = _id(repo)
    write(repo, "pay/order.py", '"""Orders."""\n')
    run = resolve(repo, issue, "keep")
    assert not run.success and "no longer in the target" in run.failure


def test_a_dispute_about_what_the_settings_leave_out_is_refused(repo: Path) -> None:
    run = resolve(repo, _id(repo), "keep", skip=["class_doc"])
    assert not run.success and "[stages] skip and only" in run.failure


def test_a_file_of_disputes_that_does_not_parse_is_named(repo: Path) -> None:
    issue = _id(repo)
    (docs_of(repo) / ISSUES).write_text("issues: [")
    run = resolve(repo, issue, "keep")
    assert not run.success and "hil-issues.yaml is not valid YAML" in run.failure
    assert _read(repo, ISSUES) == "issues: ["


def test_comments_of_people_in_the_file_of_disputes_survive(repo: Path) -> None:
    _edit(repo, ISSUES, "  - id:", "  # ask Ada about this one\n  - id:")
    _edit(repo, ISSUES, "unresolved_count", "# mine\nunresolved_count")
    assert resolve(repo, _id(repo), "keep").success
    assert "# mine" in _read(repo, ISSUES)


def test_only_the_plan_changes_nothing(repo: Path) -> None:
    before = tree_stamps(docs_of(repo))
    run = resolve(repo, _id(repo), "keep", plan_only=True)
    assert run.success and run.assets == () and "Only the plan" in run.log
    assert tree_stamps(docs_of(repo)) == before


def test_a_run_that_began_before_a_dispute_was_resolved_does_not_take_the_resolution_back(repo: Path) -> None:
    production = open_session({"repo": str(repo)}, force=False).production
    issue = _id(repo)
    assert resolve(repo, issue, "keep").success
    resolved = tree_bytes(docs_of(repo))
    production.settle()
    assert tree_bytes(docs_of(repo)) == resolved


def test_a_dispute_that_another_run_opened_meanwhile_stays_open(repo: Path) -> None:
    gateway = _id(repo, "pay/gateway.py::Gateway")
    kept = _read(repo, ISSUES)
    assert resolve(repo, gateway, "keep").success
    production = open_session({"repo": str(repo)}, force=False).production
    (docs_of(repo) / ISSUES).write_text(kept)
    production.settle()
    assert "class_doc[pay/gateway.py::Gateway]" in _issues(repo)


@pytest.mark.parametrize(
    ("said", "left"),
    [
        ({"resolution": "replace"}, "stays in hil-issues.yaml, and the next run honours it"),
        ({"replacement": OWN_TEXT}, "launch resolve_dispute again"),
    ],
)
def test_a_page_that_was_edited_during_the_run_is_left_alone_and_its_dispute_stays(
    repo: Path, said: dict[str, str], left: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue = _id(repo)
    session = open_session({"repo": str(repo)}, force=False)
    production = session.production
    _edit(repo, PAGE, MINE, "Quite another thing.")
    monkeypatch.setattr("designdoc_assets.orchestration.resources.open_session", lambda *_, **__: session)
    run = resolve(repo, issue, **said)
    assert production.outcomes.failures
    assert not run.success and "was edited during the run" in run.failure
    assert left in run.failure and _id(repo) == issue
    assert "Quite another thing." in _read(repo)


def test_the_job_is_launched_with_a_described_configuration() -> None:
    fields = defs.resolve_job_def("resolve_dispute").get_node_named("resolve").definition.config_schema.config_type
    assert {name: field.is_required for name, field in fields.fields.items()} == {
        "id": True,
        "resolution": False,
        "replacement": False,
    }
    assert all(field.description for field in fields.fields.values())
