"""What the provider says of the class that is shown in README; of all others, what it always says."""

from designdoc_tests.messages_api.answers import constant, on
from designdoc_tests.ui.target import CLASSES

PURPOSE = "Where an order's money goes: the interface that every way to a bank implements."

of_a_gateway = on(
    constant(
        {
            "answers": [],
            "purpose": PURPOSE,
            "members": [{"name": "send", "text": "Sends an amount, and says whether the bank took it."}],
            "notes": ["An amount of zero or less is refused without an exception."],
        }
    ),
    verb="write",
    kind="class_doc",
    subject=CLASSES[0],
)
