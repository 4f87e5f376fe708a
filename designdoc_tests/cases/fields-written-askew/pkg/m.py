"""Keys."""


class Refused(Exception):
    """No."""


def scramble(salt, key):
    """Scramble a key.

    :param salt: What to add.
    :type bytes salt: Eight of them.
    :param str key: The key.
    :raises: `.Refused` -- if the key
        is too short
    :raises: ``OSError`` -- when there is no noise
    :raises: `Refused` if it is empty
    :raises: something now and then
    :versionadded: 2.2
    """


def load(path, mode=None):
    """Load keys.

    :type path: str
    :return Refused: the reason
    """


def count():
    """Count keys.

    :return how many: for sure
    """
