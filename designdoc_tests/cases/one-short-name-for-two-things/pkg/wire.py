"""What goes over the wire."""


class Connection:
    """A group of commands."""


class Frame:
    """A frame."""
