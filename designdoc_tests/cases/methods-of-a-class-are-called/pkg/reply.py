"""Answers."""


class Response:
    """What is answered."""

    @staticmethod
    def parse(data):
        """Read the parts of an answer."""
        return data.split()


def read_all(stream):
    """Read to the end."""
    return stream.read()
