"""What models wrote is kept as data beside the pages: facts, links and templates change for nothing, on any machine."""

import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import dagster as dg
import pytest

from designdoc_assets.writing.brief import Brief
from designdoc_tests.claude.support import BROAD, CONTENT, provider, repo_of_classes, stored_content
from designdoc_tests.messages_api.answers import failing_review, on
from designdoc_tests.messages_api.calls import Call
from designdoc_tests.messages_api.server import MessagesApi
from designdoc_tests.support import (
    PAY,
    commit,
    docs_of,
    document,
    latest_materializations,
    make_repo,
    regions,
    tree_bytes,
    tree_stamps,
    write,
)

PROJECT = Path(__file__).parents[2]
GATEWAY = "pay/gateway.py::Gateway"
HTTP_GATEWAY = "pay/gateway.py::HttpGateway"
GATEWAY_PAGE = "packages/pay/gateway.py.Gateway.md"
GATEWAY_CONTENT = f"{CONTENT}/{GATEWAY_PAGE}.json"
FILE_CONTENT = f"{CONTENT}/packages/pay/gateway.py.md.json"
"""Of the page that a file and a small class of it share."""
FILES = BROAD | {
    "pay/gateway.py": BROAD["pay/gateway.py"].replace("Where money goes.", "Where money goes: see `Ledger`.")
}
WITH_IMPORT = FILES["pay/gateway.py"].replace('banks."""\n', 'banks."""\n\nfrom pay.ledger import Ledger\n', 1)
ASKED = {
    ("file_summary", "pay/gateway.py"),
    ("file_summary", "pay/order.py"),
    ("class_doc", GATEWAY),
    ("class_doc", HTTP_GATEWAY),
    ("class_doc", "pay/order.py::Order"),
    ("package_readme", "pay"),
    ("document", "SYSTEM_DESIGN"),
    ("document", "ARCHITECTURE"),
}
RUN = """
import sys
import dagster as dg
from designdoc_assets.definitions import defs
config = {"resources": {"designdoc": {"config": {"repo": sys.argv[1], "writer": "claude"}}}}
with dg.DagsterInstance.ephemeral() as instance:
    defs.get_job_def("design_docs").execute_in_process(instance=instance, run_config=config)
"""


def subjects(calls: list[Call]) -> set[tuple[str | None, str | None]]:
    return {(call.kind, call.subject) for call in calls}


def no_more_to_do(repo: Path, server: MessagesApi) -> None:
    asked = len(server.calls)
    again = document(repo, writer="claude")
    assert again.success and again.made == () and len(server.calls) == asked


def test_what_was_written_stands_beside_its_page_as_data(written: Path) -> None:
    contents = stored_content(written)
    assert contents.keys() == ASKED
    for (kind, partition), header in regions(written).items():
        if (kind, partition) in ASKED:
            entry = contents[kind, partition]
            assert entry["writer"] == header.writer == "claude" and entry["model"] == "claude-sonnet-5-5"
            assert entry["status"] == header.status == "passed" and entry["attempts"] == 1
            assert re.fullmatch("[0-9a-f]{64}", entry["prose_version"])
    files = tree_bytes(docs_of(written) / CONTENT)
    assert "packages/pay/gateway.py.Gateway.md.json" in files
    assert all(file.removesuffix(".json") in tree_bytes(docs_of(written)) for file in files)
    prose = contents["class_doc", GATEWAY]["prose"]
    page = (docs_of(written) / GATEWAY_PAGE).read_text()
    assert prose["purpose"] in page and prose["members"][0]["text"] in page


def test_a_fresh_clone_costs_nothing(clone: Path) -> None:
    before = tree_stamps(docs_of(clone))
    with provider() as server:
        run = document(clone, writer="claude")
        assert run.success and run.made == ()
        assert server.calls == []
    assert tree_stamps(docs_of(clone)) == before


