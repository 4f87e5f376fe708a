"""The provider behind the server: it judges a request, generates, bills, and says what is to be sent back."""

import json
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from designdoc_tests.messages_api.answers import Answer
from designdoc_tests.messages_api.bill import PRICES, Prices, Usage
from designdoc_tests.messages_api.bodies import Body, asked_of, digest_of
from designdoc_tests.messages_api.cache import Prefix, PromptCache, prefixes_of
from designdoc_tests.messages_api.calls import Call
from designdoc_tests.messages_api.faults import Fault, FaultKind, FaultSpec, Incoming, fraction, plan_of
from designdoc_tests.messages_api.plausible import plausible
from designdoc_tests.messages_api.tokens import Tokenizer
from designdoc_tests.messages_api.validation import ApiError, authenticate, invalid, parse, validate

ACCEPTED_KEY = "sk-ant-api03-test-key"

_ERRORS: Mapping[FaultKind, ApiError] = {
    FaultKind.RATE_LIMITED: ApiError(429, "rate_limit_error", "This request would exceed your account's rate limit."),
    FaultKind.OVERLOADED: ApiError(529, "overloaded_error", "Overloaded"),
    FaultKind.SERVER_ERROR: ApiError(500, "api_error", "Internal server error"),
    FaultKind.FORBIDDEN: ApiError(403, "permission_error", "Your API key does not have permission to use this model."),
    FaultKind.NO_CREDIT: invalid(
        "Your credit balance is too low to access the Anthropic API. "
        "Please go to Plans & Billing to upgrade or purchase credits."
    ),
}
_GATEWAY_PAGE = b"<html>\n<head><title>502 Bad Gateway</title></head>\n<body><h1>502 Bad Gateway</h1></body>\n</html>\n"
_FENCES = ("```json\n{}\n```", "Here is what you asked for:\n\n{}", "{}\n\nTell me if something is missing.")


@dataclass(frozen=True, slots=True)
class Options:
    """What a server is like.

    Attributes:
        faults: Shares of calls, a script, or a function; see `faults.FaultSpec`.
        latency: Seconds that generating takes, or a range that is drawn from by request and seed.
        prices: What models there are, and what they cost.
        context_tokens: The longest prompt.
        max_output: The most that `max_tokens` can be.
        retry_after: The header of a 429, as it is sent.
        thinking_tokens: Up to so many more tokens of output, billed and never shown, within `max_tokens`.
        clock: Of the prompt cache.
    """

    answer: Answer = plausible
    faults: FaultSpec = None
    seed: int = 0
    latency: float | tuple[float, float] = 0.0
    prices: Prices = field(default_factory=lambda: PRICES)
    key: str = ACCEPTED_KEY
    tokenizer: Tokenizer = field(default_factory=Tokenizer)
    context_tokens: int = 200_000
    max_output: int = 64_000
    retry_after: float | str = 0.05
    thinking_tokens: int = 0
    clock: Callable[[], float] = time.monotonic


