"""What the real API refuses, in its words."""

import json
from collections.abc import Collection, Mapping
from typing import Any

from designdoc_tests.messages_api.bodies import Body, blocks_of, canonical
from designdoc_tests.messages_api.schemas import schema_problem

MAX_MARKS = 4

_REQUIRED = ("model", "max_tokens", "messages")
_KNOWN = {
    *_REQUIRED,
    "cache_control",
    "container",
    "inference_geo",
    "metadata",
    "output_config",
    "service_tier",
    "speed",
    "stop_sequences",
    "stream",
    "system",
    "thinking",
    "tool_choice",
    "tools",
}
_EFFORTS = ("low", "medium", "high", "xhigh", "max")


class ApiError(Exception):
    """An answer that is an error."""

    def __init__(self, status: int, kind: str, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.kind = kind

    def body(self, request_id: str) -> bytes:
        """Return it as the provider sends it."""
        error = {"type": self.kind, "message": str(self)}
        return json.dumps({"type": "error", "error": error, "request_id": request_id}).encode()


def invalid(message: str) -> ApiError:
    """Return a 400."""
    return ApiError(400, "invalid_request_error", message)


def authenticate(headers: Mapping[str, str], key: str) -> None:
    """Refuse a request without the key.

    Raises:
        ApiError: With status 401.
    """
    scheme, _, token = headers.get("authorization", "").partition(" ")
    bearer = token if scheme.lower() == "bearer" else None
    given = headers.get("x-api-key") or bearer
    if not given:
        raise ApiError(401, "authentication_error", "x-api-key header is required")
    if given != key:
        raise ApiError(401, "authentication_error", "invalid x-api-key")


def parse(raw: bytes) -> dict[str, Any]:
    """Read a body.

    Raises:
        ApiError: It is not a JSON object, or holds half a surrogate pair.
    """
    try:
        body = json.loads(raw)
        if b"\\u" in raw:
            canonical(body)
    except ValueError as error:
        raise invalid(f"The request body is not valid JSON: {error}") from error
    if not isinstance(body, dict):
        raise invalid("Input should be a valid dictionary or object to extract fields from")
    return body


def validate(headers: Mapping[str, str], body: Body, models: Collection[str], max_output: int) -> None:
    """Refuse what the real API refuses.

    Raises:
        ApiError: With what is wrong first.
    """
    if "anthropic-version" not in headers:
        raise invalid("anthropic-version: header is required")
    for name in _REQUIRED:
        if name not in body:
            raise invalid(f"{name}: Field required")
    for name in body:
        if name not in _KNOWN:
            raise invalid(f"{name}: Extra inputs are not permitted")
    if body["model"] not in models:
        raise ApiError(404, "not_found_error", f"model: {body['model']}")
    for name in ("stream", "cache_control"):
        if body.get(name):
            raise invalid(f"{name}: this server of the tests does not play that part of the API")
    _check_max_tokens(body, max_output)
    _check_messages(body["messages"])
    if "system" in body:
        _check_content(body["system"], "system")
    _check_marks(body)
    _check_output(body.get("output_config") or {})


def _check_max_tokens(body: Body, max_output: int) -> None:
    wanted = body["max_tokens"]
    if type(wanted) is not int:
        raise invalid("max_tokens: Input should be a valid integer")
    if wanted < 1:
        raise invalid("max_tokens: Input should be greater than or equal to 1")
    if wanted > max_output:
        raise invalid(
            f"max_tokens: {wanted} > {max_output}, which is the maximum allowed number of output tokens "
            f"for {body['model']}"
        )


def _check_messages(messages: Any) -> None:
    if not isinstance(messages, list):
        raise invalid("messages: Input should be a valid list")
    if not messages:
        raise invalid("messages: at least one message is required")
    for i, message in enumerate(messages):
        if not isinstance(message, dict) or "role" not in message or "content" not in message:
            raise invalid(f"messages.{i}: Field required")
        if message["role"] not in ("user", "assistant"):
            raise invalid(f"messages.{i}.role: Input should be 'user' or 'assistant'")
        if not message["content"]:
            raise invalid(f"messages.{i}: all messages must have non-empty content")
        _check_content(message["content"], f"messages.{i}.content")
    if messages[0]["role"] != "user":
        raise invalid('messages: first message must use the "user" role')
    if messages[-1]["role"] != "user":
        raise invalid(
            "This model does not support assistant message prefill. The conversation must end with a user message."
        )


def _check_content(content: Any, where: str) -> None:
    if isinstance(content, str):
        return
    if not isinstance(content, list):
        raise invalid(f"{where}: Input should be a valid list")
    for i, block in enumerate(content):
        if not isinstance(block, dict) or block.get("type") != "text" or not isinstance(block.get("text"), str):
            raise invalid(f"{where}.{i}: this server of the tests only reads text blocks")
        if not block["text"]:
            raise invalid(f"{where}.{i}.text: text content blocks must be non-empty")
        mark = block.get("cache_control")
        if mark is not None and not isinstance(mark, dict):
            raise invalid(f"{where}.{i}.cache_control: Input should be a valid dictionary")
        if mark is not None and (mark.get("type") != "ephemeral" or mark.get("ttl", "5m") not in ("5m", "1h")):
            raise invalid(f"{where}.{i}.cache_control: Input should be type 'ephemeral' with ttl '5m' or '1h'")
        for name in block.keys() - {"type", "text", "cache_control", "citations"}:
            raise invalid(f"{where}.{i}.{name}: Extra inputs are not permitted")


def _check_marks(body: Body) -> None:
    marks = sum(1 for _, block in blocks_of(body) if block.get("cache_control"))
    marks += sum(1 for tool in body.get("tools") or () if tool.get("cache_control"))
    if marks > MAX_MARKS:
        raise invalid(f"A maximum of {MAX_MARKS} blocks with cache_control may be provided. Found {marks}.")


def _check_output(config: Mapping[str, Any]) -> None:
    for name in config.keys() - {"effort", "format"}:
        raise invalid(f"output_config.{name}: Extra inputs are not permitted")
    if config.get("effort", "high") not in (*_EFFORTS, None):
        raise invalid(f"output_config.effort: Input should be {', '.join(map(repr, _EFFORTS))}")
    output = config.get("format")
    if output is None:
        return
    if output.get("type") != "json_schema":
        raise invalid("output_config.format.type: Input should be 'json_schema'")
    if not isinstance(output.get("schema"), dict):
        raise invalid("output_config.format.schema: Field required")
    if problem := schema_problem(output["schema"]):
        raise invalid(f"output_config.format.schema: {problem}")
