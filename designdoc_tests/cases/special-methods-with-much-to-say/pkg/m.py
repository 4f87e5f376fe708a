"""Markers."""


class Marker:
    """Marks functions."""

    def __init__(self, name):
        """Take a name.

        It is that of the project.
        """
        self.name = name

    def __call__(self, function=None, first=False):
        """If passed a function, mark it.

        If passed no function, return a decorator.

        Args:
            function: What is marked.
            first: Whether it is called first.

        Raises:
            TypeError: If it cannot be called.
        """

    def __getitem__(self, key):
        """Return a mark. Its name may be a path."""

    def __len__(self):
        """Return how many there are."""

    def find(self):
        """Find marks."""
