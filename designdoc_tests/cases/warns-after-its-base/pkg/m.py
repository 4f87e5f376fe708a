"""Lines."""

import warnings


class Line:
    """A line."""

    def __init__(self, text):
        """Take its text."""
        self.text = text


class OldLine(Line):
    """A line as it was."""

    def __init__(self, text):
        super().__init__(text)
        warnings.warn("OldLine goes; use Line.", DeprecationWarning, stacklevel=2)


class Other(Line):
    """A line that checks."""

    def __init__(self, text):
        super().__init__(text)
        if not text:
            warnings.warn("An empty text is no text.", DeprecationWarning, stacklevel=2)
