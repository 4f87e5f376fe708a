"""Fixtures that the tests of the UI share: a browser, and a deployment for each module."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright

from designdoc_tests.rendered import CHROMIUM, SWITCHES
from designdoc_tests.support import make_repo
from designdoc_tests.ui.deployment import Deployment, deployed
from designdoc_tests.ui.target import FILES
from designdoc_tests.ui.user import User
from designdoc_tests.waiting import LIMIT_MS

ALBUM = os.environ.get("DESIGNDOC_SCREENSHOTS")
"""A folder for screenshots of what the tests see: those of README are made so, in docs/ui."""


STILL = """
document.addEventListener("DOMContentLoaded", () => {
    const style = document.createElement("style");
    style.textContent = "*, *::before, *::after { animation: none !important; transition: none !important; }";
    document.head.append(style);
});
"""
"""Nothing on a page turns while somebody waits: without a graphics card, each frame of it is a processor's work."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A browser. While it is open, a loop of events runs in this thread, so that no run of ours could."""
    if CHROMIUM is None:
        pytest.skip("needs a browser: apt-get install chromium")
    expect.set_options(timeout=LIMIT_MS)
    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=CHROMIUM, args=SWITCHES, timeout=LIMIT_MS)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp(request.module.__name__.rpartition("_")[2])


@pytest.fixture(scope="module")
def repo(folder: Path) -> Path:
    """The repository that the module's deployment documents."""
    return make_repo(folder / "pay", FILES)


@pytest.fixture(scope="module")
def provider() -> list[str] | None:
    """The arguments of the module's provider; None where nobody is asked."""
    return None


@pytest.fixture(scope="module")
def deployment(
    browser: Browser, folder: Path, repo: Path, blank_home: Path, provider: list[str] | None
) -> Iterator[Deployment]:
    with deployed(folder, repo, blank_home, provider) as deployment:
        yield deployment


@pytest.fixture
def user(browser: Browser, deployment: Deployment) -> Iterator[User]:
    """Somebody who opens the UI."""
    page = browser.new_page(viewport={"width": 1400, "height": 900}, bypass_csp=True)
    page.set_default_timeout(LIMIT_MS)
    page.add_init_script(STILL)
    yield User(page, deployment, Path(ALBUM).absolute() if ALBUM else None)
    page.close()
