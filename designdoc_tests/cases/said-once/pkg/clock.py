"""Tells the time.

It never goes back.
"""


class Clock:
    def now(self):
        return 0
