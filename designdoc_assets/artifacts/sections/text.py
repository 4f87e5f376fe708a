"""Prose on a page: the Markdown of authors and writers made inert, and names in it made links."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial

from designdoc_assets.analysis.linked import Linked
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.languages.doc_facts import Doc
from designdoc_assets.markup import markdown
from designdoc_assets.markup.fences import lines_with_code
from designdoc_assets.markup.prose import inert, unfinished

MEMBER_LEVEL = 3
"""The level of headings of members. In prose there are no headings: one becomes a line in bold."""

NO_DIAGRAM = "There is no diagram: the one made of these facts does not parse."

_BLOCK = re.compile(r"^(?:[-*+] |\d{1,9}[.)] |```|~~~|\||> |#{1,6} )", re.MULTILINE)
_QUOTED_NAME = re.compile(r"(?<![\[`])`([A-Za-z_][\w./-]*)(?:\(\))?`(?![\]`])")
"""A name, or the path of a file."""
_QUOTED_METHOD = re.compile(_QUOTED_NAME.pattern.replace(r"\(\)", r"\([\w$.,<>?\[\] ]*\)"))
"""The same, and a method with the types of its parameters."""


def authored(doc: Doc | None) -> str:
    """Return the text of a doc comment; empty if a reader would see nothing of it."""
    return doc.text if doc is not None and _says_something(doc.text) else ""


def without_title(text: str, name: str) -> str:
    """Return a text without its title, if that is just the name of its subject."""
    title, _, rest = text.partition("\n\n")
    return rest if title.strip("*#` ") == name and title.startswith(("**", "#")) else text


def shown(text: str, facts: PageFacts) -> str:
    """Return prose for a page: without active Markdown such as HTML, and with links at the names that have pages."""
    # Relative links of an author lead from the author's file, not from this page: `inert` takes them out.
    return _linked(inert(text, heading_level=None, is_page=lambda url: False), facts)


def note_list(notes: Iterable[str], facts: PageFacts) -> str:
    """Return notes as a list, each on one line."""
    return markdown.bullets(line for note in notes if (line := " ".join(shown(note, facts).split())))


def in_words_of(whose: str, text: str) -> str:
    """Return the text of another symbol's doc comment, behind that symbol's name."""
    block = _BLOCK.match(text)
    return f"From {whose}:\n\n{text}" if block else f"From {whose}: {text}"


def cell(text: str, facts: PageFacts) -> str:
    """Return an author's text as one line for a table or a list; without the lists and code blocks in it."""
    return unfinished(in_parts(text, facts)[0])


def in_parts(text: str, facts: PageFacts) -> tuple[str, str]:
    """Return an author's text as one line, and separately the rest from its first list or code block on."""
    if not text:
        return "", ""
    everything = shown(text, facts)
    block = _BLOCK.search(everything)
    head, rest = (everything[: block.start()], everything[block.start() :]) if block else (everything, "")
    return " ".join(head.split()), rest


def urls(facts: PageFacts) -> Mapping[str, str]:
    """Return the relative URLs by name, without those of names that lead to the part of the page being rendered."""
    return _Urls(facts)


class _Urls(Mapping[str, str]):
    """Works each URL out when it is asked for: a page may know thousands of names, and a sentence has few."""

    def __init__(self, facts: PageFacts) -> None:
        self._facts = facts

    def __getitem__(self, name: str) -> str:
        if url := self._facts.url(self._facts.links[name]):
            return url
        raise KeyError(name)

    def __iter__(self) -> Iterator[str]:
        return (name for name, target in self._facts.links.items() if self._facts.url(target))

    def __len__(self) -> int:
        return sum(1 for _ in self)


def type_writer(facts: PageFacts, *, in_table: bool = False) -> Callable[[str], str]:
    """Return what makes code of a type, or of the name of one, that leads where the names in it do."""
    words = facts.words
    return partial(
        markdown.linked_code,
        links=urls(facts),
        in_table=in_table,
        of_values=words.of_values,
        no_names=words.no_types,
    )


def named(name: str, page: str, facts: PageFacts) -> str:
    """Return a name as code, linked to its page; `page` is empty where it has none."""
    text = markdown.code(name)
    url = facts.url(page) if page else ""
    return markdown.link(text, url) if url else text


def all_named(things: Iterable[Linked], facts: PageFacts, *, limit: int = 12) -> str:
    """Return a list of links, with a count in place of those over the limit."""
    return listing((named(thing.name, thing.page, facts) for thing in things), limit=limit)


def source_link(path: str, url: str) -> str:
    """Return the path of a file of the target as code, linked to the file if its address is known."""
    return markdown.link(markdown.code(path), url) if url else markdown.code(path)


def listing(items: Iterable[str], *, limit: int = 12) -> str:
    """Return items joined by commas, with a count in place of those over the limit."""
    everything = list(items)
    rest = len(everything) - limit
    return ", ".join(everything[:limit]) + (f" and {rest} more" if rest > 0 else "")


def plural(count: int, noun: str) -> str:
    """Return `1 class`, `2 classes`."""
    if count == 1:
        return f"1 {noun}"
    if noun.endswith("y") and noun[-2] not in "aeiou":
        return f"{count:,} {noun[:-1]}ies"
    return f"{count:,} {noun}es" if noun.endswith(("s", "x", "ch")) else f"{count:,} {noun}s"


def plural_of(noun: str) -> str:
    """Return the plural alone."""
    return plural(2, noun).partition(" ")[2]


def titled(noun: str) -> str:
    """Return the plural as the title of a section."""
    return plural_of(noun).capitalize()


def _says_something(text: str) -> bool:
    """Whether a reader sees anything of a text, which an empty fence or the definition of a link is not."""
    start = text.lstrip()[:1]
    return start.isalpha() or (bool(start) and bool(inert(text, heading_level=None)))


def _linked(text: str, facts: PageFacts) -> str:
    if not facts.links or "`" not in text:
        return text
    quoted = _QUOTED_METHOD if facts.words.has_typed_references else _QUOTED_NAME
    return "\n".join(
        line if is_code or line.startswith("    ") else quoted.sub(lambda match: _link(match, facts), line)
        for line, is_code in lines_with_code(text)
    )


def _link(match: re.Match[str], facts: PageFacts) -> str:
    url = facts.url(facts.links.get(match.group(1), facts.page))
    return markdown.link(match.group(), url) if url else match.group()
