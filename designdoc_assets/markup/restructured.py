"""The inline markup of reStructuredText to Markdown: literals, roles, references, as in READMEs and comments of code.

A reference to something in code becomes that name as code. Blocks (lists, directives, sections) are what dialects of
languages read, as they mix them with forms of their own.
"""

import re
from collections.abc import Mapping
from functools import cache

from designdoc_assets.markup.markdown import code, link

_CHANGES_NOTHING = "://"
"""The mark of what is found only to be passed over."""
_FORMS = (
    ("\\", r"(?P<escaped> \\[ \n] | \\(?=[:|]) )"),
    ("*", r"(?P<stars> (?<![\w*\\])(?:\\?\*){1,2}\w*args(?![\w*]) )"),
    ("_", r"(?P<underscored> (?<![\w`*\\./-])(?:[\w-]+[./])*__\w+?__(?:[./]\w+)*(?:\(\))?(?![\w`]) )"),
    ("`", r"(?P<role> (?<![\w`:\\]):(?:[a-zA-Z][\w.+-]*:)*(?P<name>[a-zA-Z][\w.+-]*):`(?P<content>[^`]+)` )"),
    ("`", r"(?P<literal> (?<!`)(?P<ticks>``+)(?!`)(?P<text>.+?)(?<!`)(?P=ticks)(?!`) )"),
    ("`", r"(?P<reference> (?<![`\w\\])`(?P<shown>[^`<]*)(?:<(?P<target>[^`<>]+)>)?`__?(?!\w) )"),
    ("`", r"""(?P<quoted> (?<![`\w\\])`(?P<said>[^`'"()\[\]\n]+)'(?=[\s.,;:!?)]|\Z) )"""),
    ("`", r"(?P<single> (?<![`\\])`(?P<word>[^`]+)`(?!`) )"),
    ("[", r"(?P<numbered> \s?(?<![\w\])])\[[\#*]\]_(?!\w) )"),
    ("[", r"(?P<footnote> (?<![\w\])])\[\#?(?P<note>\w+)\]_(?!\w) )"),
    ("_", r"(?P<named> (?<![\w`])(?P<label>[A-Za-z](?:[\w-]{0,80}[A-Za-z0-9])?)_(?![\w`]) )"),
    ("|", r"(?P<substituted> (?<![\w|\\`])\|(?P<stands>[A-Z][\w.-]*[a-z]\w*)\|_{0,2}(?![\w|]) )"),
    ("[", r"""(?P<crossed> (?<![\w\\\])}'"])\[(?P<caption>[^\[\]]+)\]\[(?P<object>[^\[\]\n]*)\] )"""),
    ("&", r"(?P<entity> &(?=\#?\w+;) )"),
    ("*", r"""(?P<operator> (?<=[\w)\]}'"])\*{1,2}(?=[\w(\[{'"]) )"""),
    ("_", r"(?P<underscore> (?<![\w`\\/.:-])_+(?=\w) | (?<=\w)_+(?![\w`/]) )"),
    ("[", r"(?P<subscript> (?<=[\w)\]])\[(?=[^\[\]\n]*\]\((?!https?:|[./\#<])) )"),
    ("[", r"(?P<linked> (?<!\\)\[[^\[\]]*\]\([^()\s]*\) )"),
    (_CHANGES_NOTHING, r"(?P<url> <https?://[^\s<>]*> | https?://[^\s<>`]+ )"),
)
"""What is looked for, in this order, each behind a mark without which it cannot be there: looking takes time."""
_MARKS = tuple(dict.fromkeys(mark for mark, _ in _FORMS))
_ALWAYS = {
    "numbered": "",  # a footnote that is numbered by what prints it
    "subscript": "\\[",  # `handlers[name](event)` is a call, and no link
    "entity": "&amp;",  # the text is no HTML
}
_TARGETS = (
    re.compile(r"^ *\.\. _`?(?P<label>[^:`\n]+)`?:[ ]*(?P<url>\S+)$", re.MULTILINE),
    re.compile(r"^ *\[(?P<label>[^\[\]\n]+)\]:[ ]*(?P<url>\S+)", re.MULTILINE),
)
"""Hyperlink targets of reStructuredText, and those of Markdown."""
_TITLED = re.compile(r"(?P<title>.*?)\s*<(?P<target>[^<>]*)>\Z", re.DOTALL)
_NAME = re.compile(r"[~!.]*(?:[^\W\d]\w*\.)*(?P<last>[^\W\d]\w*)\Z")
_MODULE_ALIAS = re.compile(r"\A(?:_[a-z]\w*\.|python:)(?=\w)")
"""What stands before a name in code or in the index of a manual, and is no part of it."""

_PROSE_ROLES = {"abbr", "dfn", "download", "eq", "guilabel", "menuselection", "numref", "sub", "sup", "term"}
"""Their content is text."""
_PLACE_ROLES = {"doc", "ref"}
"""They name a page or a section of some other documentation."""
_LITERAL_ROLES = {"code", "command", "envvar", "file", "kbd", "literal", "mimetype", "option", "program", "samp"}
_TICKET_ROLES = {"issue", "ticket", "gh", "pr", "pull"}
_STANDARDS = {
    "pep": ("PEP", "https://peps.python.org/pep-{:0>4}/"),
    "rfc": ("RFC", "https://datatracker.ietf.org/doc/html/rfc{}"),
}


