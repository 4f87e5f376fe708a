"""What can be wrong with a target as a whole. What is wrong with one of its files is a `Skipped` instead."""


class TargetError(Exception):
    """The target cannot be documented. The message says what happened, what it means, and what to do."""


class ChangedSinceError(Exception):
    """A file is no longer as the run read it; the message says which."""
