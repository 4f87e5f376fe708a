"""The server: in a thread of the test's process, as a context manager."""

import asyncio
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path
from typing import Any, TextIO

from designdoc_tests.messages_api.answers import Answer
from designdoc_tests.messages_api.calls import Call, select
from designdoc_tests.messages_api.connection import Connection, Request
from designdoc_tests.messages_api.faults import FaultKind
from designdoc_tests.messages_api.plausible import plausible
from designdoc_tests.messages_api.provider import Options, Provider, Reply
from designdoc_tests.messages_api.validation import ApiError
from designdoc_tests.waiting import LIMIT_S

STATUS_PATH = "/status"
"""Of the test's own: the bill and the counters as JSON, for those in another process."""


class MessagesApi:
    """A server, and what it was asked."""

    def __init__(self, options: Options, log: Path | None = None) -> None:
        self._provider = Provider(options)
        self._log: TextIO | None = log.open("a") if log else None
        self._connections: set[Connection] = set()
        self.port = 0
        self.failure: Exception | None = None
        """What the test's own script raised."""

    @property
    def url(self) -> str:
        """Return the base URL for the SDK."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def calls(self) -> list[Call]:
        """Return all requests in order of arrival; one that is not answered yet has no `ended`."""
        return self._provider.calls.copy()

    @property
    def bill(self) -> Decimal:
        """Return what all calls cost, those in flight too."""
        return self._provider.bill

    @property
    def in_flight(self) -> int:
        """Return how many requests wait for their answer."""
        return self._provider.in_flight

    @property
    def most_in_flight(self) -> int:
        """Return how many requests at most waited at the same time."""
        return self._provider.most_in_flight

    def select(self, **wanted: object) -> list[Call]:
        """Return the calls with these values: `select(verb="review", kind="class_doc", billed=True)`."""
        return select(self.calls, **wanted)

    def count(self, **wanted: object) -> int:
        """Return how many calls have these values."""
        return len(self.select(**wanted))

    def wait_for(self, n_calls: int, *, timeout: float = LIMIT_S, **wanted: object) -> None:
        """Wait until so many calls (with these values) have arrived. It blocks: use a thread beside an event loop.

        Raises:
            TimeoutError: They did not.
        """
        self._wait(lambda: self.count(**wanted) >= n_calls, f"{n_calls} calls {wanted or ''}", timeout)

    def wait_until_idle(self, *, timeout: float = LIMIT_S) -> None:
        """Wait until no request is in flight.

        Raises:
            TimeoutError: One still is.
        """
        self._wait(lambda: self.in_flight == 0, "no call in flight", timeout)

    async def run(self, stop: asyncio.Event, port: int, ready: Callable[[], None]) -> None:
        """Serve until told to stop; calls still in flight are then closed and logged."""
        loop = asyncio.get_running_loop()
        listener = await loop.create_server(self._connect, "127.0.0.1", port, backlog=256)
        self.port = listener.sockets[0].getsockname()[1]
        ready()
        await stop.wait()
        listener.close()
        for connection in [*self._connections]:
            connection.reset()
        while self.in_flight:
            await asyncio.sleep(0.001)
        if self._log:
            self._log.close()

    def _wait(self, happened: Callable[[], bool], what: str, timeout: float) -> None:
        changed = self._provider.changed
        with changed:
            if not changed.wait_for(happened, timeout):
                raise TimeoutError(f"Waited {timeout} s for {what}: {len(self.calls)} arrived, {self.in_flight} wait.")

    def _connect(self) -> Connection:
        connection = Connection(self._handle)
        self._connections = {known for known in self._connections if not known.gone.is_set()} | {connection}
        return connection

    async def _handle(self, request: Request, connection: Connection) -> None:
        if (request.method, request.path) == ("GET", STATUS_PATH):
            connection.answer(200, {"content-type": "application/json"}, json.dumps(self._status()).encode())
        elif (request.method, request.path) == ("POST", "/v1/messages"):
            try:
                call, reply = self._provider.receive(request.headers, request.body)
            except Exception as failure:
                self.failure = failure
                connection.reset()
                raise
            await self._play(call, reply, connection)
        else:
            error = ApiError(404, "not_found_error", f"Not found: {request.method} {request.path}")
            connection.answer(404, {"content-type": "application/json"}, error.body("req_none"))

    async def _play(self, call: Call, reply: Reply, connection: Connection) -> None:
        """Send the reply as its fault has it. The call is closed before the client can see the end of it."""
        if reply.fault == FaultKind.HANG:
            await connection.gone.wait()
        elif reply.latency:
            await _gone_within(connection, reply.latency)
        self._provider.begin_answer(reply)
        call.gone = connection.gone.is_set()
        unseen = call.gone or reply.fault == FaultKind.RESET_BEFORE
        self._end(call, None if unseen else reply.status)
        if call.gone:
            return
        match reply.fault:
            case FaultKind.RESET_BEFORE:
                connection.reset()
            case FaultKind.RESET_AFTER:
                connection.reset((reply.status, reply.headers), reply.body)
            case _:
                connection.answer(reply.status, reply.headers, reply.body)

    def _end(self, call: Call, status: int | None) -> None:
        self._provider.end(call, status)
        if self._log:
            self._log.write(call.line() + "\n")
            self._log.flush()

    def _status(self) -> dict[str, Any]:
        return {
            "bill": str(self.bill),
            "calls": len(self._provider.calls),
            "in_flight": self.in_flight,
            "most_in_flight": self.most_in_flight,
        }


@contextmanager
def messages_api(answer: Answer = plausible, *, log: Path | None = None, **options: Any) -> Iterator[MessagesApi]:
    """Serve in a thread of this process.

    Args:
        answer: What the model says; see `answers`.
        log: A file that gets a JSON line for each call when it ends.
        **options: See `provider.Options`.

    Raises:
        RuntimeError: At the end, if the answer or the choice of faults raised.
    """
    server = MessagesApi(Options(answer=answer, **options), log)
    ready = threading.Event()
    loops: list[tuple[asyncio.AbstractEventLoop, asyncio.Event]] = []

    async def serve() -> None:
        stop = asyncio.Event()
        loops.append((asyncio.get_running_loop(), stop))
        await server.run(stop, 0, ready.set)

    thread = threading.Thread(target=lambda: asyncio.run(serve()), name="messages-api", daemon=True)
    thread.start()
    if not ready.wait(LIMIT_S):
        raise TimeoutError("The server did not start.")
    try:
        yield server
    finally:
        [(loop, stop)] = loops
        loop.call_soon_threadsafe(stop.set)
        thread.join()
        if server.failure:
            raise RuntimeError("What the test gave the server to answer with raised an error.") from server.failure


async def _gone_within(connection: Connection, seconds: float) -> None:
    try:
        async with asyncio.timeout(seconds):
            await connection.gone.wait()
    except TimeoutError:
        return
