"""Routes."""

import sys

try:
    import werkzeug
except ImportError:

    def route(table):
        raise ImportError("route() requires werkzeug")
else:

    def route(table):
        """Send each request where it belongs."""
        return werkzeug.routing.Map(table)


if sys.platform == "darwin":

    def _title(text):
        pass
else:

    def _title(text):
        """Show it in the list of processes."""
        print(text)


def name(text):
    """Give the process a name."""
    _title(text)
