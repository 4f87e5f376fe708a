"""A provider that fails: what can be had is had, what cannot is named, and nothing is asked that cannot be answered."""

import asyncio
from collections.abc import Iterable, Sequence
from itertools import count, cycle
from pathlib import Path
from typing import Any

import anthropic
import dagster as dg
import httpx2
import pytest

from designdoc_assets.writing.failures import MOST_RETRY_AFTER_S, Remedy, explain
from designdoc_assets.writing.throttle import Throttle
from designdoc_tests.claude.support import provider, repo_of_classes
from designdoc_tests.messages_api.answers import Answer, constant, on
from designdoc_tests.messages_api.bodies import Body, asked_of
from designdoc_tests.messages_api.faults import Fault, FaultSpec, Incoming
from designdoc_tests.messages_api.plausible import plausible
from designdoc_tests.messages_api.server import MessagesApi
from designdoc_tests.support import PAY, docs_of, document, make_repo, regions, run_job

GATEWAY = "pay/gateway.py::Gateway"


@pytest.fixture
def repo(tmp_path: Path) -> Path:
    return make_repo(tmp_path / "pay", PAY)


def every_fifth(kinds: Sequence[str]) -> FaultSpec:
    """Let each fifth call fail, with one kind of failure after the other."""
    calls, kind = count(1), cycle(kinds)
    return lambda incoming: next(kind) if next(calls) % 5 == 0 else None


def every_fifth_garbled() -> Answer:
    """Answer each fifth call with no JSON at all."""
    calls = count(1)
    return lambda body: "I would rather not." if next(calls) % 5 == 0 else plausible(body)


def failures_of(result: dg.ExecuteInProcessResult) -> dict[str, str]:
    """Return what a run names as not made, with the reasons."""
    found = {}
    for event in result.all_events:
        if event.is_step_failure and (data := event.step_failure_data.user_failure_data):
            table = data.metadata.get("failed")
            records = table.records if isinstance(table, dg.TableMetadataValue) else []
            found |= {str(record.data["artifact"]): str(record.data["reason"]) for record in records}
    return found


def sentences_of(result: dg.ExecuteInProcessResult) -> list[str]:
    """Return what a user reads of a run's failures."""
    failed = (event.step_failure_data.user_failure_data for event in result.all_events if event.is_step_failure)
    return [data.description for data in failed if data and data.description]


def artifacts(repo: Path) -> set[str]:
    return {f"{kind}[{partition}]" for kind, partition in regions(repo)}


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """What there is to make of the repository of `repo_of_classes`, from the static writer."""
    repo = repo_of_classes(tmp_path_factory.mktemp("static") / "shop", 4)
    assert document(repo, writer="static").success
    return artifacts(repo)


FREE = {"rate_limited", "overloaded", "server_error"}
MIX = ("rate_limited", "overloaded", "server_error", "reset_before", "reset_after", "truncated", "refusal")


@pytest.mark.parametrize("kinds", [*((kind,) for kind in MIX), ("hang",), (), MIX], ids="+".join)
def test_a_run_completes_or_names_what_could_not_be_had(
    tmp_path: Path,
    instance: dg.DagsterInstance,
    everything: set[str],
    monkeypatch: pytest.MonkeyPatch,
    kinds: tuple[str, ...],
) -> None:
    # A hang lasts as long as a call may take, and long enough that none is taken for one on a busy machine.
    monkeypatch.setenv("DESIGNDOC_CALL_TIMEOUT_S", "2" if "hang" in kinds else "60")
    repo = repo_of_classes(tmp_path / "shop", 4)
    only = [] if kinds == MIX else ["file_summary", "class_doc"]
    wanted = {name for name in everything if not only or name.startswith(("file_summary", "class_doc"))}
    answer, faults = (plausible, every_fifth(kinds)) if kinds else (every_fifth_garbled(), None)
    with provider(answer, faults=faults) as server:
        result = run_job(repo, instance, writer="claude", parallelism=16, only=only)
        assert len({call.fault for call in server.calls if call.fault}) >= min(len(kinds), 4)
    missing = failures_of(result)
    assert artifacts(repo) == wanted - missing.keys()
    assert result.success == (not missing)
    unreviewed = [header for header in regions(repo).values() if header.status == "unreviewed"]
    # Of some five failures each, most are made good for by another try; those that are billed get fewer of them.
    assert len(missing) + len(unreviewed) <= (1 if kinds and {*kinds} <= FREE else 3)

    with provider() as server:
        mended = document(repo, writer="claude", only=only)
        assert mended.success, mended.failure
        assert {call.fault for call in server.calls} <= {None}
    assert artifacts(repo) == wanted
    assert {header.status for header in regions(repo).values()} == {"passed"}


STOPPING: list[tuple[FaultSpec, str, dict[str, str]]] = [
    (None, "The provider does not accept the key. Set ANTHROPIC_API_KEY", {"ANTHROPIC_API_KEY": "sk-ant-wrong"}),
    (lambda incoming: "forbidden", "The key may not be used for this", {}),
    (lambda incoming: "no_credit", "The account at the provider has no credit left. Add credit", {}),
    (
        None,
        "The provider does not know the model claude-opus-4-6. Set DESIGNDOC_MODEL",
        {"DESIGNDOC_MODEL": "claude-opus-4-6"},
    ),
]


