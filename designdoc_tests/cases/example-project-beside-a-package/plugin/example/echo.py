import redis
from bars.panel import Panel


class Echo(Panel):
    """Echoes."""


if __name__ == "__main__":
    Echo().show()
