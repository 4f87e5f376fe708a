"""Headers."""


def parse(header: str) -> list[str]:
    """
    Parse a header.

    Args
        header: Value of the header.

    Raises:
        ValueError: On invalid inputs.

    """
    if not header:
        raise ValueError(header)
    return header.split(",")


def keep(header: str) -> str:
    """Return the header.

    Parameters
    are kept as they are.
    """
    return header
