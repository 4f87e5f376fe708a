"""What each kind makes of all `cases/`, as a digest: run as a program, it writes down what comes out today.

python -m designdoc_tests.golden
"""

import hashlib
import json
import tempfile
from pathlib import Path
from typing import TypedDict

from designdoc_assets.artifacts.registry import kinds
from designdoc_assets.pages.layout import LLMS_PAGE
from designdoc_assets.pages.page import parse_page
from designdoc_assets.pages.regions import Region
from designdoc_tests.support import docs_of, document, repo_like

CASES = Path(__file__).parent / "cases"
FILE = Path(__file__).parent / "golden.json"


class Golden(TypedDict):
    """A kind's version, and the digest of all that it made."""

    version: int
    digest: str


def make(folder: Path) -> dict[str, Golden]:
    """Document all cases as one repository, below a folder, and return what came out, by kind."""
    repo = repo_like(CASES, folder / "cases", "EXPECTED.md")
    run = document(repo, writer="static")
    assert run.success, run.failure
    return of_kinds(repo)


def of_kinds(repo: Path) -> dict[str, Golden]:
    """Return what each kind made of a repository."""
    digests = {name: hashlib.sha256() for name in kinds()}
    for page in sorted([*docs_of(repo).rglob("*.md"), docs_of(repo) / LLMS_PAGE]):
        for piece in parse_page(page.read_text()).pieces:
            if isinstance(piece, Region):
                digests[piece.kind].update(f"\0{page.relative_to(repo)}\0{piece.body}".encode())
    return {name: Golden(version=kinds()[name].version, digest=digests[name].hexdigest()[:16]) for name in kinds()}


def recorded() -> dict[str, Golden]:
    """Return what came out when it was last written down."""
    found: dict[str, Golden] = json.loads(FILE.read_text())
    return found


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        FILE.write_text(json.dumps(make(Path(folder)), indent=2) + "\n")
