"""Pages as such, and all of them together: markers, links, titles, tables, diagrams."""

import os
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from urllib.parse import unquote

from markdown_it.token import Token

from designdoc_assets.analysis.grains import Grain
from designdoc_assets.artifacts.artifact import Artifact
from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.disputes.file import FILE_NAME as DISPUTES
from designdoc_assets.markup.mermaid.parser import parse as parse_diagram
from designdoc_assets.pages.layout import LLMS_PAGE, is_page
from designdoc_assets.pages.regions import Region, Stray
from designdoc_assets.pages.tree import STATE_FOLDER
from designdoc_tests.audit.pages import Page, artifacts_on, pages_of, resolved

_MARKER = re.compile(r"<!-- designdoc:(?:begin|end) .*-->")
_OWN_HTML = re.compile(r"<details>|<summary>[^<>\n]+</summary>|</details>|</?code>")
_SCHEMES = ("http://", "https://", "mailto:")
_MOST_BOXES = 12
_DECLARED_BOX = re.compile(r"(?:class )?(\w+)(?:[\[(].*| \{)?$")
_ARROW = re.compile(r"(\w+) [-.<|>]+(?:\|\".*\"\|)? (\w+)")
_CELL_END = re.compile(r"(?<!\\)\|")


def audit(docs: Path) -> list[str]:
    """Return what is wrong with the pages below `docs`, each by itself and all together."""
    pages = {page.name: page for page in pages_of(docs)}
    each = (
        (page, problem)
        for page in pages.values()
        for problem in (*_page_problems(page, docs), *_link_problems(page, pages, docs))
    )
    return [
        *_misplaced(docs),
        *(f"{page.name}: {problem}" for page, problem in each),
        *_shared(pages.values()),
        *(f"{name}: no link leads there from README.md" for name in sorted({*pages} - _reached(pages))),
    ]


def _misplaced(docs: Path) -> Iterator[str]:
    for file in sorted(docs.rglob("*")):
        name = file.relative_to(docs).as_posix()
        if name == DISPUTES:
            yield f"{name}: there are disputes"
        elif file.is_file() and not (is_page(name) or name.startswith(f"{STATE_FOLDER}/")):
            yield f"{name}: neither a page nor data of the tree"


def _page_problems(page: Page, docs: Path) -> Iterator[str]:
    if [tag for tag, _ in page.headings].count("h1") != 1 or page.headings[0][0] != "h1":
        yield "its title is not its one heading of the first level"
    if not page.regions:
        yield "there is no region on it"
    for piece in page.pieces:
        if isinstance(piece, Stray):
            yield f"a stray marker: {piece.raw.strip()}"
        elif isinstance(piece, Region):
            yield from (f"region {piece.kind}: {problem}" for problem in _region_problems(piece))
    shown = sum(_MARKER.fullmatch(line) is not None for token in page.tokens for line in _html(token))
    if shown != 2 * len(page.regions):
        yield f"a reader's Markdown has {shown} markers, of {len(page.regions)} regions"
    if str(docs.resolve()) in page.text:
        yield "holds the path of the docs tree"
    for token in page.tokens:
        yield from _token_problems(token, page.text)


def _html(token: Token) -> list[str]:
    """Return the lines of a token that is HTML: a block of it goes on to the next blank line."""
    return token.content.strip().split("\n") if token.type in {"html_block", "html_inline"} else []


def _token_problems(token: Token, text: str) -> Iterator[str]:
    for line in _html(token):
        if not (_MARKER.fullmatch(line) or _OWN_HTML.fullmatch(line)):
            yield f"raw HTML: {line[:80]}"
    match token.type:
        case "inline":
            yield from _code_problems(token.children or [])
        case "fence" if token.info == "mermaid" and (problem := parse_diagram(token.content)):
            yield f"a diagram does not parse: {problem}"
        case "fence" if token.info == "mermaid" and (boxes := _boxes(token.content)) > _MOST_BOXES:
            yield f"a diagram of {boxes} boxes, where a reader takes in {_MOST_BOXES}"
        case "table_open":
            yield from _table_problems(text, token)


def _boxes(diagram: str) -> int:
    """Return how many boxes a diagram's statements name: a word that begins one, or is an end of an arrow."""
    found = set()
    for line in (line.strip() for line in diagram.splitlines() if line.startswith(" ")):
        declared = _DECLARED_BOX.match(line)
        arrow = _ARROW.match(line)
        found |= {declared[1]} if declared else {arrow[1], arrow[2]} if arrow else set()
    return len(found - {"end"})  # of a frame


