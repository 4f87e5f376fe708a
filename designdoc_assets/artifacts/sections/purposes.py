"""What authors say that a thing is for: in its doc comment, or in that of the one class or the module that it is.

Where nobody wrote a word there is none here: a list of names in its place says nothing that the page does not show.
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
"""A doc comment that only leads to that of its module."""


def class_purpose(symbol: Symbol, cls: Class, relations: Relations) -> str:
    """Return what an author says of a class, or of the module that is there for it, as Markdown; or nothing."""
    own = _with_list(authored(cls.doc), cls.doc)
    if _ELSEWHERE.fullmatch(own):
        return _of_module(symbol.path, relations)
    facts = relations.file(symbol.path)
    return own or (_of_module(symbol.path, relations) if _one_class(facts) == cls else "")


def file_purpose(path: str, relations: Relations) -> str:
    """Return what an author says of a file, or of the one class that it is there for, as Markdown; or nothing."""
    cls = class_that_speaks(path, relations)
    if cls is None:
        return _of_module(path, relations)
    return class_purpose(class_symbol(path, cls), cls, relations)


def class_that_speaks(path: str, relations: Relations) -> Class | None:
    """Return the class that a file is there for, if the file has no words of its own."""
    return None if _of_module(path, relations) else _one_class(relations.file(path))


def is_of_module(purpose: str, path: str, relations: Relations) -> bool:
    """Whether what is said of a class is what its file says of itself."""
    return bool(purpose) and purpose == _of_module(path, relations)


def _with_list(text: str, doc: Doc | None) -> str:
    """Return a text with the list that it ends in announcing, where that is what the doc comment describes by name."""
    listed = (*doc.parameters, *doc.attributes) if doc else ()
    if not text.endswith(":") or not listed:
        return text
    lines = (f"{markdown.code(each.name)}: {' '.join(each.text.split())}" for each in listed)
    return markdown.paragraphs(text, markdown.bullets(line.removesuffix(": ") for line in lines))


def _one_class(facts: FileFacts) -> Class | None:
    """Return the class that a module is there for: its one public class, or its one class, and no public function.

    A module inside of it is a part of it.
    """
    top = [cls for cls in facts.classes if not cls.in_function and "." not in cls.qualname and cls.sort != "module"]
    meant = [cls for cls in top if is_offered(cls)] or top
    others = any(map(is_offered, facts.functions))
    return meant[0] if len(meant) == 1 and not others else None


def _of_module(path: str, relations: Relations) -> str:
    return without_title(authored(relations.file(path).doc), relations.linkers.name_of(path))
