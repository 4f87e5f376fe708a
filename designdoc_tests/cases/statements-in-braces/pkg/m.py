"""Structures."""


class Box:
    """
    typedef struct _BOX {
        LONG left;
        LONG top;
    } BOX;
    """


class Deep:
    """A box with a depth.

    typedef struct _DEEP
        {
        BOX box;
        }   DEEP;

    It stands; it does not fall;
    it is {deep}.
    """
