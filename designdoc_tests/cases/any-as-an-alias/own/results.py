"""Results."""

import typing
from typing import Any

#: What a backend returns.
Result = typing.Any
Raw = Any
LIMIT = 3
