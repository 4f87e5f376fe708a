"""What can go wrong on the shelf, each with the sentence that a user reads."""


class ShelfError(Exception):
    """Anything that the shelf refuses or cannot do."""


class InvalidUrlError(ShelfError):
    """The address is not one that can be kept."""

    def __init__(self, url: str, reason: str) -> None:
        super().__init__(f"{url!r} cannot be kept: {reason}")
        self.url = url


class DuplicateBookmarkError(ShelfError):
    """The address is on the shelf already.

    Attributes:
        existing: The number of the bookmark that has it.
    """

    def __init__(self, url: str, existing: int) -> None:
        super().__init__(f"{url} is on the shelf already, as number {existing}")
        self.existing = existing


class UnknownBookmarkError(ShelfError):
    """No bookmark has this number."""

    def __init__(self, number: int) -> None:
        super().__init__(f"There is no bookmark {number}")
        self.number = number


class UnknownFormatError(ShelfError):
    """There is no export of this name."""
