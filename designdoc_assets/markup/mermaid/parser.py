"""The gate: where the extra `mermaid` is installed, every diagram is parsed by mermaid.js itself before it ships.

Nothing is started at import. The first parse starts mermaid.js in a process of its own (`engine.py`).
"""

from designdoc_assets.markup.mermaid.diagram import MAX_TEXT, text_size
from designdoc_assets.markup.mermaid.engine import ENGINE, installed

TIMEOUT_SEC = 5.0
"""For one parse. A diagram takes milliseconds; one that takes seconds would hang the reader's browser too."""


def parser_available() -> bool:
    """Return whether the extra `mermaid` is installed."""
    return installed() is not None


def parse(text: str, timeout_sec: float = TIMEOUT_SEC) -> str | None:
    """Return None if mermaid.js parses a diagram's text (without its fence), else the first lines of what it says.

    Any thread may call it, in any process. Starting mermaid.js does not count towards the time limit; where it cannot
    be started, a warning is logged once, and the answer is None.

    Raises:
        ModuleNotFoundError: The extra `mermaid` is not installed; see `parser_available`.
    """
    if not parser_available():
        raise ModuleNotFoundError(
            "No Mermaid parser is installed, so the diagram cannot be parsed: install designdoc-assets[mermaid]."
        )
    if text_size(text) > MAX_TEXT:
        return f"The text has {text_size(text)} characters, and mermaid.js draws at most {MAX_TEXT}."
    return ENGINE.problem(text, timeout_sec)
