"""Databases."""

try:
    import psycopg
except ImportError:
    psycopg = None

try:
    from sqlite3 import dbapi2
except ImportError:
    dbapi2 = None

mysql = None
try:
    import mysql
except ImportError:
    pass

try:
    import flask

    class Panel:
        """Shows."""

        def show(self):
            """Show it."""

except ImportError:
    Panel = None

LIMIT = 5


def connect():
    """Connect, by `psycopg`, for `Panel`."""
    return psycopg.connect()
