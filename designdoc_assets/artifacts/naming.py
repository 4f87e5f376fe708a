"""Finds names in a model's prose that nothing defines.

Every name that is reported makes the model write again, which costs money, and what it then leaves out may have been
true: only what stands nowhere is reported, and a word that may be something else than a name of the code is not judged.
All-capital words are such, since constants and environment variables look the same; so are, outside of code, words like
`PaymentGateway`: projects and products are spelt so, too.
"""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from designdoc_assets.artifacts.naming_known import Names
from designdoc_assets.artifacts.naming_shapes import (
    CHAIN,
    NOT_CODE,
    is_camel,
    is_file_name,
    is_lower_camel,
    is_snake,
    singulars,
)
from designdoc_assets.artifacts.naming_vocabulary import Vocabulary, vocabulary
from designdoc_assets.artifacts.naming_words import PRODUCTS
from designdoc_assets.languages.registry import language_of
from designdoc_assets.markup.fences import lines_with_code

_TICKS = re.compile(r"`+")
_WORD = re.compile(r"\w+")
_LINK_TARGET = re.compile(r"\]\([^()\s]*\)|\]\[[^\[\]\s]*\]|<[^<>\s]*>")
_CHUNK = re.compile(r"\S+")
_MAY_NAME = re.compile(r"[_/]|\(\)|\w[A-Z]")
_PROSE_NAME = re.compile(rf"({CHAIN})(\(\))?")
_PATH = re.compile(r"[\w.@~+%:-]*(?:/[\w.@~+%*<>{}:$-]*)+(?:;.*)?")
_LINE_NUMBER = re.compile(r":\d+(?:[-:]\d+)?\Z")


def unknown_names(text: str, known: Sequence[Names], languages: Collection[str]) -> list[str]:
    """Return the names in a model's Markdown that do not exist, in order, once each.

    Args:
        text: The Markdown. Code spans and fenced code are judged as code; elsewhere only words that cannot be but
            names: `send()`, `send_all`, `sendAll`, `PaymentGateway.send`.
        known: All names that exist; with the paths of files, if those are to be judged.
        languages: The languages of the target, whose built-in names exist.
    """
    judge = _Judge(known, vocabulary(frozenset(languages)))
    found: dict[str, None] = {}
    for block in _blocks(text):
        names = judge.fence(block) if block.is_fence else judge.paragraph(block.text)
        found.update(dict.fromkeys(names))
    return list(found)


class _Block(NamedTuple):
    text: str
    is_fence: bool = False
    info: str = ""


def _blocks(text: str) -> Iterator[_Block]:
    """Yield the paragraphs and the fenced blocks of a text."""
    lines: list[str] = []
    in_fence = False
    for line, is_code in lines_with_code(text):
        if is_code != in_fence or not (is_code or line.strip()):
            if lines:
                yield _block(lines, in_fence)
            lines, in_fence = [], is_code
        lines.append(line)
    if lines:
        yield _block(lines, in_fence)


def _block(lines: Sequence[str], is_fence: bool) -> _Block:
    if not is_fence:
        return _Block("\n".join(lines))
    info = lines[0].lstrip(" -*+.)0123456789").lstrip("`~").strip().partition(" ")[0].lower()
    return _Block("\n".join(lines[1:]), True, info.strip("{}."))


