"""Whose turn it is: of two runs for neighbouring commits, the one for the older must not undo what the newer wrote."""

from collections.abc import Callable

from designdoc_assets.pages.errors import SupersededError
from designdoc_assets.pages.locks.locks import Locks


class Turn:
    """One run's right to write a docs tree, which it has until a run for another commit begins.

    Runs of the same commit share it: they write the same.
    """

    def __init__(self, locks: Locks, tree: str, commit: str, is_newer: Callable[[str, str], bool]) -> None:
        """Prepare a turn; nothing is asked or noted yet.

        Args:
            locks: The locks under which the docs tree is written.
            tree: What all runs that write the docs tree call it, such as its `address`.
            commit: What this run brings it to.
            is_newer: Tells whether the first commit comes after the second; of commits it does not know, it does not.
        """
        self._locks = locks
        self._name = f"turn {tree}"
        self._commit = commit
        self._is_newer = is_newer

    def begin(self) -> None:
        """Note what the docs tree is brought to. It must not be read before: an older run may still be writing.

        Raises:
            SupersededError: It is being brought to a newer commit.
            LockError: The locks or notes cannot be used.
        """
        with self._locks.hold(self._name) as check_held:
            noted = self._locks.note(self._name)
            if noted is not None and noted != self._commit and self._is_newer(noted, self._commit):
                raise SupersededError(noted, self._commit)
            if noted != self._commit:
                check_held()
                self._locks.write_note(self._name, self._commit)
        # An older run that looked at the note just before may still be writing, under the lock of its page. Whoever
        # takes that lock from now on sees the new note: once each lock was free for a moment, no older write can come.
        # So it is for a run that finds its own commit noted, too: whoever noted it may still be waiting here.
        self._locks.wait_for_holders()

    def check(self) -> None:
        """Check, under the lock of what is to be written, that it is still this run's turn.

        Raises:
            SupersededError: A run for another commit has begun.
            LockError: The notes cannot be used.
        """
        noted = self._locks.note(self._name)
        if noted != self._commit:
            raise SupersededError(noted or "none", self._commit)
