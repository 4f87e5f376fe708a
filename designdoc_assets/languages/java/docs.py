"""Doc comments of Java to Markdown: the text of Javadoc and its tags, and Markdown comments (`///`)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from designdoc_assets.languages.doc_facts import Described, Doc
from designdoc_assets.languages.java import html
from designdoc_assets.markup.markdown import bullets, code, escape_within, fence, paragraphs

_TAG = re.compile(r"[ \t]*@(?P<name>\w[\w.-]*)(?:[ \t]+|$)")
_REFERENCE = re.compile(r"\s*(?P<name>[^\s(]+(?:\([^)]*\))?)\s*(?P<label>.*)\Z", re.DOTALL)
_NOT_TOLD = frozenset({"inheritDoc", "docRoot"})
OWN_VALUE = "\ue000"
"""Stands in a text where the value of the constant is to be told that it is about."""
_NOTES = {"apiNote": "API note", "implSpec": "Implementation requirements", "implNote": "Implementation note"}
_MARKDOWN_REFERENCE = re.compile(r"(?<![`\\\]])\[(?P<label>[^\[\]\n`]+)\](?:\[(?P<name>[^\[\]\n]*)\])?(?![(\[:])")
_NAME = re.compile(r"[\w.$]*(?:#\w+)?(?:\([^()]*\))?")
_HIDING = frozenset({"hidden", "hide"})


def is_doc(comment: str) -> bool:
    """Return whether a comment is one for those who use the code."""
    return comment.startswith(("/**", "///")) and comment != "/**/"


def parse(comments: Sequence[str]) -> Doc | None:
    """Return what the last doc comment of those above a thing says; None where that is nothing."""
    if not comments:
        return None
    is_markdown = comments[-1].startswith("///")
    if is_markdown:
        run: list[str] = []
        for comment in reversed(comments):
            if not comment.startswith("///"):
                break
            run.insert(0, comment.rstrip("\n")[3:])
        indent = min((len(line) - len(line.lstrip()) for line in run if line.strip()), default=0)
        lines = [line[indent:] for line in run]
    else:
        lines = _bare(comments[-1])
    return _Parsed(is_markdown=is_markdown).doc(lines)


def _bare(comment: str) -> list[str]:
    """Return the lines of a comment without its marks."""
    lines = comment.removeprefix("/**").removesuffix("*/").split("\n")
    return [lines[0].lstrip("*"), *(re.sub(r"^[ \t]*\*+", "", line) for line in lines[1:])]


def _parts(lines: Sequence[str]) -> list[tuple[str, str]]:
    """Return the parts of a comment, each the name of its tag and its text; the first has no tag."""
    parts: list[tuple[str, list[str]]] = [("", [])]
    depth = 0
    is_code = False
    for line in lines:
        tag = _TAG.match(line) if depth == 0 and not is_code else None
        if tag is not None:
            parts.append((tag["name"], [line[tag.end() :]]))
        else:
            parts[-1][1].append(line)
        # A tag inside of `{@code}` is code.
        for found in re.finditer(r"\{@|[{}]", line):
            if found[0] == "{@" or (found[0] == "{" and depth):
                depth += 1
            elif found[0] == "}" and depth:
                depth -= 1
        if line.lstrip().startswith("```"):
            is_code = not is_code
    return [(name, "\n".join(text)) for name, text in parts]


@dataclass
class _Parsed:
    is_markdown: bool
    mentions: dict[str, None] = field(default_factory=dict)
    returned: str = ""
    inherits: bool = False

    def doc(self, lines: Sequence[str]) -> Doc | None:
        """Return the facts of a comment."""
        texts: list[str] = []
        parameters: list[Described] = []
        of_types: list[Described] = []
        raises: list[Described] = []
        deprecated: list[str] = []
        sees: list[str] = []
        returns = ""
        is_private = False
        for name, text in _parts(lines):
            match name:
                case "":
                    self.inherits = "{@inheritDoc}" in text
                    texts.append(self._shown(text))
                case "param":
                    described = self._described(text)
                    of_types += [each for each in described if each.name.startswith("<")]
                    parameters += [each for each in described if not each.name.startswith("<")]
                case "throws" | "exception":
                    raises += self._described(text)
                case "return" | "returns":
                    returns = self._text(text)
                case "deprecated":
                    deprecated.append(self._text(text))
                case "since":
                    texts.append(f"Since {escape_within(' '.join(text.split()))}." if text.strip() else "")
                case "see":
                    sees.append(self._seen(text))
                case _ if name in _NOTES:
                    texts.append(paragraphs(f"**{_NOTES[name]}**", self._text(text)))
                case _ if name in _HIDING:
                    is_private = True
        if of_types:
            texts.append(f"Type parameters:\n\n{bullets(f'{code(each.name[1:-1])}: {each.text}' for each in of_types)}")
        seen = [each for each in sees if each]
        texts.append(f"See also {', '.join(seen)}." if seen else "")
        made = Doc(
            text=paragraphs(*texts),
            parameters=tuple(parameters),
            returns=returns or self.returned,
            raises=tuple(raises),
            deprecated=paragraphs(*deprecated),
            mentions=tuple(self.mentions),
            inherits=self.inherits,
            is_private=is_private,
        )
        return made if made not in {Doc(), Doc(inherits=True)} else None

    def _described(self, text: str) -> list[Described]:
        name, _, about = text.strip().partition(" ") if " " in text.strip() else _split(text.strip())
        if "\n" in name:
            name, _, rest = name.partition("\n")
            about = f"{rest} {about}"
        said = self._text(about)
        return [Described(name, said)] if name and said else []

    def _seen(self, text: str) -> str:
        written = " ".join(text.split())
        if not written or written.startswith('"'):
            return escape_within(written.strip('"'))
        return self._text(written) if written.startswith("<") else self._reference(written, is_code=True)

    def _text(self, text: str) -> str:
        return self._shown(text).replace(OWN_VALUE, "")

    def _shown(self, text: str) -> str:
        return self._from_markdown(text) if self.is_markdown else html.markdown(text, self._inline)

    def _from_markdown(self, text: str) -> str:
        """Return Markdown as it is, inline tags and references to names shown as code."""
        pieces: list[str] = []
        is_code = False
        for line in text.strip("\n").split("\n"):
            is_fence = line.lstrip().startswith("```")
            is_code ^= is_fence
            pieces.append(line if is_code or is_fence else self._markdown_line(line))
        return "\n".join(pieces).strip()

    def _markdown_line(self, line: str) -> str:
        pieces: list[str] = []
        at = 0
        while (found := re.compile(r"\{@(\w+)").search(line, at)) is not None:
            end = html.closing(line, found.end())
            pieces += [line[at : found.start()], self._inline(found[1], line[found.end() : end])]
            at = end + 1
        return _MARKDOWN_REFERENCE.sub(self._markdown_reference, "".join([*pieces, line[at:]]))

    def _markdown_reference(self, found: re.Match[str]) -> str:
        name = found["name"] or found["label"]
        if not _NAME.fullmatch(name) or not (name[:1].isalpha() or name.startswith("#")):
            return found[0]
        shown = self._reference(name, is_code=True)
        return found["label"] if found["name"] and found["label"] != found["name"] else shown

    def _inline(self, name: str, inside: str) -> str:  # noqa: PLR0911 - one for each kind of tag
        """Return the Markdown of an inline tag."""
        match name:
            case "code":
                return self._code(inside)
            case "literal":
                return escape_within(" ".join(inside.split()))
            case "value" if not inside.strip():
                return OWN_VALUE
            case "link" | "linkplain" | "value":
                return self._reference(inside, is_code=name != "linkplain")
            case "return":
                self.returned = self._text(inside)
                return f"Returns {self.returned}."
            case "summary":
                return self._text(inside)
            case "snippet":
                _, colon, shown = inside.partition(":\n")
                return _fenced(shown) if colon else ""
            case "index" | "systemProperty":
                return code(inside.strip().split()[0].strip('"')) if inside.strip() else ""
        return "" if name in _NOT_TOLD else escape_within(" ".join(inside.split()))

    def _code(self, inside: str) -> str:
        if "\n" in inside.strip() and inside.count("\n") > 2:
            return _fenced(inside)
        shown = " ".join(inside.split())
        if re.fullmatch(r"[A-Za-z_$][\w$]*(?:\.[\w$]+)*(?:\(\))?", shown):
            self.mentions[shown.removesuffix("()")] = None
        return code(shown)

    def _reference(self, inside: str, *, is_code: bool) -> str:
        """Return how a reference to a name is shown: its label, or the name."""
        found = _REFERENCE.match(inside)
        if found is None:
            return ""
        module, slash, rest = found["name"].partition("/")
        name = (rest if slash else module).lstrip("#").replace("#", ".")
        bare = name.partition("(")[0]
        if re.fullmatch(r"[\w.$]+", bare):
            self.mentions[bare] = None
        label = " ".join(html.plain(found["label"]).split())
        shown = label or _short(name)
        return code(shown) if is_code else escape_within(shown)


def _split(text: str) -> tuple[str, str, str]:
    name, blank, rest = text.partition("\n")
    return name, blank, rest


def _short(name: str) -> str:
    """Return a name without its package, and the types in its parentheses without theirs."""
    return re.sub(r"\b(?:[a-z][\w]*\.)+(?=[A-Z])", "", name)


def _fenced(written: str) -> str:
    lines = written.expandtabs(4).strip("\n").split("\n")
    indent = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return fence("\n".join(line[indent:].rstrip() for line in lines).rstrip(), "java")
