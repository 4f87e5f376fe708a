"""What databases have."""

import sqlite3

OperationalError = sqlite3.OperationalError
Failure = OperationalError