def _code_problems(tokens: Iterable[Token]) -> Iterator[str]:
    """Find code in HTML, as it is written where there are links in it, that holds more than words and links."""
    is_open = False
    for token in tokens:
        if token.content in {"<code>", "</code>"}:
            if is_open == (token.content == "<code>"):
                yield f"{token.content} where it is {'open' if is_open else 'closed'}"
            is_open = not is_open
        elif is_open and token.type not in {"text", "text_special", "link_open", "link_close"}:
            yield f"{token.type} in code: {token.content[:80]}"
    if is_open:
        yield "code that is not closed"


def _region_problems(region: Region) -> Iterator[str]:
    header = region.header
    if region.kind not in kinds():
        yield "there is no such kind"
    if header is None:
        yield "its header is not readable"
        return
    is_empty = not region.body and not (region.kind == "class_diagram" and header.partition)
    if region.raw is None or not region.raw[2] or is_empty:
        yield "it has no body, or no end"
    if region.edited:
        yield "its body is not what was generated"
    if header.status != "passed":
        yield f"its status is {header.status}"
    if header.parts is not None:
        yield "its markers are of the earlier format"


def _table_problems(text: str, table: Token) -> Iterator[str]:
    """Find rows of more or fewer cells than the header has: a reader sees the surplus nowhere."""
    first, end = table.map or (0, 0)
    lines = text.split("\n")[first:end]
    sizes = [len(_CELL_END.findall(line)) for line in lines]
    for line, size in zip(lines, sizes, strict=True):
        if size != sizes[0]:
            yield f"a table's row of {size - 1} cells below a header of {sizes[0] - 1}: {line[:80]}"


def _link_problems(page: Page, pages: Mapping[str, Page], docs: Path) -> Iterator[str]:
    for target in page.targets:
        if target.startswith(_SCHEMES):
            continue
        path, _, fragment = target.partition("#")
        other = resolved(page, path) if path else page.name
        if other is None:
            if not _is_source(page, target, docs):
                yield f"a link out of the tree, and to no source: {target}"
        elif not (docs / other).is_file():
            yield f"a dead link: {target}"
        elif fragment and (other not in pages or unquote(fragment) not in pages[other].anchors):
            yield f"a link to no heading: {target}"


def _is_source(page: Page, target: str, docs: Path) -> bool:
    """Whether a link out of the tree leads to a file or a folder beside it."""
    path = unquote(target, errors="surrogateescape")
    return path.startswith("../") and Path(os.path.normpath(docs / page.name / ".." / path)).exists()


def _shared(pages: Iterable[Page]) -> Iterator[str]:
    """Find pages of several partitions, artifacts on several pages, and names that somebody takes for one."""
    homes: dict[tuple[str, str], list[str]] = defaultdict(list)
    folded: dict[str, list[str]] = defaultdict(list)
    titles: dict[str, list[str]] = defaultdict(list)
    for page in pages:
        if page.name != LLMS_PAGE:  # whose format asks for the name of the project
            titles[page.title].append(page.name)
        artifacts = artifacts_on(page)
        if len({_file_of(artifact) for artifact in artifacts}) > 1:
            yield f"{page.name}: artifacts share it that have nothing to do with each other"
        for artifact in artifacts:
            homes[artifact.kind, artifact.key].append(page.name)
        folded[page.name.casefold()].append(page.name)
    for (kind, partition), names in homes.items():
        if len(names) > 1:
            yield f"{kind}[{partition}]: on several pages: {', '.join(names)}"
    for names in folded.values():
        if len(names) > 1:
            yield f"{' and '.join(names)}: one file where case does not count"
    for title, names in titles.items():
        if len(names) > 1:
            yield f"{' and '.join(names)}: all are called {title}"


def _file_of(artifact: Artifact) -> tuple[str, str]:
    """Return what artifacts that share a page have in common: the file of classes, the ecosystem of dependencies."""
    match kinds()[artifact.kind].grain:
        case Grain.CLASSES | Grain.FILES:
            return "files", artifact.key.rpartition("::")[0] or artifact.key
        case Grain.DEPENDENCIES:
            return "dependencies", artifact.key.partition(":")[0]
        case grain:
            return grain, artifact.key


def _reached(pages: Mapping[str, Page]) -> set[str]:
    found, pending = {"README.md"}, ["README.md"]
    while pending:
        page = pages.get(pending.pop())
        targets = [target.partition("#")[0] for target in page.targets] if page else []
        new = {other for target in targets if page and target and (other := resolved(page, target))} - found
        found |= new
        pending += new
    return found
