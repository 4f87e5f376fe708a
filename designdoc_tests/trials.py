"""How much is tried where every trial is like the others: a sample, or everything with `pytest --long`."""

_is_long = False


def trials(full: int, sample: int) -> int:
    """Return how many trials there are: the first of all, which are the same each time, or all."""
    return full if _is_long else sample


def choose(*, is_long: bool) -> None:
    """Say which, before the tests are read."""
    global _is_long  # noqa: PLW0603 - test modules ask while they are read
    _is_long = is_long
