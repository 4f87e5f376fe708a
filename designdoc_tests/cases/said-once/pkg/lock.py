class Lock:
    """Kept by one program at a time.

    Others wait.
    """

    def take(self):
        """Take it."""
