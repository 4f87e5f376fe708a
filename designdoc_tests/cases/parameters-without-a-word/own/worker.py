"""Workers."""


class Worker:
    """Works.

    Parameters:
      broker(Broker)
      queues(set[str]): An optional subset of queues to
        listen on.
      threads(int)
    """

    def __init__(self, broker, *, queues=None, threads=8):
        self._broker = broker
        self._queues = queues
        self._threads = threads

    def process(self, message):
        """Process a message.

        Parameters:
          message(Message)
        """