def test_a_new_link_target_renders_a_page_again_without_a_call_about_it(clone: Path) -> None:
    prose = stored_content(clone)["class_doc", GATEWAY]
    entry = json.loads((docs_of(clone) / GATEWAY_CONTENT).read_text())
    entry["artifacts"]["class_doc"]["prose"]["purpose"] = "See `Ledger`."
    (docs_of(clone) / GATEWAY_CONTENT).write_text(json.dumps(entry))
    write(clone, "pay/ledger.py", 'class Ledger:\n    """Books."""\n\n    def book(self) -> int:\n        return 1\n')
    write(clone, "pay/gateway.py", WITH_IMPORT)
    commit(clone)
    with provider() as server:
        run = document(clone, writer="claude")
        assert run.success, run.failure
        assert ("class_doc", GATEWAY) in run.made
        assert ("class_doc", GATEWAY) not in subjects(server.calls)
        assert ("class_doc", "pay/ledger.py::Ledger") in subjects(server.calls)
        assert "[`Ledger`](ledger.py.md#class-ledger)" in (docs_of(clone) / GATEWAY_PAGE).read_text()
        assert stored_content(clone)["class_doc", GATEWAY]["prose_version"] == prose["prose_version"]
        no_more_to_do(clone, server)


def test_a_dispute_stays_one_when_its_page_is_rendered_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    repo = make_repo(tmp_path / "pay", FILES)
    with provider(on(failing_review(), kind="class_doc", subject=GATEWAY)):
        assert document(repo, writer="claude").success
    issues = (docs_of(repo) / "hil-issues.yaml").read_text()
    monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "nothing known"))
    write(repo, "pay/ledger.py", 'class Ledger:\n    """Books."""\n\n    def book(self) -> int:\n        return 1\n')
    write(repo, "pay/gateway.py", WITH_IMPORT)
    commit(repo)
    with provider() as server:
        run = document(repo, writer="claude")
        assert run.success and ("class_doc", GATEWAY) in run.made
        assert ("class_doc", GATEWAY) not in subjects(server.calls)
    content = stored_content(repo)["class_doc", GATEWAY]
    assert (content["status"], content["attempts"]) == ("disputed", 3)
    assert (docs_of(repo) / "hil-issues.yaml").read_text() == issues


def test_a_dispute_that_somebody_deleted_comes_back_without_a_call(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "pay", FILES)
    with provider(on(failing_review(), kind="class_doc", subject=GATEWAY)) as server:
        assert document(repo, writer="claude").success
        before, asked = tree_bytes(docs_of(repo)), len(server.calls)
        (docs_of(repo) / "hil-issues.yaml").unlink()
        assert document(repo, writer="claude").success
        assert len(server.calls) == asked
    assert tree_bytes(docs_of(repo)) == before


def test_another_model_writes_all_of_it_anew_and_another_reviewer_nothing(clone: Path) -> None:
    with provider() as server:
        assert document(clone, writer="claude", checker_model="claude-sonnet-5-5").made == ()
        assert server.calls == []
        run = document(clone, writer="claude", model="claude-haiku-5-5", checker_model="claude-sonnet-5-5")
        assert run.success, run.failure
        assert {call.model for call in server.select(verb="write")} == {"claude-haiku-5-5"}
        assert {call.model for call in server.select(verb="review")} == {"claude-sonnet-5-5"}
    assert {entry["model"] for entry in stored_content(clone).values()} == {"claude-haiku-5-5"}
    assert {content["model"] for content in stored_content(clone).values()} == {"claude-haiku-5-5"}


def test_a_new_user_costs_the_one_who_is_used_nothing(clone: Path) -> None:
    source = (
        PAY["pay/order.py"] + "\n\nclass Refund:\n    def back(self, gateway: Gateway) -> bool:\n        return True\n"
    )
    write(clone, "pay/order.py", source)
    with provider() as server:
        run = document(clone, writer="claude")
        assert run.success, run.failure
        assert ("class_diagram", GATEWAY) in run.made and ("class_doc", GATEWAY) not in run.made
        asked = subjects(server.calls)
        assert {subject for kind, subject in asked if kind in {"class_doc", "file_summary"}} == {
            "pay/order.py",
            "pay/order.py::Refund",
        }
        assert "`Refund`" in (docs_of(clone) / GATEWAY_PAGE).read_text()


def test_a_signature_costs_only_those_who_own_it_or_inherit_it(clone: Path) -> None:
    changed = FILES["pay/gateway.py"].replace(
        'send(self, cents: int) -> bool:\n        """', 'send(self, cents: int, now: bool) -> bool:\n        """'
    )
    write(clone, "pay/gateway.py", changed)
    with provider() as server:
        run = document(clone, writer="claude")
        assert run.success, run.failure
        asked = {subject for kind, subject in subjects(server.calls) if kind in {"class_doc", "file_summary"}}
        assert asked == {"pay/gateway.py", GATEWAY, HTTP_GATEWAY}
        no_more_to_do(clone, server)


