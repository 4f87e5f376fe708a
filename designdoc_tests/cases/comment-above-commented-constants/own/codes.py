"""Codes."""

#: The exit codes that the program returns.
RET_OK = 0  # It ended well.
RET_KILLED = 1  # It was killed.
RET_IMPORT = 2  # A module is missing.

#: How large a chunk is.
CHUNK = 65536  # bytes

#: How often it is tried.
TRIES = 6
OTHER = 2
