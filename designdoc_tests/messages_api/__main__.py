"""The server as a process of its own: `python -m designdoc_tests.messages_api --port-file F --log F [options]`."""

import argparse
import asyncio
import importlib
import json
import signal
from pathlib import Path
from typing import Any

from designdoc_tests.messages_api.answers import Answer
from designdoc_tests.messages_api.bill import PRICES, Price
from designdoc_tests.messages_api.provider import ACCEPTED_KEY, Options
from designdoc_tests.messages_api.server import MessagesApi
from designdoc_tests.messages_api.tokens import Tokenizer


def main() -> None:
    """Serve until SIGTERM or SIGINT."""
    arguments = _parser().parse_args()
    options = Options(
        answer=arguments.answer,
        faults=arguments.faults,
        seed=arguments.seed,
        latency=arguments.latency,
        prices=arguments.prices,
        key=arguments.key,
        tokenizer=Tokenizer(arguments.bytes_per_token, arguments.overhead),
        context_tokens=arguments.context_tokens,
        max_output=arguments.max_output,
        retry_after=arguments.retry_after,
        thinking_tokens=arguments.thinking_tokens,
    )
    asyncio.run(_serve(MessagesApi(options, arguments.log), arguments))


async def _serve(server: MessagesApi, arguments: argparse.Namespace) -> None:
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)

    def announce() -> None:
        partial = arguments.port_file.with_suffix(".partial")
        partial.write_text(f"{server.port}\n")
        partial.replace(arguments.port_file)

    await server.run(stop, arguments.port, announce)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="messages_api", description=__doc__)
    add = parser.add_argument
    tokenizer, options = Tokenizer(), Options()
    add("--port-file", type=Path, required=True, help="gets the port, once it listens")
    add("--log", type=Path, required=True, help="gets a JSON line for each call when it ends")
    add("--port", type=int, default=0)
    add("--answer", type=_answer, default=options.answer, metavar="MODULE:NAME", help="a function from body to answer")
    add("--faults", type=json.loads, help='shares, {"overloaded": 0.2}, or a script, ["overloaded", null]')
    add("--seed", type=int, default=0)
    add("--latency", type=_latency, default=0.0, metavar="SECONDS[:SECONDS]")
    add("--prices", type=_prices, default=PRICES, help='{"model": [input, output, cache_read, cache_write]}')
    add("--key", default=ACCEPTED_KEY)
    add("--retry-after", default=options.retry_after)
    add("--thinking-tokens", type=int, default=options.thinking_tokens)
    add("--bytes-per-token", type=float, default=tokenizer.bytes_per_token)
    add("--overhead", type=int, default=tokenizer.overhead)
    add("--context-tokens", type=int, default=options.context_tokens)
    add("--max-output", type=int, default=options.max_output)
    return parser


def _answer(reference: str) -> Answer:
    module, _, name = reference.partition(":")
    answer: Answer = getattr(importlib.import_module(module), name)
    return answer


def _latency(text: str) -> float | tuple[float, float]:
    low, _, high = text.partition(":")
    return (float(low), float(high)) if high else float(low)


def _prices(text: str) -> dict[str, Price]:
    prices: dict[str, list[Any]] = json.loads(text)
    return {model: Price.of(*dollars) for model, dollars in prices.items()}


if __name__ == "__main__":
    main()
