"""Workers."""


def stop(graceful=True):
    """Stop workers.

    :attr graceful: Whether work is finished first
    (that is, politely).
    """


def kill(sig):
    """Kill all workers
    :attr sig: A signal.
    """


def wake():
    """Wake them.

    :wakes: those that sleep,
    and those that wait.

    Other workers go on.
    """


def start():
    """Start them.

    :attr:`running` is not set yet.
    """
