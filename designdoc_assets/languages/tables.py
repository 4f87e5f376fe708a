"""Tables that code declares for a database; only data."""

from dataclasses import dataclass

from designdoc_assets.languages.resolve import Defined


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table."""

    name: str
    type: str = ""
    """As written, without what else is told of it: `String(20)`."""
    is_key: bool = False
    """Whether it is, or is a part of, the primary key."""
    refers: str = ""
    """The name of the table that it refers to."""
    is_optional: bool = False
    """Whether it may be empty, as far as that is said."""
    default: str = ""
    """As written; `…` for a text in what is named a secret."""
    about: str = ""
    """What its author says of it, as Markdown."""
    refers_to_many: bool = False
    """Whether a row may refer to several rows of it: what refers is no column, but a table between the two."""
    is_unique: bool = False
    """Whether no two rows may refer to the same one, as far as that is said."""


@dataclass(frozen=True, slots=True)
class Table:
    """A table, by the name that the code gives it; of a model without one, the model's."""

    name: str
    path: str
    line: int
    framework: str
    defined: Defined
    """What declares it."""
    columns: tuple[Column, ...]
