"""The purposes of classes and files as their authors wrote them in doc comments.

A file that is there for one class, and that class, share a doc comment if only one of them has one. Without any, the
purpose is empty: a list of names in its place would say nothing that the page does not show.
"""

import re

from designdoc_assets.analysis.member_sorts import is_offered
from designdoc_assets.artifacts.sections.text import authored, without_title
from designdoc_assets.languages.doc_facts import Doc
from designdoc_assets.languages.facts import Class, FileFacts
from designdoc_assets.markup import markdown
from designdoc_assets.program.relations import Relations
from designdoc_assets.program.resolution import Symbol, class_symbol

_ELSEWHERE = re.compile(r"\(?see (?:the )?module(?:'s|-level)? doc(?:string|umentation|s)\.?\)?", re.IGNORECASE)
"""A doc comment that only refers to that of its module."""


def class_purpose(symbol: Symbol, cls: Class, relations: Relations) -> str:
    """Return the doc comment of a class, or of the module that is there for it, as Markdown; empty if there is none."""
    own = _with_list(authored(cls.doc), cls.doc)
    if _ELSEWHERE.fullmatch(own):
        return _of_module(symbol.path, relations)
    facts = relations.file(symbol.path)
    return own or (_of_module(symbol.path, relations) if _one_class(facts) == cls else "")


def file_purpose(path: str, relations: Relations) -> str:
    """Return the doc comment of a file, or of the class that it is there for, as Markdown; empty if there is none."""
    cls = class_that_speaks(path, relations)
    if cls is None:
        return _of_module(path, relations)
    return class_purpose(class_symbol(path, cls), cls, relations)


def class_that_speaks(path: str, relations: Relations) -> Class | None:
    """Return the class that a file is there for, if the file has no doc comment of its own."""
    return None if _of_module(path, relations) else _one_class(relations.file(path))


def is_of_module(purpose: str, path: str, relations: Relations) -> bool:
    """Whether the purpose of a class is the doc comment of its file."""
    return bool(purpose) and purpose == _of_module(path, relations)


def _with_list(text: str, doc: Doc | None) -> str:
    """Return a text; if it ends with a colon, with the parameters and attributes of the doc comment as a list."""
    listed = (*doc.parameters, *doc.attributes) if doc else ()
    if not text.endswith(":") or not listed:
        return text
    lines = (f"{markdown.code(each.name)}: {' '.join(each.text.split())}" for each in listed)
    return markdown.paragraphs(text, markdown.bullets(line.removesuffix(": ") for line in lines))


def _one_class(facts: FileFacts) -> Class | None:
    """Return the one public class of a module, or else its one class; None if there are more, or public functions.

    A module inside of it is no class.
    """
    top = [cls for cls in facts.classes if not cls.in_function and "." not in cls.qualname and cls.sort != "module"]
    meant = [cls for cls in top if is_offered(cls)] or top
    others = any(map(is_offered, facts.functions))
    return meant[0] if len(meant) == 1 and not others else None


def _of_module(path: str, relations: Relations) -> str:
    return without_title(authored(relations.file(path).doc), relations.linkers.name_of(path))
