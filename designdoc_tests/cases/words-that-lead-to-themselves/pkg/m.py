"""Types of columns, such as `ANY`."""

Key = str | tuple[str, ...]
Keys = list[Key]


class ANY:
    """Marker of an `ANY` column."""


class Other:
    """Not `ANY`."""


def use(value: Key) -> ANY:
    """Do as `use` does with `other`."""


def other(value):
    """Do something else."""
