"""The vocabulary of a target's languages for the check of names: names that exist in any program, and code patterns."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from designdoc_assets.artifacts.naming_shapes import CHAIN
from designdoc_assets.artifacts.naming_words import EVERYWHERE
from designdoc_assets.languages.registry import language

_STANDARDS = ("rfc", "iso", "utf", "sha", "md", "ipv", "http")
_NEVER = r"(?!)"
_TARGETS = r"(?P<targets>\w+(?:[ \t]*,[ \t]*\w+)*+)[ \t]*(?::[^=\n]*)?=(?!=)"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The names that exist in code and in prose whatever a target defines, and the patterns by which code is read."""

    keywords: frozenset[str]
    names: frozenset[str]
    methods: frozenset[str]
    modules: frozenset[str]
    fences: frozenset[str]
    """The info strings of fenced code that is judged; the empty one is that of code without any."""
    token: re.Pattern[str]
    """The words of code. It matches strings, comments and numbers as well, so that no word in them counts."""
    binds: re.Pattern[str]
    """Lines that give a name a meaning."""
    binds_inline: re.Pattern[str]
    prompt: re.Pattern[str]
    standard: re.Pattern[str]
    """A standard, or a version of a language, with its number."""

    def is_module(self, name: str) -> bool:
        """Return whether a dotted name, or its first part, is one of a standard library."""
        return name.partition(".")[0] in self.modules

    def has_words_in_a_row(self, code: str) -> bool:
        """Return whether two words follow each other as in a command or a phrase, and never in an expression."""
        end, was_word = -1, False
        for token in self.token.finditer(code):
            is_word = token.lastgroup in {"name", "kebab"} and token[0] not in self.keywords
            if is_word and was_word and code[end : token.start()].isspace():
                return True
            end, was_word = token.end(), is_word
        return False


@lru_cache(maxsize=32)
def vocabulary(languages: frozenset[str]) -> Vocabulary:
    """Return the vocabulary of a target in these languages: all that any of them has."""
    lexica = [language(name).lexicon for name in sorted(languages)]
    none: frozenset[str] = frozenset()
    prefixes = "".join(sorted({letter for lexicon in lexica for letter in lexicon.string_prefixes}))
    defining = _words(word for lexicon in lexica for word in lexicon.defining)
    modifiers = _words(word for lexicon in lexica for word in lexicon.modifiers)
    binding = _words(word for lexicon in lexica for word in lexicon.binding)
    standards = _words([*_STANDARDS, *(word for lexicon in lexica for word in lexicon.versions)])
    return Vocabulary(
        keywords=none.union(*(lexicon.keywords for lexicon in lexica)),
        names=EVERYWHERE.union(*(lexicon.names | lexicon.library() for lexicon in lexica)),
        methods=none.union(*(lexicon.methods for lexicon in lexica)),
        modules=none.union(*(lexicon.modules for lexicon in lexica)),
        fences=frozenset({""}).union(*(lexicon.fences for lexicon in lexica)),
        token=_token(prefixes, [mark for lexicon in lexica for mark in lexicon.comments]),
        binds=re.compile(
            rf"^[ \t]*{_TARGETS}|^[ \t]*(?:{modifiers}[ \t]+)*{defining}[ \t]+(?P<defined>\w+)", re.MULTILINE
        ),
        binds_inline=re.compile(rf"\b{binding}\s+\(?(?P<targets>\w+(?:\s*,\s*\w+)*)"),
        prompt=re.compile("|".join(lexicon.prompt for lexicon in lexica if lexicon.prompt) or _NEVER),
        standard=re.compile(rf"{standards}_?\d+", re.IGNORECASE),
    )


def _words(words: Iterable[str]) -> str:
    return f"(?:{'|'.join(sorted({re.escape(word) for word in words})) or _NEVER})"


def _token(prefixes: str, comments: Sequence[str]) -> re.Pattern[str]:
    prefix = f"[{prefixes}]{{0,2}}" if prefixes else ""
    return re.compile(
        rf"""
        (?P<string> {prefix}(?: \"\"\"[\s\S]*?\"\"\" | '''[\s\S]*?''' | "[^"\n]*" | '[^'\n]*' ) )
      | (?P<comment> {_words(comments)}[^\n]* )
      | (?P<number> \d[\w.]* | v\d+\.[\w.]* )
      | (?P<kebab> [^\W\d]\w*+(?:-\w++)++ )
      | (?P<attribute> (?<=[)\]}}"'.])\.{CHAIN} )
      | (?P<name> {CHAIN} )
        """,
        re.VERBOSE,
    )
