"""From the text of a file to its facts."""

from designdoc_assets.languages.engine import comments, nesting, uses
from designdoc_assets.languages.engine.captures import captured
from designdoc_assets.languages.engine.definition import Found
from designdoc_assets.languages.engine.dialect import Dialect
from designdoc_assets.languages.engine.facts_of import facts_of
from designdoc_assets.languages.engine.parsing import parsed, source_of
from designdoc_assets.languages.facts import FileFacts


def read(dialect: Dialect, text: str) -> FileFacts:
    """Return what parsing finds in a file's text; never raises, whatever the text is."""
    found = found_in(dialect, text)
    uses.place(dialect, found)
    return facts_of(dialect, found)


def found_in(dialect: Dialect, text: str) -> Found:
    """Return the definitions of a file, nested, documented and finished, before they become facts."""
    found = captured(dialect, parsed(dialect, source_of(text)))
    dialect.prepare(found)
    nesting.nest(found)
    dialect.finish(found)
    comments.attach(dialect, found)
    return found
