"""Of which builds a file is part, and where others have what it defines."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from designdoc_assets.analysis.builds import twins
from designdoc_assets.analysis.listed_constants import is_shown
from designdoc_assets.artifacts.page_facts import PageFacts
from designdoc_assets.artifacts.sections.text import listing, named
from designdoc_assets.artifacts.survey import Survey
from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.markup import markdown
from designdoc_assets.program.resolution import class_symbol, constant_symbol, function_symbol


@dataclass(frozen=True, slots=True)
class Twin:
    """A definition that another file has for other builds."""

    name: str
    path: str
    address: str


def twins_in(path: str, facts: FileFacts, survey: Survey) -> Iterator[Twin]:
    """Yield the definitions that other builds have of what a file defines."""
    if not facts.built_where:
        return
    classes = (class_symbol(path, cls) for cls in facts.classes if not cls.in_function)
    functions = (function_symbol(path, function) for function in facts.functions)
    constants = (constant_symbol(path, each) for each in facts.constants if is_shown(each, facts))
    for symbol in dict.fromkeys((*classes, *functions, *constants)):
        for twin in twins(symbol, survey):
            yield Twin(symbol.qualname, twin.path, survey.address_of(twin) or "")


def built_line(built_where: str) -> str:
    """Return the sentence about a condition."""
    return f"Built only where {markdown.code(built_where)}."


def twin_lines(found: Iterable[Twin], facts: PageFacts) -> Iterator[str]:
    """Yield a sentence for each file that has some of them."""
    by_path: dict[str, list[str]] = {}
    for twin in found:
        by_path.setdefault(twin.path, []).append(named(twin.name, twin.address, facts))
    for path, names in by_path.items():
        yield f"Other builds take {listing(names)} from {markdown.code(path)}."