@dataclass(frozen=True, slots=True)
class _Judge:
    known: Sequence[Names]
    words: Vocabulary

    def paragraph(self, text: str) -> Iterator[str]:
        """Yield the unknown names in a paragraph."""
        runs = list(_TICKS.finditer(text))
        closing = _closing(runs)
        at = index = 0
        while index < len(runs):
            end = closing[index]
            if end is None:
                index += 1
                continue
            yield from self._prose(text[at : runs[index].start()])
            yield from self._span(text[runs[index].end() : runs[end].start()].strip())
            at = runs[end].end()
            index = end + 1
        yield from self._prose(text[at:])

    def fence(self, block: _Block) -> Iterator[str]:
        """Yield the unknown names in fenced code."""
        if block.info not in self.words.fences:
            return
        lines = block.text.split("\n")
        prompt = self.words.prompt
        if any(prompt.match(line) for line in lines):
            lines = [prompt.sub("", line) for line in lines if prompt.match(line)]
        code = "\n".join(lines)
        binding = self.words.binds.finditer(code)
        bound = {name for match in binding for name in _WORD.findall(match["targets"] or match["defined"])}
        if block.info:
            yield from self._code(code, bound)
        else:
            for line in lines:
                yield from self._span(line.strip(), bound)

    def _span(self, code: str, bound: Collection[str] = ()) -> Iterator[str]:
        """Yield the unknown names in a piece of code, which may be something else than names."""
        path, _, name = code.partition("::")
        path = _LINE_NUMBER.sub("", path)
        if _PATH.fullmatch(path) or is_file_name(path):
            if self._is_unknown_file(path):
                yield path
            elif name:
                yield from self._code(name, bound)
        elif not NOT_CODE.search(code) and not self.words.has_words_in_a_row(code):
            yield from self._code(code, bound)

    def _code(self, code: str, bound: Collection[str]) -> Iterator[str]:
        inline = self.words.binds_inline.finditer(code)
        own = {*bound, *(name for match in inline for name in _WORD.findall(match["targets"]))}
        for token in self.words.token.finditer(code):
            if token.lastgroup == "attribute":
                name = token[0].removeprefix(".")
                if not self._is_known(["", *name.split(".")]):
                    yield name
            elif token.lastgroup == "name" and not self._is_known(token[0].split("."), own):
                yield token[0]

    def _prose(self, text: str) -> Iterator[str]:
        """Yield the unknown names in text outside of code."""
        for chunk in _CHUNK.findall(_LINK_TARGET.sub(" ", text)):
            if _MAY_NAME.search(chunk):
                yield from self._words(chunk.replace("\\_", "_"))

    def _words(self, chunk: str) -> Iterator[str]:
        bare = chunk.strip(".,:;!?[]*'’").lstrip("@")
        if "/" in bare:
            path = bare.strip("()")
            if not all(is_camel(part) for part in path.split("/")):
                if self._is_unknown_file(path):
                    yield path
                return
        elif any(sign in bare for sign in '@\\{}<>$%#"“”=`') or bare.startswith(("-", "www.")):
            return
        for name, call in _PROSE_NAME.findall(bare):
            parts = [part for part in name.split(".") if part]
            if not call and is_file_name(name):
                if self._is_unknown_file(name):
                    yield name
            elif call or _is_name(parts):
                own = name.strip("_") if not name.startswith("__") else name
                # Underscores around a word may be emphasis, or part of the name.
                if not (self._is_known(own.split("."), PRODUCTS) or self._is_known(name.split("."))):
                    yield own
            elif len(parts) > 1:
                yield from (part for part in parts if (is_camel(part) or is_snake(part)) and not self._is_known([part]))

    def _is_known(self, parts: Sequence[str], own: Collection[str] = ()) -> bool:
        """Return whether a dotted name exists: as it is, or each of its parts somewhere."""
        whole = ".".join(parts)
        if any(whole in names.whole for names in self.known) or (len(parts) > 1 and self.words.is_module(parts[0])):
            return True
        before = ""
        for part in parts:
            is_method = part in self.words.methods and len(parts) > 1 and not before[:1].isupper()
            if not (part in own or is_method or self._exists(part, is_alone=len(parts) == 1)):
                return False
            before = part
        return True

    def _exists(self, name: str, *, is_alone: bool) -> bool:
        if len(name.strip("_")) <= 1 or self._is_part(name) or name in self.words.names:
            return True
        if self.words.standard.fullmatch(name):
            return True
        is_word = name.isupper() or name in PRODUCTS or name.rstrip("0123456789") in PRODUCTS
        if is_alone and (is_word or self.words.is_module(name)):
            return True
        return any(self._is_part(singular) or singular in PRODUCTS for singular in singulars(name))

    def _is_part(self, word: str) -> bool:
        return any(word in names.parts for names in self.known)

    def _is_unknown_file(self, path: str) -> bool:
        files = [file for names in self.known for file in names.files]
        if not files or language_of(path) is None or any(sign in path for sign in "*<>{}$"):
            return False
        wanted = path.removeprefix("./").lstrip("/")
        return not any(file == wanted or file.endswith(f"/{wanted}") for file in files)


def _is_name(parts: Sequence[str]) -> bool:
    """Whether a word outside of code, without parentheses, cannot be but a name."""
    first = parts[0]
    return is_snake(first) or (is_camel(first) if len(parts) > 1 else is_lower_camel(first))


def _closing(runs: Sequence[re.Match[str]]) -> list[int | None]:
    """Return for each run of backticks the next of the same length, which closes a code span that it opens."""
    closing: list[int | None] = [None] * len(runs)
    following: dict[int, int] = {}
    for index in range(len(runs) - 1, -1, -1):
        length = len(runs[index][0])
        closing[index] = following.get(length)
        following[length] = index
    return closing
