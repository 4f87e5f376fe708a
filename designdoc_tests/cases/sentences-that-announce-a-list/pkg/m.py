"""Tables."""


class Table:
    """A table.

    The following can be passed to ``db.table(...)``:

    :param name: The name of the table
    :param pk: Its primary key
    """

    def __init__(self, name, pk=None):
        self.name = name

    def _check(self):
        """Given raw data, returns a 2-tuple indicating:

        - whether it is so
        - whether it was
        """


class Result:
    """What a query gives:

    * rows
    * columns
    """


def check():
    """Return a pair of:

    - one
    - two
    """
