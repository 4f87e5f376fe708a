"""Jobs."""


def add(func, name=None, **options):
    """
    add(func, name=None, \
        **options)

    Adds a job.

    It can be either:
      #. the name of a job (``a`` or ``b``), in which case
        all else is passed on
      #. a job
    """


def call(*args):
    """call(func, times) -> list

    Calls a function.
    """


def bare():
    """bare()"""
