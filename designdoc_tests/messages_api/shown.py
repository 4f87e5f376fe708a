"""What a request shows of the target: sentences of its docs and lines of its code, which good drafts speak of."""

import json
import re
from collections.abc import Sequence
from typing import Any

from designdoc_tests.messages_api.bodies import Body, blocks_of, last_user_text

_DOC = re.compile(r'"""([^"]+?)"""')
_SENTENCE = re.compile(r"[A-Z][a-z]+(?: [\w`,'-]+){2,}\.(?=\s|\Z)")
_CODE = re.compile(
    r"^ +((?:return|raise|self\.\w+ =|if|for|with|yield|assert) [\w .,()\[\]=<>+*/%-]{3,60}?):?$", re.MULTILINE
)
_DRAFT = re.compile(r"<(draft-\w+)>\n(.*)\n</\1>", re.DOTALL)
_ISSUE = re.compile(r'^  "issue": (\d+),?$', re.MULTILINE)


def quotes(body: Body) -> Sequence[str]:
    """Return what a draft may take from the data: whole sentences of docs, and lines of code in a sentence each."""
    text = next((block["text"] for role, block in blocks_of(body) if role == "user"), "")
    docs = [" ".join(sentence.split()) for doc in _DOC.findall(text) for sentence in _SENTENCE.findall(doc)]
    code = [f"It has `{line}`." for line in _CODE.findall(text)]
    return [sentence for sentence in dict.fromkeys([*docs, *code]) if sentence.count("`") % 2 == 0]


def draft_in(body: Body) -> Any:
    """Return the draft that the task quotes; None if there is none."""
    found = _DRAFT.search(last_user_text(body))
    return json.loads(found[2]) if found else None


def issues_in(body: Body) -> list[int]:
    """Return the numbers of the issues that a writer is to answer."""
    return [int(number) for number in _ISSUE.findall(last_user_text(body))]


def first_text(draft: Any) -> str:
    """Return the first text of a draft that says something; of what it says of members, not the names."""
    if isinstance(draft, str):
        return draft.strip()
    items = [value for name, value in draft.items() if name != "name"] if isinstance(draft, dict) else draft
    return next(filter(None, map(first_text, items)), "") if isinstance(items, list) else ""
