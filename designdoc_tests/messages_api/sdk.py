"""How the tests of the server ask it through the real SDK: without retries, with requests like those of the package."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any, Literal

from anthropic import AsyncAnthropic, transform_schema
from anthropic.types import Message
from pydantic import BaseModel, ConfigDict

from designdoc_tests.messages_api.provider import ACCEPTED_KEY

SONNET = "claude-sonnet-5-5"
HAIKU = "claude-haiku-5-5"
TASK = "Task: write class_doc of src/a.py::A\nMembers: send, refund"
REVIEW = "Task: review class_doc of src/a.py::A"
LONG = "Where money goes, and why. " * 200


class Member(BaseModel):
    model_config = ConfigDict(extra="forbid")
    name: str
    text: str


class ClassDoc(BaseModel):
    model_config = ConfigDict(extra="forbid")
    purpose: str
    sort: Literal["plain", "abstract"]
    remark: str | None
    members: list[Member]
    notes: list[str]


@asynccontextmanager
async def client(url: str, **options: Any) -> AsyncIterator[AsyncAnthropic]:
    """Open a client that tries once."""
    async with AsyncAnthropic(base_url=url, max_retries=0, **{"api_key": ACCEPTED_KEY} | options) as opened:
        yield opened


def body(
    text: str = "Hello", *, schema: type[BaseModel] | dict[str, Any] | None = None, **fields: Any
) -> dict[str, Any]:
    """Return the arguments of `messages.create`."""
    made = {"model": SONNET, "max_tokens": 2000, "messages": [{"role": "user", "content": text}], **fields}
    if schema is not None:
        wire = schema if isinstance(schema, dict) else transform_schema(schema)
        made["output_config"] = {"format": {"type": "json_schema", "schema": wire}}
    return made


def ask(url: str, *bodies: dict[str, Any], **options: Any) -> list[Message]:
    """Ask one after the other; the first error ends it."""

    async def run() -> list[Message]:
        async with client(url, **options) as opened:
            return [await opened.messages.create(**one) for one in bodies]

    return asyncio.run(run())


def ask_together(url: str, bodies: list[dict[str, Any]], at_once: int = 16) -> list[Message | BaseException]:
    """Ask with so many calls in flight; an error stands in the place of its answer."""

    async def run() -> list[Message | BaseException]:
        gate = asyncio.Semaphore(at_once)
        async with client(url) as opened:

            async def one(request: dict[str, Any]) -> Message:
                async with gate:
                    message: Message = await opened.messages.create(**request)
                return message

            return await asyncio.gather(*map(one, bodies), return_exceptions=True)

    return asyncio.run(run())


def text(message: Message) -> str:
    """Return what was said."""
    [block] = message.content
    assert block.type == "text"
    return block.text


def marked(*texts: str) -> list[dict[str, Any]]:
    """Return blocks after each of which the prompt may be cached."""
    return [{"type": "text", "text": one, "cache_control": {"type": "ephemeral"}} for one in texts]
