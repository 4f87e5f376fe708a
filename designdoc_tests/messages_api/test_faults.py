"""What goes wrong, as the real SDK sees it, and what it costs."""

import asyncio
import json
import subprocess
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path

import anthropic
import httpx2
import pytest

from designdoc_tests.messages_api.calls import bill_of, read_log
from designdoc_tests.messages_api.faults import FaultSpec, Incoming
from designdoc_tests.messages_api.process import messages_api_process
from designdoc_tests.messages_api.provider import ACCEPTED_KEY
from designdoc_tests.messages_api.sdk import (
    TASK,
    ClassDoc,
    ask,
    ask_together,
    body,
    client,
    text,
)
from designdoc_tests.messages_api.server import messages_api


@pytest.mark.parametrize(
    ("fault", "error", "message"),
    [
        ("rate_limited", anthropic.RateLimitError, "rate limit"),
        ("overloaded", anthropic.InternalServerError, "Overloaded"),
        ("server_error", anthropic.InternalServerError, "Internal server error"),
        ("bad_gateway", anthropic.InternalServerError, "502 Bad Gateway"),
        ("bad_gateway+billed", anthropic.InternalServerError, "502 Bad Gateway"),
        ("no_credit", anthropic.BadRequestError, "credit balance is too low"),
        ("forbidden", anthropic.PermissionDeniedError, "permission"),
        ("reset_before", anthropic.APIConnectionError, "Connection error"),
        ("reset_before+free", anthropic.APIConnectionError, "Connection error"),
        ("reset_after", anthropic.APIConnectionError, "Connection error"),
        ("hang", anthropic.APITimeoutError, "timed out"),
    ],
)
def test_a_fault_reaches_the_client_as_from_the_provider(fault: str, error: type[Exception], message: str) -> None:
    with messages_api(faults=[fault]) as server:
        with pytest.raises(error, match=message):
            ask(server.url, body(), timeout=httpx2.Timeout(60, read=0.3 if fault == "hang" else 60))
        server.wait_for(1)
        server.wait_until_idle()
        [failed] = server.calls
        [_] = ask(server.url, body())
        billed = fault.endswith("+billed") or fault in ("reset_before", "reset_after", "hang")
        assert failed.fault == fault.partition("+")[0] and failed.billed == billed == (failed.cost > 0)
        assert server.calls[1].seen == 1 and server.bill == bill_of(server.calls)


@pytest.mark.parametrize("fault", ["reset_before", "reset_after"])
def test_a_reset_is_a_reset_and_not_a_close(fault: str) -> None:
    with messages_api(faults=[fault]) as server, pytest.raises(anthropic.APIConnectionError) as raised:
        ask(server.url, body())
    assert isinstance(raised.value.__cause__, httpx2.ReadError)
    assert server.calls[0].status == (None if fault == "reset_before" else 200)


def test_a_rate_limit_says_how_long_to_wait() -> None:
    limited = messages_api(faults=["rate_limited"], retry_after=3600)
    with limited as server, pytest.raises(anthropic.RateLimitError) as raised:
        ask(server.url, body())
    assert raised.value.response.headers["retry-after"] == "3600" and raised.value.request_id
    assert raised.value.body["error"]["type"] == "rate_limit_error"  # type: ignore[index]


def test_answers_can_be_cut_off_refused_or_malformed_and_are_billed() -> None:
    with messages_api(faults=["truncated", "refusal", "malformed", None]) as server:
        messages = ask(server.url, *[body(TASK, schema=ClassDoc)] * 4)
    assert [message.stop_reason for message in messages] == ["max_tokens", "refusal", "end_turn", "end_turn"]
    assert messages[0].usage.output_tokens == 2000 and all(call.cost > 0 for call in server.calls)
    for message in messages[:3]:
        with pytest.raises(json.JSONDecodeError):
            json.loads(text(message))
    assert text(messages[3]) in text(messages[2])


def test_shares_of_faults_fall_on_the_same_requests_every_time() -> None:
    def faults(spec: FaultSpec) -> list[str | None]:
        with messages_api(faults=spec, seed=7) as server:
            ask_together(server.url, [body(f"number {i}") for i in range(200)])
            return [call.fault for call in sorted(server.calls, key=lambda call: call.digest)]

    mix = {"overloaded": 0.2, "malformed": 0.2}
    first = faults(mix)
    assert first == faults(mix)
    assert 20 <= first.count("overloaded") <= 60 and 20 <= first.count("malformed") <= 60


def test_calls_are_in_flight_together_and_a_client_that_leaves_pays() -> None:
    async def run(url: str, seen: Callable[[], Awaitable[None]]) -> None:
        async with client(url) as opened:
            tasks = [asyncio.create_task(opened.messages.create(**body(f"{i}"))) for i in range(32)]
            await seen()
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    with messages_api(latency=(50, 60)) as server:
        asyncio.run(run(server.url, lambda: asyncio.to_thread(server.wait_for, 32)))
        server.wait_until_idle()
        assert server.most_in_flight == server.count(gone=True, status=None, billed=True) == 32
        assert server.bill == bill_of(server.calls) > 0


def test_a_call_in_flight_when_its_server_ends_is_in_the_log(tmp_path: Path) -> None:
    async def run() -> object:
        with messages_api_process(tmp_path, "--faults", '["hang"]') as process:
            async with client(process.url) as opened:
                task = asyncio.create_task(opened.messages.create(**body()))
                await asyncio.to_thread(process.wait_for, 1)
                assert process.status()["in_flight"] == 1
                process.stop()
                return (await asyncio.gather(task, return_exceptions=True))[0]

    assert isinstance(asyncio.run(run()), anthropic.APIConnectionError)
    [call] = read_log(tmp_path / "calls.jsonl")
    assert (call.fault, call.billed, call.status) == ("hang", True, None)


def test_a_client_that_is_killed_pays_for_what_it_asked(tmp_path: Path) -> None:
    script = (
        "import sys, urllib.request as web; url, key, body = sys.argv[1:];"
        "headers = {'x-api-key': key, 'anthropic-version': '2023-06-01'};"
        "web.urlopen(web.Request(url + '/v1/messages', body.encode(), headers))"
    )
    with messages_api_process(tmp_path, "--latency", "500:600") as process:
        with subprocess.Popen([sys.executable, "-c", script, process.url, ACCEPTED_KEY, json.dumps(body())]) as killed:
            process.wait_for(1)
            killed.kill()
        process.wait_until_idle()
        [call] = process.calls()
        assert call.billed and call.gone and process.bill() == call.cost > 0


def test_what_goes_wrong_can_depend_on_the_artifact() -> None:
    def poisoned(incoming: Incoming) -> str | None:
        return "refusal" if incoming.asked and incoming.asked.subject == "src/a.py::A" else None

    with messages_api(faults=poisoned) as server:
        messages = ask(server.url, body(TASK), body("Task: write class_doc of src/b.py::B"), body(TASK))
    assert [message.stop_reason for message in messages] == ["refusal", "end_turn", "refusal"]
    assert server.count(subject="src/a.py::A", fault="refusal", billed=True) == 2