@pytest.mark.parametrize(("faults", "sentence", "environ"), STOPPING, ids=["401", "403", "no credit", "404"])
def test_what_no_call_can_get_past_stops_the_run_with_one_sentence(
    tmp_path: Path, faults: FaultSpec, sentence: str, environ: dict[str, str]
) -> None:
    repo = repo_of_classes(tmp_path / "shop", 8)
    with provider(faults=faults) as server, pytest.MonkeyPatch.context() as environment:
        for name, value in environ.items():
            environment.setenv(name, value)
        one_by_one = document(repo, writer="claude", parallelism=1)
        assert len(server.calls) == 1
        at_once = document(repo, writer="claude", parallelism=8)
        assert len(server.calls) <= 1 + 8  # those that were in flight
        assert server.bill == 0
    for run in (one_by_one, at_once):
        assert not run.success
        assert run.failure.startswith(sentence)
        assert run.failure.endswith("What was finished is kept.")
        assert "\n" not in run.failure


def test_what_was_finished_is_kept_when_the_credit_ends_in_the_middle(repo: Path) -> None:
    with provider(faults=_no_credit_after(6)) as server:
        run = document(repo, writer="claude", parallelism=1)
        assert not run.success and "no credit" in run.failure
        assert len(server.calls) == 7
    written = {header.writer for (kind, _), header in regions(repo).items() if kind in {"file_summary", "class_doc"}}
    assert "claude" in written
    with provider() as server:
        assert document(repo, writer="claude").success
        assert len(server.calls) == 16 - 6  # answers that came are not asked for again


def _no_credit_after(calls: int) -> FaultSpec:
    left = iter(range(calls))
    return lambda incoming: "no_credit" if next(left, None) is None else None


def test_a_model_without_a_price_is_refused_before_any_call(repo: Path) -> None:
    with provider() as server:
        run = document(repo, writer="claude", model="claude-of-tomorrow")
        assert server.calls == []
    assert not run.success
    assert "claude-of-tomorrow" in run.failure and "price" in run.failure and "[models.prices]" in run.failure
    assert not docs_of(repo).exists()


def test_without_a_key_claude_says_where_to_put_one(repo: Path) -> None:
    with provider() as server, pytest.MonkeyPatch.context() as environment:
        environment.delenv("ANTHROPIC_API_KEY")
        run = document(repo, writer="claude")
        assert server.calls == []
    assert run.failure.startswith("There is no key for Claude")
    assert "Set ANTHROPIC_API_KEY, or DESIGNDOC_WRITER=static" in run.failure


def _poison(kind: str) -> FaultSpec:
    def plan(incoming: Incoming) -> str | Fault | None:
        asked = incoming.asked
        return kind if asked is not None and asked.subject == GATEWAY else None

    return plan


@pytest.mark.parametrize(
    ("faults", "answer", "reason"),
    [
        (_poison("reset_before"), plausible, "the connection to the provider failed"),
        (_poison("refusal"), plausible, "the model refused to answer, 3 times"),
        (None, on(constant("No."), subject=GATEWAY), "the answer cannot be read: it holds no JSON object, 3 times"),
    ],
    ids=["reset", "refusal", "malformed"],
)
def test_one_poisoned_artifact_stops_no_other_and_the_next_run_makes_just_it(
    repo: Path, instance: dg.DagsterInstance, faults: FaultSpec, answer: Answer, reason: str
) -> None:
    with provider(answer, faults=faults) as server:
        result = run_job(repo, instance, writer="claude")
        assert len([call for call in server.calls if call.subject == GATEWAY]) == 3
    assert not result.success
    [(artifact, why)] = failures_of(result).items()
    [sentence] = sentences_of(result)
    assert sentence.startswith(f"1 artifact could not be made: class_doc[{GATEWAY}]: ")
    assert sentence.endswith("All others are finished. Mend the cause, and materialize again.")
    assert artifact == f"class_doc[{GATEWAY}]" and reason in why
    assert len(regions(repo)) == 17  # of 18
    assert (("class_doc", GATEWAY)) not in regions(repo)

    with provider() as server:
        again = document(repo, writer="claude")
        assert again.success, again.failure
        assert {call.subject for call in server.calls if call.kind in {"file_summary", "class_doc"}} == {GATEWAY}
        asked = len(server.calls)
        assert document(repo, writer="claude").made == () and len(server.calls) == asked


@pytest.mark.parametrize("kind", ["file_summary", "class_doc"])
def test_the_same_failure_five_times_in_a_row_stops_the_run(tmp_path: Path, kind: str) -> None:
    repo = repo_of_classes(tmp_path / "shop", 12)
    with provider(on(constant("No."), kind=kind)) as server:
        run = document(repo, writer="claude", parallelism=1)
        assert run.failure.startswith("Stopped after the same failure 5 times in a row: the answer cannot be read")
        failed = {call.subject for call in server.select(kind=kind)}
        assert 5 <= len(failed) <= 7  # the fifth, and what was begun beside it
        assert server.count(kind=kind) <= 3 * 7


