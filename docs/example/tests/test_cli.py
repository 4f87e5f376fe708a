from pathlib import Path

import pytest

from linkshelf.cli import main


def test_a_link_goes_onto_the_shelf_and_is_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("LINKSHELF_DATABASE", str(tmp_path / "shelf.sqlite"))
    assert main(["add", "https://example.org/a", "--tag", "x", "--title", "A"]) == 0
    assert main(["add", "https://example.org/a"]) == 1
    assert main(["list", "--tag", "x"]) == 0
    said = capsys.readouterr()
    assert "unread  A  https://example.org/a" in said.out
    assert said.err == "https://example.org/a is on the shelf already, as number 1\n"
