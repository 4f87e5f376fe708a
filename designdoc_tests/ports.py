"""Ports on the loopback interface for servers that must be told theirs."""

import random
import socket

_BELOW_THOSE_OF_CONNECTIONS = range(10_000, 32_000)
"""The system gives ports from 32,768 up to connections: one of those could take it before the server does."""


def free_port() -> int:
    """Return a port that nobody uses; two processes that ask at once get different ones, but for rare luck."""
    while True:
        port = random.SystemRandom().choice(_BELOW_THOSE_OF_CONNECTIONS)
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)  # as servers do: old connections do not matter
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port
