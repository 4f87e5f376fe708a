"""Groups."""


class Groups:
    """Makes |Groups|_ of what is given, see |WindowLimiter|.

    The size is |x|, and |a| + |b| is the sum; `A|Bc|D` is a union.
    """

    def size(self, other):
        """Return it.

        Args:
            other (Groups|Other|int): With what.
        """
        return other
