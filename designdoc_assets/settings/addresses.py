"""Addresses that are no folder of this machine: a repository to fetch, a bucket to write to."""

import re
from dataclasses import dataclass, field

_USER = re.compile(r"(?<=://)[^/@]*@")
_QUERY = re.compile(r"\?.*", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Url:
    """An address as it was given. It may hold credentials, so what is printed leaves them out.

    Attributes:
        text: All of it, for whoever connects.
    """

    text: str = field(repr=False)

    def __str__(self) -> str:
        return _QUERY.sub("", _USER.sub("", self.text))