def test_failures_with_successes_between_them_stop_nothing(tmp_path: Path, instance: dg.DagsterInstance) -> None:
    repo = repo_of_classes(tmp_path / "shop", 8)

    def every_other(body: Body) -> Any:
        asked = asked_of(body)
        return "No." if asked and "::First" in asked.subject else plausible(body)

    with provider(every_other):
        result = run_job(repo, instance, writer="claude", parallelism=1, only=["class_doc"])
    assert set(failures_of(result)) == {f"class_doc[p0/m{n}.py::First{n}]" for n in range(8)}
    assert len(regions(repo)) == 8


def test_a_request_that_the_provider_does_not_take_is_sent_once_and_named(
    tmp_path: Path, instance: dg.DagsterInstance
) -> None:
    long = '    """Keeps much."""\n' + "".join(f"    value_{n} = {n}\n" for n in range(4_000))
    repo = make_repo(tmp_path / "shop", {"a.py": f"class Long:\n{long}", "b.py": "class Short:\n    size = 1\n"})
    with provider(context_tokens=20_000) as server:
        result = run_job(repo, instance, writer="claude", only=["class_doc"])
        assert [call.status for call in server.select(subject="a.py::Long")] == [400]
    [(artifact, reason)] = failures_of(result).items()
    assert artifact == "class_doc[a.py::Long]"
    assert reason.startswith("the provider does not take the request (400: prompt is too long")
    assert ("class_doc", "b.py::Short") in regions(repo)


def test_no_more_calls_are_in_flight_than_allowed(tmp_path: Path) -> None:
    repo = repo_of_classes(tmp_path / "shop", 4)
    with provider(latency=0.2) as server:
        assert document(repo, writer="claude", parallelism=3, only=["class_doc"]).success
        assert 1 < server.most_in_flight <= 3


def test_concurrency_backs_off_when_the_provider_is_busy(tmp_path: Path) -> None:
    repo = repo_of_classes(tmp_path / "shop", 8)
    busy = iter(range(8))

    def the_first_eight(incoming: Incoming) -> str | None:
        return None if next(busy, None) is None else "overloaded"

    with provider(faults=the_first_eight, latency=1.0) as server:
        run = document(repo, writer="claude", parallelism=8, only=["file_summary"])
        assert run.success, run.failure
        together = _together(server)
    answered = [n for call, n in zip(server.calls, together, strict=True) if call.status == 200]
    assert len(answered) == 16
    assert max(answered[:8]) <= 5  # half as many, and one more after four answers


def _together(server: MessagesApi) -> list[int]:
    """Return how many calls were in flight when each arrived, itself included."""
    spans = [(call.arrived, call.ended or 0.0) for call in server.calls]
    return [sum(start <= at < end for start, end in spans) for at, _ in spans]


def test_concurrency_recovers_when_calls_are_answered_again() -> None:
    assert asyncio.run(_slots_after(answers=0)) == 4
    assert asyncio.run(_slots_after(answers=4)) == 5
    assert asyncio.run(_slots_after(answers=100)) == 8


async def _slots_after(answers: int) -> int:
    """Return how many calls may be in flight after a slowdown from eight and so many answers."""
    throttle = Throttle(8)
    throttle.slow_down(0.0)
    for _ in range(answers):
        throttle.speed_up()
    held = 0

    async def hold() -> None:
        nonlocal held
        async with throttle.slot():
            held += 1
            await asyncio.Event().wait()

    tasks = [asyncio.create_task(hold()) for _ in range(20)]
    await asyncio.sleep(0.05)
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    return held


def _busy(retry_after: Iterable[str]) -> list[float | None]:
    request = httpx2.Request("POST", "http://localhost/v1/messages")
    waits = []
    for value in retry_after:
        response = httpx2.Response(429, headers={"retry-after": value}, request=request)
        body = {"type": "error", "error": {"type": "rate_limit_error", "message": "slow down"}}
        failure = explain(anthropic.RateLimitError("429", response=response, body=body), "claude-x", 1.0)
        assert failure.meaning is Remedy.RETRY and failure.is_busy and not failure.is_billed
        waits.append(failure.retry_after_s)
    return waits


def test_retry_after_is_honoured_within_reason() -> None:
    assert _busy(["0.5", "7", "3600", "-1", "soon", ""]) == [0.5, 7.0, MOST_RETRY_AFTER_S, 0.0, None, None]
    assert MOST_RETRY_AFTER_S <= 60


def test_retry_after_delays_the_next_call(repo: Path) -> None:
    with provider(faults=["rate_limited"], retry_after=1.5) as server:
        assert document(repo, writer="claude", parallelism=1, only=["file_summary"]).success
        first, second, *_ = server.calls
        assert second.arrived - (first.ended or 0.0) >= 1.5
