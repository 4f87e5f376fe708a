"""Times."""


def crontab(minute="*"):
    """Make a test of times.

    Acceptable inputs:
    * = every distinct value
    */n = run every "n" times
    m-n = run every time m..n

    The test is a function.
    """


def field(value):
    """Read a field, of which one value is special.

    * = every value there is
    """
