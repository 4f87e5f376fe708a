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

    class Demo:
        """Shows it."""

        class Part:
            """Of it."""

        def run(self):
            """Show it."""

    def demonstrate():
        """Show it all."""
else:

    def imported():
        """Say that it was."""

    IMPORTED = True
