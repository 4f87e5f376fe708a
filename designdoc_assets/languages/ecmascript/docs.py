"""Doc comments of TypeScript and JavaScript (TSDoc, JSDoc) to the parts of a `Doc`. Their text is Markdown already.

A block tag of which nothing is said here describes what the code says itself, and is left out with its text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from designdoc_assets.languages.doc_facts import Described, Doc
from designdoc_assets.languages.ecmascript.doc_code import with_code
from designdoc_assets.languages.engine.dialect import without_marks
from designdoc_assets.markup.markdown import code, fence, link, paragraphs

_TAG = re.compile(r"[ \t]*@(?P<tag>[A-Za-z]+)\b[ \t]*")
_FENCE = re.compile(r"[ \t]*(```|~~~)")
_INLINE = re.compile(r"\{@(?P<tag>link|linkcode|linkplain|code|inheritDoc|inheritdoc)\b\s*(?P<inside>[^{}]*)\}")
_BEFORE_LINK = re.compile(r"\[([^\]\n]+)\](?=\{@link)")
_URL = re.compile(r"https?://\S+")
_NAME = re.compile(r"[\w$.]+")
_ERROR = re.compile(
    r"(?:\{@link\s+(?P<link>[\w$.]+)[^}]*\}|`(?P<code>[\w$.]+)`|(?P<plain>[A-Z][\w$.]*))\s*(?P<rest>.*)", re.DOTALL
)
_OF_FILES = re.compile(r"@(?:file|fileoverview|overview|packageDocumentation|module)\b")
_LICENSE = re.compile(r"@(?:license|preserve|cc_on)\b|\bcopyright\b", re.IGNORECASE)

_OF_ITSELF = re.compile(r"^\W*@(?:typedef|callback|import)\b", re.MULTILINE)
"""What declares something by the comment alone."""

_TEXT = frozenset(
    {"remarks", "description", "desc", "summary", "classdesc", "file", "fileoverview", "overview", "typedef"}
)
_PARAMETERS = frozenset({"param", "arg", "argument"})
_PROPERTIES = frozenset({"property", "prop"})
_RESULTS = frozenset({"returns", "return"})
_ERRORS = frozenset({"throws", "exception"})
_HIDDEN = frozenset({"internal", "hidden", "ignore", "package", "private"})
_ACCESS = frozenset({"access", "api"})
_TITLES = {"see": "See", "since": "Since", "default": "Default", "defaultvalue": "Default", "todo": "To do"}
_CODE = re.compile(r"[\w.$-]+|[^\n`]*[()\[\]{}\"'=<>][^\n`]*")
"""A default that is one word, or has a sign that sentences have not."""
_STAGES = frozenset({"alpha", "beta", "experimental"})


def is_doc(comment: str) -> bool:
    """Return whether a comment is one for tools that make docs: `/** … */`, no licence, and of what stands below it."""
    is_for_tools = comment.startswith("/**") and comment[3:4] not in {"*", "/"}
    return is_for_tools and _LICENSE.search(comment) is None and _OF_ITSELF.search(comment) is None


def is_of_file(comment: str) -> bool:
    """Return whether a doc comment says that it is about the file that it stands in."""
    return _OF_FILES.search(comment) is not None


def parse(comment: str) -> Doc | None:
    """Return what a doc comment says; None where that is nothing."""
    parts = _Parts()
    for tag, body in _blocks(without_marks(comment).split("\n")):
        parts.add(tag, body)
    return parts.doc()


def _blocks(lines: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the tags of a comment with what is said behind them; what stands before them has none."""
    tag, body, is_code = "", list[str](), False
    for line in lines:
        if _FENCE.match(line):
            is_code = not is_code
        found = _TAG.match(line) if not is_code else None
        if found is None:
            body.append(line)
            continue
        yield tag, "\n".join(body).strip("\n").rstrip()
        tag, body = found["tag"], [line[found.end() :]]
    yield tag, "\n".join(body).strip("\n").rstrip()


