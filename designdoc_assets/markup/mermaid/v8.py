"""mermaid.js in V8: a process of its own, since V8 can crash, hang, or take what memory there is.

`engine.py` starts this file as a script, under `python -I -S`: it imports the standard library, and mini-racer from a
folder that it is told; nothing that the environment or the current directory would have it import. It is asked on its
standard input, a socket, and answers there: lines of JSON, a first one once it is loaded. It ends when nobody can ask.
"""

import json
import os
import socket
import sys
from collections.abc import Iterable
from pathlib import Path
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from py_mini_racer import MiniRacer

_FLAGS = (
    "--single-threaded",
    # Where a processor has protection keys, V8 would lock its memory against all threads but those that come of the one
    # which loaded it. That is the first one here, and still one key less is one way to crash less.
    "--no-memory-protection-keys",
    "--max-heap-size=512",  # MB; the largest diagram that mermaid.js takes needs a tenth
)
# mermaid.js is written for a browser. To parse, it wants no more of one than that its HTML sanitizer can be set up,
# which hands text through when the document can do nothing.
_BROWSER = """
globalThis.window = globalThis;
globalThis.addEventListener = () => {};
globalThis.document = { nodeType: 9, createElement: () => ({}) };
globalThis.Element = class {};
"""
# mermaid.js copies its whole configuration several times for every name that it reads. Without the themes, and the
# settings of other kinds of diagrams, it parses up to ten times faster.
_LEAN = """
const config = mermaid.mermaidAPI.updateSiteConfig({});
for (const name of Object.keys(config)) {
  if (typeof config[name] === "object" && !["class", "flowchart"].includes(name)) delete config[name];
}
"""
# A message may quote half of a surrogate pair, which cannot leave V8.
_PROBLEM = """
const problem = (text) => mermaid.parse(text).then(() => null, (error) => String(error.message).toWellFormed());
"""


def serve(bundle: Path, packages: str, more: Iterable[str] = (), function: str = "problem") -> None:
    """Load mermaid.js; then answer each line that is asked with what a function says of it, until nobody can ask.

    The first answer is null, or why mermaid.js cannot be loaded.

    Args:
        bundle: The file mermaid.js.
        packages: The folder in which mini-racer lies.
        more: More scripts.
        function: From a text to a promise of a text or null.
    """
    channel = socket.socket(fileno=0)
    asked: SimpleQueue[str] = SimpleQueue()
    Thread(target=_read, args=(channel, asked), daemon=True).start()
    try:
        v8 = _loaded(packages, (_BROWSER, bundle.read_text("utf-8"), _LEAN, _PROBLEM, *more))
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        _answer(channel, f"{type(error).__name__}: {error}")
        os._exit(1)
    _answer(channel, None)
    try:
        while True:
            promise = v8.eval(f"{function}({asked.get()})")
            _answer(channel, promise.get())  # type: ignore[union-attr] # a promise, by contract
    finally:
        os._exit(1)  # Python's own end would wait for V8


def _read(channel: socket.socket, asked: SimpleQueue[str]) -> None:
    """Hand on what is asked; end with who asks, be mermaid.js in the middle of a diagram or not."""
    try:
        with channel.makefile(encoding="ascii") as lines:
            for line in lines:
                asked.put(line)
    finally:
        os._exit(0)


def _loaded(packages: str, scripts: Iterable[str]) -> "MiniRacer":
    sys.path.append(packages)
    from py_mini_racer import MiniRacer, init_mini_racer  # noqa: PLC0415 - the path is known only now

    init_mini_racer(flags=_FLAGS)  # in the first thread: all others that it runs in come of this one
    v8 = MiniRacer()
    for script in scripts:
        v8.eval(script)
    return v8


def _answer(channel: socket.socket, answer: object) -> None:
    channel.sendall(json.dumps(answer).encode("ascii") + b"\n")


if __name__ == "__main__":
    serve(Path(sys.argv[1]), sys.argv[2])
