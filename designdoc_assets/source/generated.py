"""Telling files that a program wrote from those that a person did, by their names and by what they say of themselves.

Only the leading comments and the docstring have a say, and only in sentences about the file: a module whose subject is
generating things says the same words about something else.
"""

import re
from collections.abc import Iterator

_HEAD_LINES = 10
_HEAD_CHARACTERS = 4_000
_NAME = re.compile(r"_pb2(?:_grpc)?\.pyi?\Z|\.min\.\w+\Z")
_COMMENT = re.compile(r"(?:#|//|/?\*+)!?\s*(.*?)\s*(?:\*/)?\Z")
_DOCSTRING = re.compile(r"[rRuU]?(\"\"\"|'''|\"|')")
_SENTENCE_END = re.compile(r"[.!:;](?=\s|\Z)|\n\s*\n")

_MARK = re.compile(r"(?<![\w`'\"@])@generated\b(?![\w`'\"(])")
_SUBJECT = (
    r"(?:this\s+(?:is|was)\s+(?:an?\s+)?|"
    r"(?:this|the)\s+(?:[\w.-]+\s+){0,2}?(?:file|module|code|script|source)\s+(?:is|was|has\s+been)\s+)"
)
_BY = r"(?:by|from|with|using|via|on|at)\b"
_ABOUT_ITSELF = re.compile(
    rf"(?:[^\w\s]\s*)*(?:"
    rf"{_SUBJECT}?(?:auto|automatically)[\s-]*generated(?:\s+(?:{_BY}|(?:file|code|module)\b)|\s*(?:[^\w\s]|\Z))"
    rf"|{_SUBJECT}generated(?:\s+{_BY}|\s*(?:[^\w\s]|\Z))"
    rf"|(?:(?:file|code)\s+)?generated\s+{_BY}"
    r")",
    re.IGNORECASE,
)
_DO_NOT_EDIT = re.compile(r"\bdo\s+not\s+(?:edit|modify|change)\b", re.IGNORECASE)
_GENERATED = re.compile(r"\bgenerated\b", re.IGNORECASE)


def is_generated_name(path: str) -> bool:
    """Return whether the name of a file is one that only generators and minifiers give."""
    return _NAME.search(path) is not None


def says_it_is_generated(text: str) -> bool:
    """Return whether the head of a file says that the file was generated."""
    head = text[:_HEAD_CHARACTERS]
    if "generated" not in head.lower():
        return False  # as almost always
    comments, docstring = _split(head)
    if any(_MARK.search(part) for part in (comments, docstring)):
        return True
    # A comment's line counts as a sentence, unless it looks like the rest of the one before.
    lines = [line for line in comments.split("\n") if not line.startswith("generated")]
    sentences = [*lines, *_sentences(comments), *_sentences(docstring)]
    if any(_ABOUT_ITSELF.match(sentence) for sentence in sentences):
        return True
    return any(
        _GENERATED.search(part) and any(map(_DO_NOT_EDIT.match, _sentences(part))) for part in (comments, docstring)
    )


def _split(head: str) -> tuple[str, str]:
    """Return the comments before the code, without their marks, and the beginning of the docstring."""
    lines = [line.strip() for line in head.split("\n", _HEAD_LINES)[:_HEAD_LINES]]
    comments: list[str] = []
    for index, line in enumerate(lines):
        if comment := _COMMENT.match(line):
            comments.append(comment.group(1))
        elif quote := _DOCSTRING.match(line):
            literal = "\n".join(lines[index:])[quote.end() :]
            return "\n".join(comments), literal.partition(quote.group(1))[0]
        elif line:
            break
        else:
            comments.append("")
    return "\n".join(comments), ""


def _sentences(text: str) -> Iterator[str]:
    for sentence in _SENTENCE_END.split(text):
        yield " ".join(sentence.split())
