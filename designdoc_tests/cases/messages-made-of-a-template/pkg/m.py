"""Users."""


class Invalid(Exception):
    """A header is."""


def user(name):
    """Return a user."""
    if not name:
        raise ValueError("No such user: '%s'" % name)
    return name


def group(name, groups):
    """Return a group."""
    if name not in groups:
        raise LookupError("{} is not here".format(name))
    return groups[name]


def header(name, values):
    """Check a header."""
    if not values:
        raise KeyError("%r" % name)
    if name in values:
        raise Invalid("Connection", ", ".join(values))
