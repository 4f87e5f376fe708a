"""Sets."""

LIMIT = 3


def union(a, b):
    """Join."""
    return a | b


if __name__ == "__main__":
    letters = {"a", "b"}
    for other in ({"c"},):
        joined = union(letters, other)
    print(joined)
else:
    IMPORTED = True
