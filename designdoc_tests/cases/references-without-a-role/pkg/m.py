"""Lines to `peers <.Peer>`, and the `Peer <pkg.m.Peer>` class; `git clone <url>` and `python <script.py>` are commands."""


class Peer:
    """The other end."""

    def send(self, text):
        """Send; see `send_all <.Peer.send_all>`, and Python's `python:open`.

        :param str text: Text.
        """

    def send_all(self, texts):
        """Send all.

        :param ~pkg.m.Texts texts: Texts.
        """


def dial(peer, event, other):
    """Dial.

    :param .Peer peer: Whom.
    :param event: What to set.
    :type event: `Event <threading.Event>` or None
    :param other: Another.
    :type other: :class:`.Peer`
    """
