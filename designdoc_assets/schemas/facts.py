"""Tables that files declare; only data."""

from dataclasses import dataclass

from designdoc_assets.languages.tables import Column


@dataclass(frozen=True, slots=True)
class FileTable:
    """A table, and the file and line in which it is made."""

    name: str
    path: str
    line: int
    columns: tuple[Column, ...]
    about: str = ""
