"""What the server answers, as the real SDK sees it."""

import asyncio
import json
from decimal import Decimal
from typing import Any

import anthropic
import pytest

from designdoc_assets.writing.review import Review
from designdoc_tests.messages_api.answers import constant, failing_review, invents, on
from designdoc_tests.messages_api.bodies import Asked
from designdoc_tests.messages_api.plausible import filling
from designdoc_tests.messages_api.provider import ACCEPTED_KEY
from designdoc_tests.messages_api.sdk import (
    REVIEW,
    SONNET,
    TASK,
    ClassDoc,
    ask,
    body,
    client,
    marked,
    text,
)
from designdoc_tests.messages_api.server import messages_api


def test_a_plain_call_is_answered_billed_and_recorded() -> None:
    with messages_api() as server:
        [message] = ask(server.url, body("Task: revise file_summary of src/a b.py", system="Be brief."))
        [call] = server.calls
        assert message.stop_reason == "end_turn" and text(message).endswith(".")
        expected = (message.usage.input_tokens * Decimal(2) + message.usage.output_tokens * Decimal(10)) / 1_000_000
        assert server.bill == call.cost == expected > 0
        assert (call.asked, call.role) == (Asked("revise", "file_summary", "src/a b.py"), "writer")
        assert (call.number, call.status, call.model, call.billed, call.tools) == (1, 200, SONNET, True, [])
        assert call.request["system"] == "Be brief." and call.ended is not None and call.ended >= call.arrived
        assert (server.in_flight, server.most_in_flight) == (0, 1)


def test_an_answer_is_valid_for_the_schema_and_describes_the_members_in_order() -> None:
    with messages_api() as server:
        [first, again, other] = ask(
            server.url, *[body(TASK, schema=ClassDoc)] * 2, body(f"{TASK}\nshorter", schema=ClassDoc)
        )
    doc = ClassDoc.model_validate_json(text(first))
    assert [member.name for member in doc.members] == ["send", "refund"] and doc.notes == []
    assert text(first) == text(again) != text(other)
    assert not set("`_0123456789") & set(doc.purpose + doc.members[0].text)


def test_messages_parse_of_the_sdk_reads_it() -> None:
    async def run(url: str) -> Any:
        async with client(url) as opened:
            return await opened.messages.parse(**body(TASK), output_format=ClassDoc)

    with messages_api(filling(notes=2)) as server:
        parsed = asyncio.run(run(server.url)).parsed_output
    assert isinstance(parsed, ClassDoc) and len(parsed.notes) == 2


def test_a_review_finds_nothing_unless_the_script_lets_it() -> None:
    draft = '<draft-0a>\n{"purpose": "It sends."}\n</draft-0a>'
    review, again = body(f"{REVIEW}\n{draft}"), body(f"{REVIEW}\n{draft}\nsecond draft")
    with messages_api(constant("x")) as server:
        assert text(ask(server.url, review)[0]) == "x"
    with messages_api() as server:
        [message] = ask(server.url, body(REVIEW, schema=Review))
        assert json.loads(text(message)) == {"issues": []}
    with messages_api(failing_review(1, otherwise=constant({"issues": []}))) as server:
        answers = [json.loads(text(message)) for message in ask(server.url, review, review, again)]
    assert [len(answer["issues"]) for answer in answers] == [1, 1, 0]
    assert answers[0]["issues"][0]["quote"] == "It sends."


def test_a_draft_speaks_of_what_it_is_shown() -> None:
    data = '"""Sends money to a bank. Never twice."""\n    return cents > 0\n'
    asked = body(schema=ClassDoc, messages=[{"role": "user", "content": [_block(data), _block(TASK)]}])
    with messages_api() as server:
        answer = json.loads(text(ask(server.url, asked)[0]))
    said = (answer["purpose"], *(member["text"] for member in answer["members"]))
    assert all(each.endswith(("Sends money to a bank.", "It has `return cents > 0`.")) for each in said)


def _block(content: str) -> dict[str, str]:
    return {"type": "text", "text": content}


def test_a_script_can_invent_a_name_for_one_artifact_alone() -> None:
    script = on(invents("teleport", times=1), kind="class_doc", subject="src/a.py::A")
    elsewhere = body("Task: write class_doc of src/b.py::B", schema=ClassDoc)
    bodies = [body(TASK, schema=ClassDoc), elsewhere, body(f"{TASK}\nsecond", schema=ClassDoc)]
    with messages_api(script) as server:
        purposes = [ClassDoc.model_validate_json(text(message)).purpose for message in ask(server.url, *bodies)]
    assert ["`teleport`" in purpose for purpose in purposes] == [True, False, False]


NO_OBJECTS = {"type": "object", "properties": {"a": {"type": "object"}}, "additionalProperties": False}
BOUNDED = {"type": "object", "properties": {"a": {"type": "integer", "minimum": 1}}, "additionalProperties": False}


@pytest.mark.parametrize(
    ("request_body", "status", "message"),
    [
        (body(model="claude-none"), 404, "model: claude-none"),
        (body(system=marked("a", "b", "c", "d", "e")), 400, "A maximum of 4 blocks with cache_control .* Found 5"),
        (body(schema=NO_OBJECTS), 400, "'additionalProperties' must be explicitly set to false"),
        (body(schema=BOUNDED), 400, "For 'integer' type, property 'minimum' is not supported"),
        (body("x" * 1_000_000), 400, r"prompt is too long: \d+ tokens > 200000 maximum"),
        (body(max_tokens=64_001, timeout=60), 400, "max_tokens: 64001 > 64000"),
        (body(messages=[]), 400, "at least one message is required"),
        (body(extra_body={"temperature": 1}), 400, "temperature: Extra inputs are not permitted"),
    ],
    ids=lambda value: value if isinstance(value, str) else None,
)
def test_what_the_real_api_refuses_is_refused_and_free(request_body: Any, status: int, message: str) -> None:
    with messages_api() as server:
        with pytest.raises(anthropic.APIStatusError, match=message) as raised:
            ask(server.url, request_body)
        assert raised.value.status_code == server.calls[0].status == status
        assert server.bill == 0 and not server.calls[0].billed


def test_only_the_accepted_key_opens() -> None:
    with messages_api() as server:
        with pytest.raises(anthropic.AuthenticationError, match="invalid x-api-key") as raised:
            ask(server.url, body(), api_key="another")
        ask(server.url, body(), api_key=None, auth_token=ACCEPTED_KEY)
    error = {"type": "authentication_error", "message": "invalid x-api-key"}
    assert raised.value.body == {"type": "error", "error": error, "request_id": raised.value.request_id}
    assert [call.status for call in server.calls] == [401, 200]


def test_tools_are_recorded() -> None:
    tool = {"name": "look", "input_schema": {"type": "object"}}
    with messages_api() as server:
        ask(server.url, body(tools=[tool]))
    assert server.calls[0].tools == [tool]


def test_an_error_in_the_test_s_own_script_is_not_lost() -> None:
    def broken(body: Any) -> str:
        raise KeyError("typo")

    whole = pytest.raises(RuntimeError, match="gave the server")
    with whole, messages_api(broken) as server, pytest.raises(anthropic.APIConnectionError):
        ask(server.url, body())
