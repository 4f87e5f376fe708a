"""Hooks."""


def call():
    """Call it, see :ref:`calling`.

    The order is told in :ref:`call_order`; more is in :doc:`/guide`.
    """
