"""The headings of functions and methods, and the anchors by which links reach them.

The heading of a method is its qualified name, on its class's own page as on that of its file, so that its anchor stays
when the class moves from one to the other. What has no heading is reached by the anchor of the table that lists it.
"""

from collections.abc import Iterable, Mapping

from designdoc_assets.analysis.listed_constants import is_shown
from designdoc_assets.analysis.member_sorts import has_section, is_for_heirs, is_listed_as_special, is_offered
from designdoc_assets.languages.facts import Attribute, Class, FileFacts, Function
from designdoc_assets.languages.registry import noun_for
from designdoc_assets.languages.words import PLAIN, Words
from designdoc_assets.markup import markdown
from designdoc_assets.pages.anchors import Slugs, code_title
from designdoc_assets.program.resolution import numbered

INTERNAL_METHODS = "Internal methods"
"""The title of a table on a class's own page; those of its other tables are the language's."""
VARIABLES = "Global variables"

_SECTIONS = frozenset({"purpose", "classes", "functions", "constants", "types", "imports", "use", "notes"})
"""The titles of a file's sections that could be the name of a function. Keep in step with `FileSummary.render`."""
_INTERNAL = "internal-functions"


def function_title(name: str) -> str:
    """Return the heading of a function, prefixed with `Function` where it would collide with a section title."""
    title = code_title(f"{name}()")
    return f"Function {title}" if name.lower() in _SECTIONS else title


def alias_title(language: str) -> str:
    """Return the heading over type aliases: `Types`, or `Type aliases` where classes stand under `Types`."""
    return "Type aliases" if noun_for([language]) == PLAIN.type else "Types"


def values_title(constant: Attribute) -> str:
    """Return the heading over what is of the sort of a constant."""
    return VARIABLES if constant.sort == "variable" else "Constants"


def method_title(owner: str, name: str, *, is_property: bool = False) -> str:
    """Return the heading of a method of the class of that qualified name, without `()` if it is a property.

    For an anchor, `is_property` does not matter: parentheses leave no trace in it.
    """
    return code_title(f"{owner}.{name}" if is_property else f"{owner}.{name}()")


def has_heading(function: Function, facts: FileFacts) -> bool:
    """Whether a function has a heading on its file's page; others have a row in a table."""
    return is_offered(function) or function.name in (facts.exports or ())


def anchors_of_file(facts: FileFacts, classes: Iterable[Class]) -> Mapping[str, str]:
    """Return the anchors on a file's page by qualified name: of functions, constants, and members of these classes."""
    slugs = Slugs()
    found: dict[str, str] = {}
    for constant in facts.constants:
        if is_shown(constant, facts) and constant.sort != "type variable":
            title = alias_title(facts.language) if constant.sort == "alias" else values_title(constant)
            found[constant.name] = markdown.anchor(title)
    for function in facts.functions:
        if has_heading(function, facts):
            _add(found, slugs, function.qualname, function_title(function.name))
        else:
            found.setdefault(function.qualname, _INTERNAL)
    for cls in classes:
        _add_methods(found, slugs, cls)
    return found


def anchors_of_class(cls: Class, words: Words) -> Mapping[str, str]:
    """Return the anchors on a class's own page by the qualified names of its members."""
    found: dict[str, str] = {}
    _add_methods(found, Slugs(), cls)
    for method in cls.methods:
        if method.sort != "constructor" and not method.is_for_types:
            title = words.operators if is_listed_as_special(method) else INTERNAL_METHODS
            found.setdefault(_member(cls, method.name), markdown.anchor(title))
    for attribute in cls.attributes:
        if is_offered(attribute) or is_for_heirs(attribute, cls):
            title = words.member if attribute.sort == "case" else words.attribute
            found.setdefault(_member(cls, attribute.name), markdown.anchor(f"{title}s"))
    return found


def _add_methods(found: dict[str, str], slugs: Slugs, cls: Class) -> None:
    for method in cls.methods:
        if has_section(method, cls):
            _add(found, slugs, _member(cls, method.name), method_title(cls.qualname, method.name))


def _member(cls: Class, name: str) -> str:
    return f"{numbered(cls)}.{name}"


def _add(found: dict[str, str], slugs: Slugs, name: str, title: str) -> None:
    """Take the anchor of the next heading, as the anchor of `name` unless that has one already.

    It is taken in page order even if it is not kept, since later headings of the same text are numbered by it.
    """
    found.setdefault(name, slugs.take(title))
