"""The inline markup of reStructuredText to Markdown: literals, roles, references. Blocks are `restructured`'s work."""

import re
from collections.abc import Callable, Mapping

from designdoc_assets.markup.markdown import code, link

Resolve = Callable[[str], str | None]
"""Gives the URL of the page about a dotted name, relative to the page that is written; None where there is none."""

_INLINE = re.compile(
    r"""
    (?P<escaped> \\[ \n] | \\(?=[:|]) )
  | (?P<stars> (?<![\w*\\])(?:\\?\*){1,2}\w*args(?![\w*]) )
  | (?P<dunder> (?<![\w`*\\./-])(?:[\w-]+[./])*__\w+?__(?:[./]\w+)*(?:\(\))?(?![\w`]) )
  | (?P<role> (?<![\w`:\\]):(?:[a-zA-Z][\w.+-]*:)*(?P<name>[a-zA-Z][\w.+-]*):`(?P<content>[^`]+)` )
  | (?P<literal> (?<!`)(?P<ticks>``+)(?!`)(?P<text>.+?)(?<!`)(?P=ticks)(?!`) )
  | (?P<reference> (?<![`\w\\])`(?P<shown>[^`<]*)(?:<(?P<target>[^`<>]+)>)?`__?(?!\w) )
  | (?P<quoted> (?<![`\w\\])`(?P<said>[^`'"()\[\]\n]+)'(?=[\s.,;:!?)]|\Z) )
  | (?P<single> (?<![`\\])`(?P<word>[^`]+)`(?!`) )
  | (?P<named> (?<![\w`])(?P<label>[A-Za-z](?:[\w-]{0,80}[A-Za-z0-9])?)_(?![\w`]) )
  | (?P<crossed> (?<![\w\\\])}'"])\[(?P<caption>[^\[\]]+)\]\[(?P<object>[^\[\]\n]*)\] )
  | (?P<entity> &(?=\#?\w+;) )
  | (?P<operator> (?<=[\w)\]}'"])\*{1,2}(?=[\w(\[{'"]) )
  | (?P<underscore> (?<![\w`\\/.:-])_+(?=\w) | (?<=\w)_+(?![\w`/]) )
  | (?P<subscript> (?<=[\w)\]])\[(?=[^\[\]\n]*\]\((?!https?:|[./\#<])) )
  | (?P<markdown> (?<!\\)\[[^\[\]]*\]\([^()\s]*\) | <https?://[^\s<>]*> | https?://[^\s<>`]+ )
    """,
    re.VERBOSE | re.DOTALL,
)
_TITLED = re.compile(r"(?P<title>.*?)\s*<(?P<target>[^<>]*)>\Z", re.DOTALL)
_MODULE_ALIAS = re.compile(r"\A_[a-z]\w*\.(?=\w)")
_OBJECT = re.compile(r"[^\W\d]\w*(?:\.[^\W\d]\w*)*\Z")

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


def inline(text: str, resolve: Resolve, targets: Mapping[str, str]) -> str:
    """Return the Markdown of a paragraph; `targets` are the URLs of the text's own hyperlink targets, in lower case."""
    if not any(char in text for char in "`_*\\[&"):
        return text

    def replace(match: re.Match[str]) -> str:
        result = match.group()
        match match.lastgroup:
            case "escaped" if result != "\\\n":
                result = ""
            case "stars" | "dunder":  # bare, they would be emphasis
                result = code(result.replace("\\", ""))
            case "role":
                result = _role(match["name"].lower(), _folded(match["content"]), resolve)
            case "literal":
                result = code(match["text"].strip())
            case "reference":
                result = _reference(_folded(match["shown"]), match["target"], targets)
            case "quoted":  # as text had quotes before Unicode
                result = f"\\`{match['said']}'"
            case "single":
                result = _object(_folded(match["word"]), resolve)
            case "crossed":  # [`Foo`][a.Foo], as mkdocs and rustdoc have it, or a reference of Markdown
                name = match["object"] or match["caption"].strip("`")
                url = targets.get(name.lower()) or (resolve(name) if _OBJECT.match(name) else None)
                result = link(match["caption"], url) if url else match["caption"]
            case "named":
                url = targets.get(match["label"].lower())
                result = link(match["label"], url) if url else f"{match['label']}\\_"
            case "subscript":  # `handlers[name](event)` is a call, and no link
                result = "\\["
            case "entity":  # the text is no HTML
                result = "&amp;"
            case "operator" | "underscore":  # emphasis begins and ends at the border of a word, and never with `_`
                result = "".join(f"\\{char}" for char in result)
        return result

    return _INLINE.sub(replace, text)


def _role(role: str, content: str, resolve: Resolve) -> str:
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
    if titled and titled["title"]:
        return _object(titled["title"], resolve, titled["target"])
    return _object(content, resolve)


def _place(role: str, content: str) -> str:
    """Return what is shown of text, or of a place of which the title is not known: its label says what it is about."""
    if role == "ref":
        return re.sub(r"[-_]+", " ", content)
    return content.lstrip("/~") if role in _PLACE_ROLES else content


def _object(shown: str, resolve: Resolve, target: str | None = None) -> str:
    """Return code that links to the page of what it names: `~a.B` shows its last part, `.B` and `!B` lose the mark."""
    name = (shown if target is None else target).lstrip("~!.").removesuffix("()")
    if target is None:
        dotted = shown.lstrip("~!.")
        shown = dotted.rpartition(".")[2] if shown.startswith("~") else _MODULE_ALIAS.sub("", dotted)
    url = resolve(name) if _OBJECT.match(name) else None
    return link(code(shown), url) if url else code(shown)


def _reference(shown: str, target: str | None, targets: Mapping[str, str]) -> str:
    url = targets.get((target or shown).rstrip("_").lower(), target or "")
    if url.endswith("_") and target:
        url = ""
    shown = shown or target or ""
    return link(shown, url) if url else shown


def _folded(text: str) -> str:
    return " ".join(text.split())
