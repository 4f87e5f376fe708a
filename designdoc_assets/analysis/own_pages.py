"""Which classes and dependencies have enough to say for a page of their own.

The others are documented on the page of their file, or of their ecosystem. A rule looks at the facts of the class or
dependency alone, so that a change of its neighbours does not move it to another page.
"""

from designdoc_assets.analysis.dependency_usage import DependencyStatus, DependencyUsage
from designdoc_assets.analysis.member_sorts import has_section, is_offered
from designdoc_assets.ecosystems.facts import Dependency
from designdoc_assets.languages.facts import Class

MEMBERS_OF_A_PAGE = 6
"""Public methods, which have a section each: with fewer, they and the table of attributes fit on two screens, and an
exception, an enumeration, a data class or a small protocol reads better among those that it belongs to."""
WORDS_OF_A_PAGE = 600
"""Words of doc comments: some two screens of text, however few members they are about."""
IMPORTERS_OF_A_PAGE = 12
"""Files that import a dependency: TECH_DEBT names the first few, and one line the others, up to here."""
_ODD = frozenset({DependencyStatus.NAMED, DependencyStatus.UNUSED})
"""It is declared, and no import of it was found."""


def class_has_page(cls: Class) -> bool:
    """Whether a class has a page of its own. A private one has none: it is an implementation detail of its file."""
    if not is_offered(cls):
        return False
    public = [method for method in cls.methods if is_offered(method)]
    docs = [cls.doc, *(method.doc for method in cls.methods if has_section(method, cls))]
    words = sum(len(doc.text.split()) for doc in docs if doc is not None)
    return len({method.name for method in public}) >= MEMBERS_OF_A_PAGE or words >= WORDS_OF_A_PAGE


def dependency_has_page(dependency: Dependency, usage: DependencyUsage) -> bool:
    """Whether a dependency has a page of its own: if many files import it, or none that is documented is known to."""
    use = usage.of(dependency)
    return use.status in _ODD or use.is_only_elsewhere or len({*use.files, *use.tests}) > IMPORTERS_OF_A_PAGE
