"""What a call that failed means: whether it may have been billed, whether to ask again, whether to stop altogether."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from designdoc_assets.languages.secrets import masked

if TYPE_CHECKING:
    from anthropic import APIStatusError

MOST_RETRY_AFTER_S = 60.0
"""A server may ask for an hour; a run that sleeps so long looks dead."""
_MESSAGE_CHARACTERS = 300
_STOPPING = {401, 402, 403, 404}
_BUSY = {429, 503, 529}


class Remedy(Enum):
    """What to do about a failed call."""

    RETRY = "retry"
    """It may go better next time."""
    STOP = "stop"
    """No call of this run can go better."""
    GIVE_UP = "give up"
    """This very request will never be answered."""


@dataclass(frozen=True, slots=True)
class CallFailure:
    """A failed call.

    Attributes:
        meaning: What to do.
        sentence: What happened.
        is_billed: Whether the provider may have billed it: its outcome is not known.
        is_busy: Whether the provider has too much to do.
        retry_after_s: How long it asked to wait.
    """

    meaning: Remedy
    sentence: str
    is_billed: bool = False
    is_busy: bool = False
    retry_after_s: float | None = None


class ProviderStoppedError(Exception):
    """The provider takes no call of this run; the message says why, and what to do."""


class CallFailedError(Exception):
    """One artifact's request was not answered; the message says why."""


def explain(error: Exception, model: str, timeout_s: float) -> CallFailure:
    """Return what a failed call means."""
    import anthropic  # noqa: PLC0415 - the SDK is loaded if a call was made, and takes a second
    import httpx2  # noqa: PLC0415

    if isinstance(error, anthropic.APIStatusError):
        return _status(error, model)
    if isinstance(error, TimeoutError | anthropic.APITimeoutError):
        return CallFailure(Remedy.RETRY, f"no answer within {timeout_s:g} s", is_billed=not _was_not_sent(error))
    if isinstance(error, anthropic.APIConnectionError | httpx2.TransportError):
        cause = error.__cause__ or error
        detail = type(cause).__name__
        return CallFailure(
            Remedy.RETRY, f"the connection to the provider failed ({detail})", is_billed=not _was_not_sent(error)
        )
    # An answer that is no message: its outcome is not known.
    return CallFailure(Remedy.RETRY, f"the provider's answer cannot be read ({type(error).__name__})", is_billed=True)


def _status(error: "APIStatusError", model: str) -> CallFailure:
    status, body = error.status_code, _error_of(error.body)
    said = masked(str(body.get("message") or ""))[:_MESSAGE_CHARACTERS].strip()
    detail = f"{status}{': ' if said else ''}{said.rstrip('.')}"
    if status in _STOPPING or (status == 400 and "credit balance" in said.lower()):
        return CallFailure(Remedy.STOP, _stop_sentence(status, detail, model))
    if status in _BUSY or status in {408, 409} or status >= 500:
        return CallFailure(
            Remedy.RETRY,
            f"the provider answered {detail}",
            # The provider bills no call that it reports as failed. Behind a proxy's report there may be an answer.
            is_billed=status >= 500 and not body,
            is_busy=status in _BUSY,
            retry_after_s=_retry_after(error.response.headers),
        )
    return CallFailure(Remedy.GIVE_UP, f"the provider does not take the request ({detail})")


def _stop_sentence(status: int, detail: str, model: str) -> str:
    if status == 401:
        what = "The provider does not accept the key. Set ANTHROPIC_API_KEY to a valid one"
    elif status == 403:
        what = f"The key may not be used for this, or not with the model {model}. Use another key or model"
    elif status == 404:
        what = (
            f"The provider does not know the model {model}. "
            "Set DESIGNDOC_MODEL and DESIGNDOC_CHECKER_MODEL, or ANTHROPIC_BASE_URL if that is wrong"
        )
    else:
        what = "The account at the provider has no credit left. Add credit"
    return f"{what}, and materialize again ({detail}). What was finished is kept."


def _error_of(body: object) -> Mapping[str, object]:
    """Return the provider's own description of an error; empty where somebody else wrote it."""
    inner = body.get("error") if isinstance(body, Mapping) else None
    return inner if isinstance(inner, Mapping) and "type" in inner else {}


def _retry_after(headers: Mapping[str, str]) -> float | None:
    try:
        seconds = float(headers.get("retry-after", ""))
    except ValueError:
        return None
    return min(max(seconds, 0.0), MOST_RETRY_AFTER_S)


def _was_not_sent(error: BaseException) -> bool:
    import httpx2  # noqa: PLC0415

    not_sent = (httpx2.ConnectError, httpx2.ConnectTimeout, httpx2.PoolTimeout, httpx2.UnsupportedProtocol)
    return isinstance(error, not_sent) or isinstance(error.__cause__, not_sent)
