"""What can be wrong with the docs tree as a whole, or with writing to it."""


class OutputError(Exception):
    """The docs tree cannot be read or written; the message says what, why, and what to do."""


class LockError(Exception):
    """A page's lock could not be had, or was lost; the message says why, and what to do."""


class LockLostError(LockError):
    """A page's lock was lost while it was held; it may be had again."""


class SupersededError(Exception):
    """Another run brings the docs tree to another commit, so this one must not write any more.

    Attributes:
        commit: The commit that the docs tree is brought to.
    """

    def __init__(self, commit: str, own: str) -> None:
        super().__init__(
            f"The docs tree is being brought to commit {commit}, so this run for commit {own} writes no more of it. "
            "What it wrote already is taken over or replaced; there is nothing to do."
        )
        self.commit = commit
