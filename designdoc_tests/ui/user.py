"""What a user does in the Dagster UI, and sees there."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from playwright.sync_api import Locator, Page, expect

from designdoc_tests.ui.deployment import Deployment
from designdoc_tests.waiting import wait_for

LOCATION = "/locations/__repository__@designdoc"
SIDE = 240
"""Pixels of the navigation, which screenshots leave out."""


@dataclass(frozen=True)
class User:
    """Somebody in front of a browser."""

    page: Page
    deployment: Deployment
    album: Path | None
    """Where screenshots go, if anywhere."""

    def open(self, path: str) -> None:
        """Go to a page of the UI."""
        self.page.goto(f"{self.deployment.address}{path}")

    def see(self, text: str | re.Pattern[str]) -> Locator:
        """Wait until a text is there, and return where."""
        found = self.page.get_by_text(text).first
        expect(found).to_be_visible()
        return found

    def look_for(self, path: str, text: str) -> None:
        """Open a page again and again until it shows a text: one that is open stays at the event that it showed."""

        def is_there() -> bool:
            self.open(path)
            try:
                expect(self.page.get_by_text(text).first).to_be_visible(timeout=5_000)
            except AssertionError:
                return False
            return True

        wait_for(is_there, f"{text!r} on {path}")

    def see_run(self, outcome: str) -> None:
        """Wait until a run's page says how it ended: Success or Canceled. Of its events, it shows those that fit."""
        expect(self.page.get_by_text(outcome, exact=True).first).to_be_visible()

    def open_partition(self, asset: str, key: str) -> None:
        """Go to the page of a partition."""
        self.open(f"/assets/{asset}?view=partitions&partition={quote(key)}")

    def see_unsynced(self, asset: str, key: str, *, because_of: str | None) -> None:
        """Wait until a partition's page says that another asset changed since it was made; None: that none did."""
        self.open_partition(asset, key)
        self.see("Latest materialization")
        self.page.wait_for_load_state("networkidle")  # the tag comes last, or not at all
        tag = self.page.get_by_text("Unsynced (1)").first
        if because_of is None:
            expect(tag).not_to_be_visible()
            return
        tag.hover()
        self.see(because_of)
        self.see("has a new data version")

    def see_metadata(self, name: str, value: str) -> None:
        """Wait until the page shows a piece of metadata with this value."""
        row = self.page.locator("tr").filter(has=self.page.get_by_text(name, exact=True)).first
        expect(row.get_by_text(value, exact=True).first).to_be_visible()

    def metadata(self, name: str) -> str:
        """Return the value of a piece of metadata that the page shows."""
        row = self.page.locator("tr").filter(has=self.page.get_by_text(name, exact=True)).first
        return row.locator("td").nth(1).inner_text()

    def see_in_log(self, text: str) -> None:
        """Wait until a run's page has a text in its log, of which it shows only what there is room for."""
        self.page.get_by_placeholder("Filter…").fill(text)
        self.see(text)

    def open_run_of_backfill(self) -> None:
        """Go from a backfill's page to that of its run."""
        self.page.get_by_role("tab", name="Runs").click()
        self.see(re.compile("^[0-9a-f]{8}$")).click()

    def see_partitions(self, asset: str, **counts: int) -> None:
        """Wait until an asset's page counts so many partitions of each sort: `materialized=2`."""
        self.open(f"/assets/{asset}?view=partitions")
        for sort, count in counts.items():
            self.see(re.compile(rf"^{sort.capitalize()} \({count}\)$"))

    def partitions(self, sort: str) -> int:
        """Return how many partitions of a sort the page counts now."""
        text = self.page.get_by_text(re.compile(rf"^{sort.capitalize()} \(\d+\)$")).first.inner_text()
        return int(text.partition("(")[2].rstrip(")"))

    def materialize(self, asset: str, which: str | Sequence[str], config: str = "") -> str:
        """Launch a backfill from an asset's page, and return its id.

        Args:
            asset: The asset.
            which: A button of the dialog (`All`, `Failed`), or the partitions.
            config: What to type into the dialog's configuration.
        """
        self.open(f"/assets/{asset}?view=partitions")
        self.page.get_by_role("button", name="Materialize").first.click()
        if isinstance(which, str):
            self.page.get_by_role("button", name=which, exact=True).click()
        else:
            self.page.get_by_text("Select a partition or create one").click()
            for key in which:
                self.page.get_by_role("menuitem").filter(has_text=key).click()
            self.page.keyboard.press("Escape")
        if config:
            self.page.get_by_text("Config", exact=True).click()
            self.page.get_by_role("button", name="Add config").click()
            self.type(config)
            self.page.get_by_role("button", name="Save config").click()
        self.page.get_by_role("button", name="Launch backfill").click()
        return self.see(re.compile("Created backfill")).inner_text().split()[2]

    def materialize_whole(self, asset: str) -> None:
        """Launch a run of an asset without partitions from its page."""
        self.open(f"/assets/{asset}")
        self.page.get_by_role("button", name="Materialize").first.click()
        self.see(re.compile("^Launched run"))

    def unsynced(self) -> list[str]:
        """Return the assets that the graph's dialog *Materialize unsynced* lists, and close it."""
        self.open("/asset-groups")
        self.page.get_by_role("button", name="Materialize all").first.locator("xpath=following::button[1]").click()
        self.page.get_by_text("Materialize unsynced").click()
        dialog = self.page.get_by_role("dialog").filter(has_text="Materialize unsynced assets")
        expect(dialog.get_by_text(re.compile("^(Asset Name|All assets are up to date)$"))).to_be_visible()
        listed = [*dict.fromkeys(re.findall(r"^[a-z_]+$", dialog.inner_text(), re.MULTILINE))]
        self.page.keyboard.press("Escape")
        return listed

    def see_backfill(self, backfill: str, outcome: str) -> None:
        """Wait until a backfill's page says how it ended: Succeeded or Failed."""
        self.open(f"/runs/b/{backfill}")
        status = self.page.locator("xpath=//*[text()='Status']/following::*[normalize-space(text())][1]")
        expect(status).to_have_text(outcome)

    def type(self, config: str) -> None:
        """Replace what the editor of run configuration holds."""
        self.page.locator(".CodeMirror").first.click()
        self.page.keyboard.press("Control+a")
        self.page.keyboard.insert_text(config)

    def launch(self, job: str, config: str = "") -> None:
        """Launch a job from its launchpad; the browser is then on the page of the run."""
        self.open(f"{LOCATION}/jobs/{job}/playground/setup")
        if config:
            self.type(config)
        button = self.page.get_by_role("button", name="Launch Run")
        expect(button).to_be_enabled()
        button.click()

    def reexecute_from_failure(self) -> None:
        """Launch a run again from where it failed; the browser is then on the page of the new run."""
        self.page.get_by_role("button", name="Re-execute all").locator("xpath=following::button[1]").click()
        self.page.get_by_role("menuitem", name="From failure").click()

    def shoot(self, name: str, **clip: float) -> None:
        """Take a screenshot of the page without its navigation, if screenshots are wanted."""
        if self.album is None:
            return
        self.page.wait_for_load_state("networkidle")  # icons come last
        size = self.page.viewport_size
        assert size is not None
        area = {"x": SIDE, "y": 0, "width": size["width"] - SIDE, "height": size["height"]} | clip
        self.page.evaluate(_SHORTEN, str(self.deployment.repo.parent))
        self.page.screenshot(path=self.album / f"{name}.png", clip=area, animations="disabled")


_SHORTEN = """(folder) => {
    const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT)
    while (texts.nextNode()) texts.currentNode.data = texts.currentNode.data.replaceAll(folder, '/srv')
}"""
"""Shows the temporary folder of the tests under a shorter name."""
