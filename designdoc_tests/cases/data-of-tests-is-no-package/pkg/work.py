class Job:
    """Something to do."""

    def run(self):
        """Do it."""
