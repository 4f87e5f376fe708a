"""Tokens, prompt cache and bill."""

import asyncio
import json
from decimal import Decimal
from pathlib import Path

import pytest
from anthropic.types import Message

from designdoc_tests.messages_api.answers import constant
from designdoc_tests.messages_api.bill import PRICES, Usage
from designdoc_tests.messages_api.bodies import Asked
from designdoc_tests.messages_api.calls import bill_of, read_log
from designdoc_tests.messages_api.process import messages_api_process
from designdoc_tests.messages_api.sdk import HAIKU, LONG, SONNET, TASK, ClassDoc, ask, body, client, marked, text
from designdoc_tests.messages_api.server import MessagesApi, messages_api
from designdoc_tests.messages_api.tokens import DEAREST, Tokenizer


def test_a_marked_prefix_is_written_once_and_read_until_it_is_five_minutes_old() -> None:
    now = [0.0]
    with messages_api(clock=lambda: now[0]) as server:
        first, second = ask(server.url, *(body(part, system=marked(LONG)) for part in ("one", "two")))
        now[0] = 299
        [third] = ask(server.url, body("three", system=marked(LONG)))
        now[0] = 299 + 301
        [late] = ask(server.url, body("four", system=marked(LONG)))
    written = first.usage.cache_creation_input_tokens or 0
    assert written >= 1024 and first.usage.cache_creation.ephemeral_5m_input_tokens == written  # type: ignore[union-attr]
    assert [m.usage.cache_creation_input_tokens for m in (first, second, third, late)] == [written, 0, 0, written]
    assert [m.usage.cache_read_input_tokens for m in (first, second, third, late)] == [0, written, written, 0]
    assert first.usage.input_tokens == second.usage.input_tokens < 10
    assert server.calls[1].cost < server.calls[0].cost / 5


def test_the_cache_knows_only_what_is_exactly_the_same_before_the_mark() -> None:
    bodies = [
        body(system=marked(LONG)),
        body(system=marked(LONG), model=HAIKU),
        body(system=marked(LONG), schema=ClassDoc),
        body(system=marked(f"{LONG}."), model=SONNET),
        body(system=marked("too short")),
        body(system=LONG),
        body(system=[*marked(LONG), *marked(LONG)]),
    ]
    with messages_api() as server:
        usages = [message.usage for message in ask(server.url, *bodies)]
    assert [bool(usage.cache_read_input_tokens) for usage in usages] == [False] * 6 + [True]
    assert [bool(usage.cache_creation_input_tokens) for usage in usages] == [True] * 4 + [False] * 2 + [True]


def test_a_prompt_of_haiku_over_100000_tokens_costs_five_times_as_much() -> None:
    below, above = (PRICES[HAIKU].cost(Usage(tokens, 0)) for tokens in (100_000, 100_001))
    assert (below, above) == (Decimal("0.01"), Decimal("0.0500005"))


@pytest.mark.parametrize("sample", ["plain words", "日本語の文章", "naïve café", "🙂🙃", "a\x00b", ""])
def test_a_text_has_at_most_a_token_for_each_byte(sample: str) -> None:
    size = len(sample.encode())
    assert Tokenizer().count(sample) <= size == DEAREST.count(sample)


def test_the_dearest_provider_bills_every_byte_and_all_of_max_tokens() -> None:
    with messages_api(tokenizer=DEAREST, thinking_tokens=10**9) as server:
        [message] = ask(server.url, body("日本語", system="Be brief."))
    assert message.usage.input_tokens == 9 + 9 + 600
    assert (message.usage.output_tokens, message.stop_reason) == (2000, "end_turn")


def test_a_server_in_a_process_of_its_own_answers_and_bills_alike(tmp_path: Path) -> None:
    bodies = [body(f"{TASK}\nnumber {i}", schema=ClassDoc, system=marked(LONG)) for i in range(8)]
    shares = {"truncated": 0.3, "refusal": 0.2}
    with messages_api(faults=shares, seed=3, log=tmp_path / "here.jsonl") as server:
        here = [message.model_dump(exclude={"id"}) for message in ask(server.url, *bodies)]
    with messages_api_process(tmp_path, "--faults", json.dumps(shares), "--seed", "3") as process:
        there = [message.model_dump(exclude={"id"}) for message in ask(process.url, *bodies)]
        live = process.bill()
        process.wait_until_idle()
        logged = process.calls()
    assert here == there
    assert server.bill == live == bill_of(logged) == bill_of(read_log(tmp_path / "here.jsonl"))
    assert [call.asked for call in logged] == [Asked("write", "class_doc", "src/a.py::A")] * 8
    assert {call.fault for call in logged} > {None}


def test_an_answer_never_has_more_than_max_tokens() -> None:
    with messages_api(constant("word " * 1000)) as server:
        [message] = ask(server.url, body(max_tokens=10))
    assert (message.stop_reason, message.usage.output_tokens) == ("max_tokens", 10)
    assert 30 <= len(text(message)) <= 40


def test_a_prefix_can_be_read_only_once_an_answer_to_it_began() -> None:
    async def run(server: MessagesApi) -> list[Message]:
        request = body(system=marked(LONG))
        async with client(server.url) as opened:
            slow = asyncio.create_task(opened.messages.create(**request))
            await asyncio.to_thread(server.wait_for, 1)
            meanwhile = await opened.messages.create(**request)
            slow.cancel()
            await asyncio.gather(slow, return_exceptions=True)
            return [meanwhile, await opened.messages.create(**request)]

    with messages_api(faults=["hang"]) as server:
        meanwhile, later = asyncio.run(run(server))
    assert [bool(message.usage.cache_read_input_tokens) for message in (meanwhile, later)] == [False, True]


def test_a_prefix_is_found_ahead_of_a_later_mark() -> None:
    long, more = {"type": "text", "text": LONG}, {"type": "text", "text": "Another one."}
    contents = [marked(LONG), [long, more, *marked("x")]]
    with messages_api() as server:
        bodies = [body(messages=[{"role": "user", "content": content}]) for content in contents]
        written, read = (message.usage for message in ask(server.url, *bodies))
    assert read.cache_read_input_tokens == written.cache_creation_input_tokens
    assert 0 < (read.cache_creation_input_tokens or 0) < 10
