"""mermaid.js in V8, in this process: what the extra `mermaid` brings. Import it lazily, since it imports V8."""

import json
import os
import threading
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path

from py_mini_racer import JSPromise, JSTimeoutException, MiniRacer

_MESSAGE_LINES = 3  # where, the line, a caret below it; what follows lists half the grammar
_MESSAGE_WIDTH = 200

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


class Engine:
    """mermaid.js, loaded with the first diagram; one parse at a time."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._v8: MiniRacer | None = None
        self._of_parent: MiniRacer | None = None

    def forget(self) -> None:
        """Begin anew in a process that was forked: V8's threads are not there, and closing it would wait for them."""
        self._of_parent, self._v8, self._lock = self._v8, None, threading.Lock()

    def problem(self, text: str, timeout_sec: float) -> str | None:
        """Return None if the text parses, else the first lines of what mermaid.js says. Loading is not timed."""
        with self._lock:
            v8 = self._v8 = self._v8 or load()
            try:
                promise = v8.eval(f"problem({json.dumps(text)})", timeout_sec=timeout_sec)
                assert isinstance(promise, JSPromise)
                message = promise.get(timeout=timeout_sec)
            except JSTimeoutException:
                # Stopped halfway, mermaid.js never answers again: the next parse loads it anew.
                self._v8 = None
                v8.eval("0", timeout_sec=timeout_sec)  # what was stopped reports once more, which a closed V8 minds
                v8.close()
                return f"mermaid.js did not finish in {timeout_sec:g} s: make the diagram smaller."
        if message is None:
            return None
        return "\n".join(line[:_MESSAGE_WIDTH] for line in str(message).splitlines()[:_MESSAGE_LINES])


ENGINE = Engine()
"""The one of this process."""
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=ENGINE.forget)


def load() -> MiniRacer:
    """Return a new V8 with `mermaid` in it."""
    # Made in a thread of its own: V8 ties itself to an event loop that runs in the thread which makes it, and then
    # refuses to be waited for.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(_load_here).result()


def _load_here() -> MiniRacer:
    v8 = MiniRacer()
    for script in (_BROWSER, _bundle().read_text("utf-8"), _LEAN, _PROBLEM):
        v8.eval(script)
    return v8


def _bundle() -> Path:
    """Find mermaid.js without importing mermaidx, whose renderer is not needed."""
    spec = find_spec("mermaidx")
    assert spec is not None and spec.origin is not None
    return Path(spec.origin).parent / "assets" / "mermaid.js"
