"""What goes wrong."""


class Refused(OSError):
    """No."""


class Declined(Refused):
    """The bank says no."""