@dataclass(slots=True)
class _Parts:
    texts: list[str] = field(default_factory=list)
    parameters: list[Described] = field(default_factory=list)
    attributes: list[Described] = field(default_factory=list)
    raises: list[Described] = field(default_factory=list)
    mentions: dict[str, None] = field(default_factory=dict)
    returns: str = ""
    returns_type: str = ""
    yields: str = ""
    deprecated: str | None = None
    is_private: bool = False

    def add(self, tag: str, body: str) -> None:
        name = tag.lower()
        if not tag or name in _TEXT:
            said = _NAME.sub("", _type(body)[1], count=1) if name == "typedef" else body
            self.texts.append(self._markdown(with_code(said)))
        elif name in _PARAMETERS or name in _PROPERTIES:
            described = self._described(body)
            if described is not None and not self._is_part(described):
                (self.parameters if name in _PARAMETERS else self.attributes).append(described)
        elif name in {"typeparam", "template"}:
            self._add_type_parameter(body)
        elif name in _RESULTS:
            self.returns_type, rest = _type(body)
            self.returns = self._markdown(rest.removeprefix("- "))
        elif name in {"yields", "yield"}:
            self.yields = self._markdown(_type(body)[1])
        elif name in _ERRORS:
            self._add_error(body)
        elif name == "deprecated":
            self.deprecated = self._markdown(body)
        elif name == "example":
            self.texts.append(_example(body))
        elif name in _TITLES and body.strip():
            self.texts.append(f"{_TITLES[name]}: {self._titled(name, body.strip().removeprefix('- '))}")
        elif name in _STAGES:
            self.texts.append(f"Marked as {code('@' + name)}.")
        elif name in _HIDDEN or (name in _ACCESS and body.strip().lower() in _HIDDEN):
            self.is_private = True

    def _titled(self, name: str, said: str) -> str:
        return code(said) if name.startswith("default") and _CODE.fullmatch(said) else self._markdown(said)

    def doc(self) -> Doc | None:
        doc = Doc(
            text=paragraphs(*self.texts),
            parameters=tuple(self.parameters),
            attributes=tuple(self.attributes),
            returns=self.returns,
            returns_type=self.returns_type,
            yields=self.yields,
            raises=tuple(self.raises),
            deprecated=self.deprecated or "",
            mentions=tuple(self.mentions),
            is_private=self.is_private,
        )
        return doc if doc != Doc() or self.deprecated is not None else None

    def _described(self, body: str) -> Described | None:
        """Return what is said of a parameter: `{type} [name=default] - text`, all but the name optional."""
        type_, rest = _type(body)
        if rest.startswith("["):
            inside, _, rest = rest[1:].partition("]")
            name = inside.partition("=")[0].strip()
        else:
            found = _NAME.match(rest.removeprefix("..."))
            if found is None:
                return None
            name, rest = found[0], rest.removeprefix("...")[found.end() :]
        if not type_ and rest.lstrip().startswith("{"):
            type_, rest = _type(rest.lstrip())  # It stands behind the name in some code.
        return Described(name, self._markdown(_without_dash(rest)), type=type_ or None)

    def _is_part(self, described: Described) -> bool:
        """Return whether a name is one of a member of the parameter before it, which then has its text."""
        name, _, member = described.name.partition(".")
        if not member or not self.parameters or self.parameters[-1].name != name:
            return False
        whole = self.parameters[-1]
        of_type = f" ({code(described.type)})" if described.type else ""
        said = f"{code(member)}{of_type}{': ' if described.text else ''}{described.text}"
        self.parameters[-1] = replace(whole, text=" ".join(filter(None, (_sentence(whole.text), _sentence(said)))))
        return True

    def _add_type_parameter(self, body: str) -> None:
        _, rest = _type(body)
        found = _NAME.match(rest)
        said = _without_dash(rest[found.end() :]) if found else ""
        if found and said:
            self.texts.append(f"Type parameter {code(found[0])}: {self._markdown(said)}")

    def _add_error(self, body: str) -> None:
        type_, rest = _type(body)
        found = _ERROR.match(rest) if not type_ else None
        if type_:
            self.raises.append(Described(type_, self._markdown(_without_dash(rest))))
        elif found is not None and (found["plain"] or "").casefold() not in {"if", "when", "a", "an", "the", "on"}:
            name = found["link"] or found["code"] or found["plain"]
            self.raises.append(Described(name, self._markdown(_without_dash(found["rest"]))))
        elif rest:
            self.texts.append(f"Throws: {self._markdown(rest)}")

    def _markdown(self, body: str) -> str:
        """Return a text with its inline tags as Markdown, each line moved to the left alike."""
        pieces: list[str] = []
        at = 0
        plain = _BEFORE_LINK.sub("", body)
        for found in _INLINE.finditer(plain):
            pieces += [plain[at : found.start()], self._inline(found["tag"].lower(), found["inside"].strip())]
            at = found.end()
        return "".join([*pieces, plain[at:]]).strip()

    def _inline(self, tag: str, inside: str) -> str:
        if tag == "code":
            return code(inside)
        if tag == "inheritdoc" or not inside:
            return ""
        target, _, shown = (part.strip() for part in inside.replace("|", " ", 1).partition(" "))
        if _URL.fullmatch(target):
            return link(shown, target) if shown else f"<{target}>"
        name = target.removesuffix("()").replace("#", ".").replace("~", ".")
        if _NAME.fullmatch(name):
            self.mentions[name] = None
        return shown or code(name)


def _type(body: str) -> tuple[str, str]:
    """Return the type in braces that a text begins with, and the rest."""
    if not body.startswith("{") or body.startswith("{@"):
        return "", body.strip()
    depth = 0
    for at, sign in enumerate(body):
        depth += (sign == "{") - (sign == "}")
        if depth == 0:
            return " ".join(body[1:at].split()), body[at + 1 :].strip()
    return "", body.strip()


def declared_type(comment: str) -> str:
    """Return the type that `@type` in a doc comment says a value has."""
    return _type(_body_of(comment, "type"))[0]


def typedef_in(comment: str) -> tuple[str, str]:
    """Return the type that `@typedef` in a doc comment gives a name, and what stands behind it."""
    return _type(_body_of(comment, "typedef"))


def _body_of(comment: str, of: str) -> str:
    return next((body for tag, body in _blocks(without_marks(comment).split("\n")) if tag == of), "")


def _sentence(text: str) -> str:
    return f"{text}." if text and text[-1] not in ".!?:" else text


def _without_dash(said: str) -> str:
    return said.strip().removeprefix("-").removeprefix(":").strip()


def _example(body: str) -> str:
    """Return an example under a heading; what is no Markdown yet is code."""
    if not body.strip():
        return ""
    title = "**Example**"
    caption = re.match(r"\s*<caption>(.*?)</caption>\s*", body, re.DOTALL)
    if caption is not None:
        title, body = f"**Example: {' '.join(caption[1].split())}**", body[caption.end() :]
    if "```" in body or "~~~" in body:
        return paragraphs(title, body.strip())
    lines = body.strip("\n").split("\n")
    rest = [line for line in lines[1:] if line.strip()]
    indent = min((len(line) - len(line.lstrip()) for line in rest), default=0)
    return paragraphs(
        title, fence("\n".join([lines[0].strip(), *(line[indent:] for line in lines[1:])]).strip("\n"), "")
    )
