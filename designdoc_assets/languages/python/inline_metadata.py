"""The block in which a script declares its own dependencies (PEP 723)."""

import re

_BLOCK = re.compile(r"(?m)^# /// (?P<type>[a-zA-Z0-9-]+)$\s(?P<content>(?:^#(?:| .*)$\s)+)^# ///$")


def script_metadata(text: str) -> str:
    """Return the TOML in a file's `script` block; empty where there is none, or, against the rules, several."""
    if "# /// script" not in text:
        return ""
    blocks = [found["content"] for found in _BLOCK.finditer(text) if found["type"] == "script"]
    lines = blocks[0].splitlines() if len(blocks) == 1 else []
    return "\n".join(line.removeprefix("#").removeprefix(" ") for line in lines)
