"""Pages as a browser shows them: diagrams drawn by mermaid.js, and tables, in a column as wide as that of GitHub.

What is measured is what a reader sees: text after the picture was scaled down to the column, and tables wider than it.
"""

import json
import re
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from playwright.sync_api import Browser, Page, sync_playwright

from designdoc_assets.markup.mermaid.engine import installed
from designdoc_tests.support import docs_of
from designdoc_tests.waiting import LIMIT_MS

COLUMN_PX = 880
"""The width of a file's text on GitHub in a window of usual size."""
LEAST_TEXT_PX = 11.0
_FENCE = re.compile(r"^```mermaid\n(.*?)\n```$", re.MULTILINE | re.DOTALL)

CHROMIUM = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
SWITCHES = ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--disable-background-networking"]

_PAGE = f"""
<!DOCTYPE html><meta charset="utf-8">
<style>
body {{ margin: 0; font: 16px/1.5 "Noto Sans", Helvetica, Arial, sans-serif; }}
#column {{ width: {COLUMN_PX}px; overflow-wrap: break-word; }}
svg {{ max-width: 100%; height: auto; }}
table {{ display: block; width: max-content; max-width: 100%; overflow: auto; border-collapse: collapse; }}
th, td {{ padding: 6px 13px; border: 1px solid; }}
code, pre {{ font: 85% ui-monospace, "Liberation Mono", monospace; }}
code {{ padding: .2em .4em; white-space: break-spaces; }}
</style>
<div id="column"></div>
"""
"""The rules of GitHub's style sheet that decide about widths."""

_DRAW = """
async (texts) => {
  const column = document.getElementById("column");
  const found = [];
  for (const [index, text] of texts.entries()) {
    let drawn;
    try {
      drawn = await mermaid.render(`d${index}`, text);
    } catch (error) {
      found.push({ problem: String(error.message) });
      continue;
    }
    column.innerHTML = drawn.svg;
    const svg = column.querySelector("svg");
    const scale = svg.getScreenCTM().a;
    const sizes = [], boxes = [];
    for (const element of svg.querySelectorAll("text, foreignObject *")) {
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
      const inside = element.tagName === "text" && element.textContent.trim();
      if (!own && !inside) continue;
      sizes.push(parseFloat(getComputedStyle(element).fontSize) * scale);
      const box = element.getBoundingClientRect();
      boxes.push([box.width, element.textContent.trim()]);
    }
    const shown = svg.getBoundingClientRect();
    found.push({ width: shown.width / scale, height: shown.height / scale, smallest: Math.min(...sizes), scale });
    column.innerHTML = "";
  }
  return found;
}
"""

_TABLES = """
(html) => {
  const column = document.getElementById("column");
  column.innerHTML = html;
  const found = [...column.querySelectorAll("table")].map((table) => table.scrollWidth);
  column.innerHTML = "";
  return found;
}
"""


@dataclass(frozen=True)
class Drawn:
    """A diagram on a page.

    Attributes:
        width_px: How wide mermaid.js draws it, before it is scaled down to the column.
        height_px: How high.
        smallest_px: The size of the smallest text in it, as a reader sees it in the column.
        problem: Why mermaid.js does not draw it; then nothing is measured.
    """

    width_px: float = 0.0
    height_px: float = 0.0
    smallest_px: float = 0.0
    problem: str = ""


class Reader:
    """Somebody who looks at pages."""

    def __init__(self, page: Page) -> None:
        self._page = page

    def diagrams(self, texts: Sequence[str]) -> list[Drawn]:
        """Draw Mermaid texts, and measure them."""
        return [
            Drawn(problem=one["problem"]) if "problem" in one else Drawn(one["width"], one["height"], one["smallest"])
            for one in self._page.evaluate(_DRAW, list(texts))
        ]

    def tables(self, markdown: str) -> list[float]:
        """Return how wide, in px, each table of a page is."""
        html = MarkdownIt("commonmark").enable("table").render(markdown)
        found: list[float] = self._page.evaluate(_TABLES, html)
        return found

    def picture(self, text: str, file: Path) -> None:
        """Write a diagram down as a reader sees it: PNG."""
        self._page.evaluate(
            "async (text) => { const d = await mermaid.render('picture', text);"
            " document.getElementById('column').innerHTML = d.svg; }",
            text,
        )
        self._page.locator("#column svg").screenshot(path=str(file))


@contextmanager
def reader() -> Iterator[Reader]:
    """Open a browser that has mermaid.js; a test skips where either is missing."""
    if CHROMIUM is None:
        pytest.skip("needs a browser: apt-get install chromium")
    found = installed()
    if found is None:
        pytest.skip("needs mermaid.js: install designdoc-assets[mermaid]")
    with sync_playwright() as engine:
        browser: Browser = engine.chromium.launch(executable_path=CHROMIUM, args=SWITCHES, timeout=LIMIT_MS)
        page = browser.new_page(viewport={"width": COLUMN_PX + 120, "height": 900})
        page.set_default_timeout(LIMIT_MS)
        page.set_content(_PAGE)
        page.add_script_tag(path=str(found[0]))
        page.evaluate(f"mermaid.initialize({json.dumps({'startOnLoad': False, 'securityLevel': 'strict'})})")
        yield Reader(page)
        browser.close()


def diagrams(repo: Path) -> dict[str, str]:
    """Return all Mermaid texts of a documented repository, by page and number."""
    return {
        f"{page.relative_to(docs_of(repo))} {number}": text
        for page in sorted(docs_of(repo).rglob("*.md"))
        for number, text in enumerate(_FENCE.findall(page.read_text()))
    }


def check_diagrams(repo: Path) -> None:
    """Check that a documented repository has some diagrams, and that each is read without zooming."""
    texts = diagrams(repo)
    with reader() as somebody:  # after the run: none goes while a browser is open
        pictures = dict(zip(texts, somebody.diagrams(list(texts.values())), strict=True))
    assert len(pictures) > 5
    assert {name: one.problem for name, one in pictures.items() if one.problem} == {}
    assert {name: one for name, one in pictures.items() if one.smallest_px < LEAST_TEXT_PX} == {}
