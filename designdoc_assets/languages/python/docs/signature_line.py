"""A signature at the top of a docstring, where Sphinx looks for one to show in place of that of the code."""

import inspect
import re
from collections.abc import Collection

_NAME = re.compile(r"[(,]\s*\*{0,2}([^\W\d]\w*)")


def without_signature(text: str, name: str, parameters: Collection[str]) -> str:
    """Return a docstring without the signature that it begins with, where that says nothing that the code does not.

    Args:
        text: The value of the string literal.
        name: The name of the function.
        parameters: Those that the code lists.
    """
    if not text.lstrip().startswith(f"{name}("):
        return text
    head, gap, rest = inspect.cleandoc(text).partition("\n\n")
    found = re.fullmatch(rf"{re.escape(name)}(?P<arguments>\(.*\))(?:\s*->\s*\S[^\n]*)?", head, re.DOTALL)
    is_known = found is not None and set(_NAME.findall(found["arguments"])) <= {*parameters}
    return rest.lstrip("\n") if gap and is_known else text
