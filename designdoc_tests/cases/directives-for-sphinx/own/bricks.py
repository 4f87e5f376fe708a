"""Utility collections.

Classes
=======

.. autoclass:: OrderedSet
   :members:

.. autoclass:: Queue

Notes
=====

They are small.
"""


class Queue:
    """A queue."""

    def take(self, wait):
        """Take what is next.

        :param wait:
            Seconds.
        :raises:
            :class:`queue.Empty`
        """
