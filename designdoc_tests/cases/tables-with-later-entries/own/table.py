"""A table."""

EXTRAS = {"one": ["a"], "two": ["b"]}
EXTRAS["all"] = sum(EXTRAS.values(), [])

FIXED = {"one": 1}

REDONE = {"old": 1}
REDONE["older"] = 2
REDONE = {"new": 1}

LESSENED = {"gone": 1}
del LESSENED["gone"]

MADE = object.__new__(type("Own", (dict,), {}))
MADE["one"] = 1


def use():
    """Return one entry."""
    FIXED["one"]
    return FIXED["one"]