def test_a_changed_template_renders_all_pages_again_without_a_call(clone: Path, tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "designdoc_assets", tmp_path / "code/designdoc_assets")
    for name, old, new in (
        ("class_doc", '"Public API"', '"Interface"'),
        ("file_summary", '"Functions"', '"Top-level functions"'),
        ("package_readme", '"Internal structure"', '"Inside"'),
    ):
        file = tmp_path / f"code/designdoc_assets/artifacts/{name}.py"
        assert old in file.read_text()
        raised = "\n    version = 1000\n    grain = "
        file.write_text(file.read_text().replace(old, new).replace("\n    grain = ", raised, 1))
    prose = stored_content(clone)
    before = regions(clone)
    with provider() as server:
        environ = os.environ | {"PYTHONPATH": str(tmp_path / "code"), "XDG_CACHE_HOME": str(tmp_path / "cache")}
        command = [sys.executable, "-P", "-c", RUN, str(clone)]
        done = subprocess.run(command, cwd=tmp_path, env=environ, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stderr
        assert server.calls == []
    page = (docs_of(clone) / GATEWAY_PAGE).read_text()
    assert "## Interface" in page and "## Public API" not in page
    assert prose["class_doc", GATEWAY]["prose"]["purpose"] in page
    assert stored_content(clone) == prose
    changed = {key for key, header in regions(clone).items() if header.data_version != before[key].data_version}
    assert {kind for kind, _ in changed} >= {"class_doc", "file_summary", "package_readme"}


def test_a_directive_and_layout_change_nothing_and_cost_nothing(clone: Path) -> None:
    changed = FILES["pay/gateway.py"].replace("return cents > 0", "return (cents\n                > 0)  # noqa: FURB1")
    write(clone, "pay/gateway.py", changed)
    before = tree_stamps(docs_of(clone))
    with provider() as server:
        run = document(clone, writer="claude")
        assert run.success and run.made == () and server.calls == []
    assert tree_stamps(docs_of(clone)) == before


def test_a_comment_is_ground_of_its_class_and_its_file_alone(clone: Path) -> None:
    write(clone, "pay/gateway.py", FILES["pay/gateway.py"].replace("return cents > 0", "return cents > 0  # or so"))
    with provider() as server:
        run = document(clone, writer="claude")
        assert run.success, run.failure
        asked = {subject for kind, subject in subjects(server.calls) if kind in {"class_doc", "file_summary"}}
        assert asked == {"pay/gateway.py", GATEWAY}
        no_more_to_do(clone, server)


def test_the_text_of_a_module_is_ground_of_its_classes(clone: Path) -> None:
    write(clone, "pay/gateway.py", FILES["pay/gateway.py"].replace("Talking to banks.", "Talking to most banks."))
    with provider() as server:
        assert document(clone, writer="claude").success
        asked = {subject for kind, subject in subjects(server.calls) if kind in {"class_doc", "file_summary"}}
        assert asked == {"pay/gateway.py", GATEWAY, HTTP_GATEWAY}


def test_what_was_written_when_less_was_shown_stands_without_a_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo = make_repo(tmp_path / "pay", FILES)
    shown_version = Brief.shown_version
    with provider() as server:
        with monkeypatch.context() as earlier:
            earlier.setattr(Brief, "shown_version", lambda brief: _of_code_alone(brief, shown_version))
            assert document(repo, writer="claude").success
        for file in (docs_of(repo) / CONTENT).rglob("*.json"):
            entries = json.loads(file.read_text())
            for entry in entries["artifacts"].values():
                for name in ("observed", "ideas", "invariants", "security", "formats", "beginning"):
                    entry["prose"].pop(name, None)
                for name in ("context", "delivery", "impact"):
                    entry["prose"].pop(name, None)
                del entry["names"], entry["form"]
            file.write_text(json.dumps(entries))
        before, asked = stored_content(repo), len(server.calls)
        monkeypatch.setenv("XDG_STATE_HOME", str(tmp_path / "nothing known"))
        run = document(repo, writer="claude")
        assert run.success and len(server.calls) == asked
        assert ("class_doc", GATEWAY) in run.made
        after = stored_content(repo)
        for key, entry in before.items():
            assert after[key]["prose"].items() >= entry["prose"].items()
        assert after["class_doc", GATEWAY]["prose_version"] != before["class_doc", GATEWAY]["prose_version"]
        no_more_to_do(repo, server)
        write(repo, "pay/gateway.py", FILES["pay/gateway.py"].replace("return cents > 0", "return cents > 0  # or so"))
        assert document(repo, writer="claude").success
        verbs = [call.verb for call in server.calls[asked:] if (call.kind, call.subject) == ("class_doc", GATEWAY)]
        assert verbs == ["write", "review"], "less was asked for, so nobody asks whether that still holds"


def _of_code_alone(brief: Brief, shown_version: Callable[[Brief], dict[str, object]]) -> dict[str, object]:
    """Return what `shown_version` was before comments, the text of the module and bases belonged to it."""
    earlier = {
        "file_summary": "018da09be3e9b90e",
        "class_doc": "cb6332c0edfc0b75",
        "system_design": "d27a4871d9ac2dae",
        "architecture": "dca554586680e668",
    }
    shown = shown_version(brief) | ({"schema": earlier[brief.role]} if brief.role in earlier else {})
    return shown | {"material": brief.material.earlier_digest} if brief.material.earlier_digest else shown


def test_content_that_was_deleted_is_asked_for_again_and_no_other(clone: Path) -> None:
    (docs_of(clone) / GATEWAY_CONTENT).unlink()
    before = tree_bytes(docs_of(clone))
    with provider() as server:
        run = document(clone, writer="claude")
        assert run.success and run.made == (("class_doc", GATEWAY),)
        assert [(call.verb, call.subject) for call in server.calls] == [("write", GATEWAY), ("review", GATEWAY)]
        after = tree_bytes(docs_of(clone))
        assert {name for name in after if after[name] != before.get(name)} == {GATEWAY_CONTENT}  # the same answer
        no_more_to_do(clone, server)


def test_content_of_a_shared_page_that_was_deleted_is_asked_for_again_and_no_other(clone: Path) -> None:
    (docs_of(clone) / FILE_CONTENT).unlink()
    before, shared = tree_bytes(docs_of(clone)), {("file_summary", "pay/gateway.py"), ("class_doc", HTTP_GATEWAY)}
    with provider() as server:
        run = document(clone, writer="claude")
        assert run.success and set(run.made) == subjects(server.calls) == shared
        after = tree_bytes(docs_of(clone))
        assert {name for name in after if after[name] != before.get(name)} == {FILE_CONTENT}
        no_more_to_do(clone, server)


def test_content_that_was_deleted_is_replayed_where_the_journal_has_it(
    tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    repo = make_repo(tmp_path / "pay", FILES)
    with provider() as server:
        assert document(repo, writer="claude").success
        before, asked = tree_bytes(docs_of(repo)), len(server.calls)
        (docs_of(repo) / GATEWAY_CONTENT).unlink()
        run = document(repo, instance, writer="claude")
        assert run.success and len(server.calls) == asked
    assert tree_bytes(docs_of(repo)) == before
    metadata = latest_materializations(instance, "class_doc")[GATEWAY].metadata
    assert (metadata["replayed"].value, metadata["model_calls"].value, metadata["cost_usd"].value) == (2, 0, 0)


@pytest.mark.parametrize(
    "broken",
    [
        lambda text: f"<<<<<<< ours\n{text}=======\n{text}>>>>>>> theirs\n",
        lambda text: text[: len(text) // 2],
        lambda text: "[]",
        lambda text: "",
        lambda text: text.replace('"purpose"', '"intent"'),
        lambda text: text.replace('"version": 1', '"version": 99'),
    ],
    ids=["merge conflict", "torn", "list", "empty", "older form", "newer version"],
)
def test_content_that_cannot_be_read_is_asked_for_again(
    clone: Path, broken: object, caplog: pytest.LogCaptureFixture
) -> None:
    file = docs_of(clone) / GATEWAY_CONTENT
    good = file.read_text()
    file.write_text(broken(good))  # type: ignore[operator]
    with provider() as server:
        run = document(clone, writer="claude")
        assert run.success, run.failure
        assert subjects(server.calls) == {("class_doc", GATEWAY)}
        assert json.loads(file.read_text()) == json.loads(good)
    if '"intent"' not in broken(good):  # type: ignore[operator]
        assert f"What models wrote is not readable in {GATEWAY_CONTENT}" in caplog.text


def test_content_of_what_is_gone_goes_too(clone: Path) -> None:
    write(clone, "pay/order.py", '"""Orders."""\n\nLIMIT = 3\n')
    with provider():
        assert document(clone, writer="claude").success
    contents = stored_content(clone)
    assert ("class_doc", "pay/order.py::Order") not in contents
    assert ("file_summary", "pay/order.py") in contents
    assert not (docs_of(clone) / CONTENT / "packages/pay/order.py.Order.md.json").exists()


def test_switching_to_static_and_back_asks_nothing_twice(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "pay", FILES)
    with provider() as server:
        assert document(repo, writer="claude").success
        first, asked = tree_bytes(docs_of(repo)), len(server.calls)
        assert document(repo, writer="static").success
        assert {header.writer for header in regions(repo).values()} == {"static"}
        assert stored_content(repo) == {}
        assert document(repo, writer="claude").success
        assert len(server.calls) == asked
    assert tree_bytes(docs_of(repo)) == first


def test_auto_without_a_key_leaves_fresh_docs_of_claude_as_they_are(clone: Path) -> None:
    before = tree_stamps(docs_of(clone))
    run = document(clone)
    assert run.success and run.made == ()
    assert tree_stamps(docs_of(clone)) == before


def test_auto_without_a_key_replaces_no_docs_of_claude_by_less(clone: Path) -> None:
    write(clone, "pay/gateway.py", FILES["pay/gateway.py"].replace("cents > 0", "cents > 10"))
    before = tree_bytes(docs_of(clone))
    run = document(clone)
    assert not run.success
    assert run.failure.startswith("There is no key for Claude, and some artifacts are to be written.")
    after = tree_bytes(docs_of(clone))
    assert after == before
    assert regions(clone)["class_doc", GATEWAY].writer == "claude"


def test_auto_without_a_key_writes_a_new_tree_from_facts(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "pay", PAY)
    assert document(repo).success
    assert {header.writer for header in regions(repo).values()} == {"static"}


def _edit(repo: Path) -> str:
    """Let a person rewrite the purpose of a class, and return what they wrote."""
    page = docs_of(repo) / GATEWAY_PAGE
    purpose = stored_content(repo)["class_doc", GATEWAY]["prose"]["purpose"]
    assert page.read_text().count(purpose) == 1
    page.write_text(page.read_text().replace(purpose, "As I see it, money goes here."))
    return "As I see it, money goes here."


def test_what_a_person_edited_is_kept_without_a_call(clone: Path) -> None:
    mine = _edit(clone)
    page = (docs_of(clone) / GATEWAY_PAGE).read_text()
    with provider() as server:
        assert document(clone, writer="claude").success
        assert not {"class_doc", "file_summary"} & {call.kind for call in server.calls}
        assert (docs_of(clone) / GATEWAY_PAGE).read_text() == page and mine in page
        no_more_to_do(clone, server)


def test_what_a_person_edited_and_the_source_changed_shows_both(clone: Path) -> None:
    mine = _edit(clone)
    write(clone, "pay/gateway.py", FILES["pay/gateway.py"].replace("cents > 0", "cents > 10"))
    with provider() as server:
        run = document(clone, writer="claude")
        assert run.success, run.failure
        assert ("class_doc", GATEWAY) in subjects(server.calls)
        page = (docs_of(clone) / GATEWAY_PAGE).read_text()
        new = stored_content(clone)["class_doc", GATEWAY]["prose"]["purpose"]
        assert mine in page and new.split(". ")[0] in page
        assert regions(clone)["class_doc", GATEWAY].status == "disputed"
        issues = (docs_of(clone) / "hil-issues.yaml").read_text()
        assert "stage: edit" in issues
        no_more_to_do(clone, server)

        (docs_of(clone) / "hil-issues.yaml").write_text(issues.replace("resolution:", "resolution: replace"))
        asked = len(server.select(subject=GATEWAY))
        assert document(clone, writer="claude").success
        assert len(server.select(subject=GATEWAY)) == asked  # what was proposed is there already
        page = (docs_of(clone) / GATEWAY_PAGE).read_text()
        assert mine not in page and new in page


def test_the_same_answers_give_the_same_tree_at_any_parallelism_and_path(tmp_path: Path) -> None:
    trees = []
    with provider(latency=(0.0, 0.02)):
        for number, parallelism in enumerate((1, 16)):
            repo = repo_of_classes(tmp_path / f"at-{number}" / ("x" * (1 + number)), 3, packages=2)
            run = document(repo, writer="claude", parallelism=parallelism, force=True)
            assert run.success, run.failure
            trees.append(tree_bytes(docs_of(repo)))
    assert trees[0] == trees[1]
    assert any(name.startswith(CONTENT) for name in trees[0])
    assert not any(str(tmp_path).encode() in content for content in trees[0].values())
