"""Rules."""


def merge(rules):
    """Merge rules.

    Example:
        ::

            class Rule(Base):
                def start(self):
                    return 1

    Note:
        Rules are merged as in::

            a = b
    """
