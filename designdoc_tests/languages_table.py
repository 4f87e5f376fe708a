"""What README says of each language, made of what its folder implements: run as a program, it is written there anew.

python -m designdoc_tests.languages_table
"""

from collections.abc import Iterable
from pathlib import Path

from designdoc_assets.languages.language import Language
from designdoc_assets.languages.name_rules import NameRules
from designdoc_assets.languages.programs import ProgramStarter
from designdoc_assets.languages.registry import LANGUAGES
from designdoc_assets.markup import markdown

README = Path(__file__).parents[1] / "README.md"
BEGIN, END = "<!-- languages:begin -->\n", "<!-- languages:end -->\n"
_NOT = "not read"


def table() -> str:
    """Return the table: a column for each language."""
    columns = [list(_column(language)) for language in LANGUAGES]
    titles = [language.words.title for language in LANGUAGES]
    rows = [[said, *(column[at][1] for column in columns)] for at, (said, _) in enumerate(columns[0])]
    return markdown.table(["", *titles], rows) + "\n"


def written(text: str) -> str:
    """Return README with the table as it is now."""
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    return f"{before}{BEGIN}{table()}{END}{after}"


def _column(language: Language) -> Iterable[tuple[str, str]]:
    """Yield what is said of a language: the same things in the same order for each."""
    is_linked = type(language).linker is not Language.linker
    forms = [form.name for form in language.other_forms if form.name]
    yield "Files", _codes(language.suffixes)
    yield "Searched for imports alone", ", ".join(sorted(forms)) or "nothing"
    yield "Files that complete each other", "joined" if type(language).joined is not Language.joined else "not joined"
    yield "Imports lead to files and packages", _yes(is_linked)
    yield "How files belong together, by", _codes(language.configurations) or ("folders" if is_linked else _NOT)
    yield "Declared types of results and elements", _yes(bool(language.types.element))
    yield "Exceptions that leave a function", _yes(language.rules.exceptions != NameRules().exceptions)
    yield "Calls with effects (network, files, processes)", _yes(bool(language.traits.effects))
    owner = next((each for each in LANGUAGES if each.name == language.linked_as), language)
    starters = [each.name for each in owner.frameworks if isinstance(each, ProgramStarter)]
    others = [each.name for each in owner.frameworks if each.name not in starters]
    names = dict.fromkeys(filter(None, others))
    yield (
        "Frameworks, for commands, routes, jobs, tables and settings",
        ", ".join(sorted(names, key=str.lower)) or "none",
    )
    yield "Programs that it starts, by", ", ".join(sorted(starters)) or _NOT
    yield "Tests, by name", _codes(language.conventions.tests, 4) or "none: by folder"
    yield "Generated, by name", _codes(language.conventions.generated) or "none"
    yield "Declared dependencies, of", language.ecosystem or _NOT


def _codes(names: Iterable[str], most: int = 8) -> str:
    codes = [markdown.code(name) for name in names]
    return ", ".join([*codes[:most], *([f"{len(codes) - most} more"] if len(codes) > most else [])])


def _yes(is_so: bool) -> str:
    return "read" if is_so else _NOT


if __name__ == "__main__":
    README.write_text(written(README.read_text()))
