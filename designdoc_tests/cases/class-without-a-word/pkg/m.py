"""Defaults."""


class Default:
    pass


DEFAULT = Default()


def insert_all(records, pk=DEFAULT, columns=DEFAULT, ignore=False, replace=False, truncate=False, conversions=None):
    return records
