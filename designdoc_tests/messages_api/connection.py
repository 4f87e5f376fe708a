"""Just enough of HTTP/1.1 for a client that keeps its connections: whole requests in, whole or broken answers out."""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPStatus

_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


@dataclass(frozen=True, slots=True)
class Request:
    """One request."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes


class Connection(asyncio.Protocol):
    """One client's connection: takes one request after the other, and knows when the client has gone away."""

    def __init__(self, handle: "Callable[[Request, Connection], Awaitable[None]]") -> None:
        self._handle = handle
        self._buffer = bytearray()
        self._task: asyncio.Task[None] | None = None
        self.gone = asyncio.Event()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        self._advance()

    def connection_lost(self, exc: Exception | None) -> None:
        self.gone.set()

    def answer(self, status: int, headers: Mapping[str, str], body: bytes) -> None:
        """Send an answer."""
        self._transport.write(_head(status, headers, len(body)) + body)

    def reset(self, head: tuple[int, Mapping[str, str]] | None = None, body: bytes = b"") -> None:
        """Reset the connection, after half of an answer if there is one."""
        if self._transport.is_closing():
            return
        if head:
            self._transport.write(_head(*head, len(body)) + body[: len(body) // 2])
        connection: socket.socket = self._transport.get_extra_info("socket")
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
        self._transport.abort()

    def _advance(self) -> None:
        if self._task is None and (request := self._take()):
            self._task = asyncio.get_running_loop().create_task(self._serve(request))

    async def _serve(self, request: Request) -> None:
        try:
            await self._handle(request, self)
        finally:
            self._task = None
        if not self.gone.is_set():
            self._advance()

    def _take(self) -> Request | None:
        """Return the next request, once it is whole."""
        end = self._buffer.find(b"\r\n\r\n")
        if end < 0:
            return None
        first, *lines = self._buffer[:end].decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        length = int(headers.get("content-length", 0))
        start = end + 4
        if len(self._buffer) < start + length:
            return None
        body = bytes(self._buffer[start : start + length])
        del self._buffer[: start + length]
        method, path, _ = first.split(" ", 2)
        return Request(method, path, headers, body)


def _head(status: int, headers: Mapping[str, str], length: int) -> bytes:
    reason = "Overloaded" if status == 529 else HTTPStatus(status).phrase
    lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join([*lines, f"content-length: {length}", "", ""]).encode("latin-1")