@cache
def _inline(marks: tuple[str, ...]) -> re.Pattern[str]:
    """Return what finds the forms that a text with some marks may have."""
    return re.compile(" | ".join(form for mark, form in _FORMS if mark in marks), re.VERBOSE | re.DOTALL)


def hyperlink_targets(text: str) -> dict[str, str]:
    """Return the URLs that a text defines names for, by name in lower case."""
    if "_" not in text and "[" not in text:
        return {}
    return {match["label"].strip().lower(): match["url"] for form in _TARGETS for match in form.finditer(text)}


def inline(text: str, targets: Mapping[str, str]) -> str:
    """Return the Markdown of a paragraph; `targets` are those of the whole text: see `hyperlink_targets`."""
    marks = tuple(mark for mark in _MARKS if mark in text)
    if marks in {(), (_CHANGES_NOTHING,)}:
        return text

    def replace(match: re.Match[str]) -> str:
        result = _ALWAYS.get(match.lastgroup or "", match.group())
        match match.lastgroup:
            case "escaped" if result != "\\\n":
                result = ""
            case "stars" | "underscored":  # bare, they would be emphasis
                result = code(result.replace("\\", ""))
            case "role":
                result = _role(match["name"].lower(), _folded(match["content"]))
            case "literal":
                result = code(match["text"].strip())
            case "reference":
                result = _reference(_folded(match["shown"]), match["target"], targets)
            case "quoted":  # as text had quotes before Unicode
                result = f"\\`{match['said']}'"
            case "single":
                result = _default(_folded(match["word"]))
            case "footnote":
                result = f"[{match['note']}]"
            case "crossed":  # [`Foo`][a.Foo], as mkdocs and rustdoc have it, or a reference of Markdown
                name = match["object"] or match["caption"].strip("`")
                url = targets.get(name.lower())
                result = link(match["caption"], url) if url else match["caption"]
            case "named":
                url = targets.get(match["label"].lower())
                result = link(match["label"], url) if url else f"{match['label']}\\_"
            case "substituted":  # by the settings of a manual, mostly by a link of that name
                result = match["stands"]
            case "operator" | "underscore":  # emphasis begins and ends at the border of a word, and never with `_`
                result = "".join(f"\\{char}" for char in result)
        return result

    return _inline(marks).sub(replace, text)


def without_mark(text: str) -> str:
    """Return a paragraph that announces a literal block by `::` as it is shown: a colon stays where it ends a word."""
    if not text.endswith("::"):
        return text
    return text[:-2].rstrip() if text[-3:].startswith((" ", ":", "\n")) else text[:-1]


def _role(role: str, content: str) -> str:
    titled = _TITLED.match(content)
    if role in _STANDARDS:
        label, url = _STANDARDS[role]
        number = (titled["target"] if titled else content).partition("#")[0].strip()
        return link(titled["title"] if titled and titled["title"] else f"{label} {number}", url.format(number))
    if role in _TICKET_ROLES:
        return content if content.startswith("#") else f"#{content}"
    if role in _LITERAL_ROLES:  # not names of Python: a leading dot belongs to `.env`
        return code(content)
    if role in _PROSE_ROLES | _PLACE_ROLES:
        return titled["title"] if titled and titled["title"] else _place(role, content)
    if role in {"emphasis", "strong"}:
        mark = "*" if role == "emphasis" else "**"
        return f"{mark}{content}{mark}"
    return code(titled["title"]) if titled and titled["title"] else _object(content)


def _default(content: str) -> str:
    """Return what has no role, or is Markdown's code: of a title and the dotted name that it leads to, the title."""
    titled = _TITLED.match(content)
    return code(titled["title"]) if titled and _leads_to(titled["target"], titled["title"]) else _object(content)


def _leads_to(target: str, title: str) -> bool:
    """Whether a title leads to a name; `git clone <url>` is a command."""
    name = _NAME.match(target)
    if not name or "." not in target:
        return False
    last = name["last"].lower()
    return any(word.removesuffix("()") in {last, f"{last}s", f"{last}es"} for word in title.lower().split())


def _place(role: str, content: str) -> str:
    """Return what is shown of text, or of a place of which the title is not known: its label says what it is about."""
    if role == "ref":
        return re.sub(r"[-_]+", " ", content)
    return content.lstrip("/~") if role in _PLACE_ROLES else content


def _object(shown: str) -> str:
    """Return the name of something in code: `~a.B` shows its last part, `.B` and `!B` lose the mark."""
    dotted = shown.lstrip("~!.")
    return code(dotted.rpartition(".")[2] if shown.startswith("~") else _MODULE_ALIAS.sub("", dotted))


def _reference(shown: str, target: str | None, targets: Mapping[str, str]) -> str:
    url = targets.get((target or shown).rstrip("_").lower(), target or "")
    if url.endswith("_") and target:
        url = ""
    shown = shown or target or ""
    return link(shown, url) if url else shown


def _folded(text: str) -> str:
    return " ".join(text.split())
