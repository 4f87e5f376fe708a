"""The repository that the UI is shown with."""

from collections.abc import Mapping

from designdoc_tests.support import PAY

CLASSES = [
    "pay/gateway.py::Gateway",
    "pay/gateway.py::HttpGateway",
    "pay/ledger/book.py::Entry",
    "pay/ledger/book.py::Book",
    "pay/order.py::Order",
    "pay/refund.py::Refund",
    "pay/refund.py::RefundPolicy",
]
"""The partitions of `class_doc`, in their order."""

FILES: Mapping[str, str] = {
    **PAY,
    "pay/refund.py": (
        '"""Money that goes back."""\n\nfrom dataclasses import dataclass\n\nfrom pay.order import Order\n\n\n'
        '@dataclass\nclass Refund:\n    """What a customer gets back."""\n\n    order: Order\n    cents: int\n\n\n'
        'class RefundPolicy:\n    """Decides who gets money back."""\n\n'
        "    def __init__(self, days: int = 30) -> None:\n        self.days = days\n\n"
        '    def allows(self, refund: Refund, age: int) -> bool:\n        """Say whether an order is young enough."""\n'
        "        return age <= self.days and refund.cents > 0\n"
    ),
    "pay/ledger/__init__.py": '"""Who owes what."""\n',
    "pay/ledger/book.py": (
        '"""The book of all payments."""\n\nfrom dataclasses import dataclass\n\nfrom pay.order import Order\n\n\n'
        '@dataclass\nclass Entry:\n    """One line of the book."""\n\n    order: Order\n    cents: int\n\n\n'
        'class Book:\n    """Keeps what was paid, in order."""\n\n'
        "    def __init__(self) -> None:\n        self.entries: list[Entry] = []\n\n"
        '    def add(self, entry: Entry) -> None:\n        """Write a line."""\n        self.entries.append(entry)\n\n'
        '    def total(self) -> int:\n        """Add up all lines."""\n'
        "        return sum(entry.cents for entry in self.entries)\n"
    ),
}
