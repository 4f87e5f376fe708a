"""Connects."""

import asyncio


async def connect(transport, reply):
    """Wait for an answer."""
    try:
        await reply
    except (asyncio.CancelledError, Exception):
        transport.abort()
        raise


def look_up(table, name):
    """Find something."""
    try:
        return table[name]
    except KeyError:
        table.clear()
        raise
