"""Commands."""


def insert(path):
    """Insert records.

    Example:

    \b
        echo '[
            {"id": 1, "name": "Lila"}
        ]' | tool insert data.db -

    The input is JSON.

    \b
    - Use --nl for lines
    - Use --csv for cells

    A block of code may give the rows:

    \b
        tool insert data.db --code '
        def rows():
            yield {"id": 1}
        '
    """


def run(path):
    r"""Run a script.

    \b
    tool run first.py
      then second.py
    """


def usage(path):
    """Say how it is used.

    It is called like this

        tool run
            --fast
            --slow
    """


def lock(name):
    """Take a lock.

    Example:

    # Allow up to 3 workers to run this task concurrently. If the task is
    # locked, try again.
    @lock('my-lock', 3)
    def my_task():
        ...
    """