@dataclass(frozen=True, slots=True)
class Reply:
    """What is to be sent, when, and how it goes wrong."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    latency: float = 0.0
    fault: FaultKind | None = None
    prefixes: Sequence[Prefix] = ()
    """What the prompt cache keeps once the answer begins."""


class Provider:
    """Handles one request at a time; others may read its counters from any thread."""

    def __init__(self, options: Options) -> None:
        self._options = options
        self._plan = plan_of(options.faults, options.seed)
        self._cache = PromptCache(options.clock)
        self._seen: Counter[str] = Counter()
        self.changed = threading.Condition()
        self.calls: list[Call] = []
        self.bill = Decimal(0)
        self.in_flight = 0
        self.most_in_flight = 0

    def receive(self, headers: Mapping[str, str], raw: bytes) -> tuple[Call, Reply]:
        """Take a request: an answer is generated, and billed, at once; that the client waits for it comes later."""
        call = Call(number=len(self.calls) + 1, arrived=time.time(), request={})
        try:
            reply = self._reply(call, headers, raw)
        except ApiError as error:
            reply = self._refuse(call, error)
        with self.changed:
            self.calls.append(call)
            self.bill += call.cost
            self.in_flight += 1
            self.most_in_flight = max(self.most_in_flight, self.in_flight)
            self.changed.notify_all()
        return call, reply

    def begin_answer(self, reply: Reply) -> None:
        """Let later requests read this one's prefixes from the cache."""
        self._cache.keep(reply.prefixes)

    def end(self, call: Call, status: int | None) -> None:
        """Close a call: what it was answered with is known."""
        with self.changed:
            call.status = status
            call.ended = time.time()
            self.in_flight -= 1
            self.changed.notify_all()

    def _reply(self, call: Call, headers: Mapping[str, str], raw: bytes) -> Reply:
        options = self._options
        authenticate(headers, options.key)
        body = call.request = parse(raw)
        call.model = body.get("model")
        validate(headers, body, options.prices, options.max_output)
        call.asked, call.digest = asked_of(body), digest_of(body)
        prefixes = prefixes_of(body, options.tokenizer)
        if (length := prefixes[-1].tokens) > options.context_tokens:
            raise invalid(f"prompt is too long: {length} tokens > {options.context_tokens} maximum")
        call.seen = self._seen[call.digest]
        self._seen[call.digest] += 1
        spec = self._plan(Incoming(body, call.digest, call.seen, call.asked))
        fault = None if spec is None else Fault.of(spec)
        call.fault = fault.kind if fault else None
        message = None if fault and not fault.billed else self._generate(call, body, prefixes, fault)
        return self._send(call, message, prefixes, fault)

    def _generate(self, call: Call, body: Body, prefixes: Sequence[Prefix], fault: Fault | None) -> Mapping[str, Any]:
        """Return the message, and bill it."""
        tokenizer, max_tokens = self._options.tokenizer, body["max_tokens"]
        answer = self._options.answer(body)
        text = answer if isinstance(answer, str) else json.dumps(answer, ensure_ascii=False)
        stop = "end_turn"
        match fault.kind if fault else None:
            case FaultKind.TRUNCATED:
                text, stop = text[: len(text) // 2], "max_tokens"
            case FaultKind.REFUSAL:
                text, stop = text[: len(text) // 4], "refusal"
            case FaultKind.MALFORMED:
                text = _FENCES[int(call.digest[:4], 16) % len(_FENCES)].replace("{}", text)
        output = tokenizer.count(text)
        if output > max_tokens:
            text, stop = tokenizer.cut(text, max_tokens), "max_tokens"
        if stop == "max_tokens":
            output = max_tokens
        output = min(max_tokens, output + self._thought(call))
        split = self._cache.split(prefixes)
        usage = Usage(split.rest, output, split.read, split.written["5m"], split.written["1h"])
        call.billed, call.usage, call.stop_reason = True, usage.wire(), stop
        call.cost = self._options.prices[body["model"]].cost(usage)
        return {
            "id": f"msg_{call.number:06}{call.digest[:18]}",
            "type": "message",
            "role": "assistant",
            "model": body["model"],
            "content": [{"type": "text", "text": text}],
            "stop_reason": stop,
            "stop_sequence": None,
            "stop_details": {"type": "refusal", "category": None} if stop == "refusal" else None,
            "usage": call.usage,
        }

    def _send(
        self, call: Call, message: Mapping[str, Any] | None, prefixes: Sequence[Prefix], fault: Fault | None
    ) -> Reply:
        if fault and (error := _ERRORS.get(fault.kind)):
            return self._refuse(call, error)
        kind = fault.kind if fault else None
        latency = self._latency(call) if message else 0.0
        kept = prefixes if message else ()
        if kind == FaultKind.BAD_GATEWAY:
            call.error = "Bad Gateway"
            return Reply(502, {"content-type": "text/html"}, _GATEWAY_PAGE, latency, kind, kept)
        return Reply(200, _headers(call), json.dumps(message).encode(), latency, kind, kept)

    def _refuse(self, call: Call, error: ApiError) -> Reply:
        call.error = f"{error.kind}: {error}"
        headers = _headers(call)
        if error.status == 429:
            headers["retry-after"] = str(self._options.retry_after)
        return Reply(error.status, headers, error.body(headers["request-id"]))

    def _thought(self, call: Call) -> int:
        return round(self._options.thinking_tokens * fraction(self._options.seed, "thinking", call.digest))

    def _latency(self, call: Call) -> float:
        latency = self._options.latency
        if isinstance(latency, tuple):
            low, high = latency
            return low + (high - low) * fraction(self._options.seed, "latency", call.digest, call.seen)
        return latency


def _headers(call: Call) -> dict[str, str]:
    return {"content-type": "application/json", "request-id": f"req_{call.number:024}"}
