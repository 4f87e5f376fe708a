"""A tree leads somewhere: to what the project is, what to read first, every symbol by name, and the source."""

import re
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import unquote

import fsspec  # type: ignore[import-untyped]
import pytest

from designdoc_tests.audit.tree import audit
from designdoc_tests.support import (
    PAY,
    commit,
    dead_links,
    docs_of,
    document,
    document_again,
    make_repo,
    markdown_tokens,
    run_git,
    tree_bytes,
    write,
)

GATEWAY = "packages/pay/gateway.py.md"
MOST_BYTES_ON_GITHUB = 512_000
SHOP = {
    "README.md": (
        "# Shop\n\n[![Build](https://ci/badge.svg)](https://ci)\n\n<p align='center'><img src='logo.png'></p>\n\n"
        "[Docs](https://docs.example.org) | [Chat](chat.md)\n\n"
        "Shop sells *things* to people, see [the guide](docs/guide.md) and [Dagster][d].\n\n"
        "Second paragraph of many words.\n\n[d]: https://dagster.io\n"
    ),
    "pyproject.toml": (
        '[project]\nname = "shop"\ndescription = "A shop, in | short"\n[project.scripts]\nshop = "shop.cli:main"\n'
    ),
    "shop/__init__.py": '"""Sells things."""\n',
    "shop/money.py": '"""Amounts and currencies."""\n\n\nclass Amount:\n    """Cents."""\n\n\nclass _Rate:\n    pass\n',
    "shop/basket.py": (
        '"""What somebody wants."""\n\nfrom shop.money import Amount\n\n\n'
        'def total(amount: Amount) -> Amount:\n    """Add."""\n    return amount\n'
    ),
    "shop/cli.py": (
        '"""The command."""\n\nfrom shop.basket import total\nfrom shop.money import Amount\n\nLIMIT = 3\n\n\n'
        'def main() -> None:\n    """Sell."""\n    total(Amount())\n'
    ),
    "examples/try.py": "from shop.money import Amount\n\nprint(Amount())\n",
}


def _made(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    repo = make_repo(folder, files)
    run = document(repo)
    assert run.success, run.failure
    return docs_of(repo)


def _part(text: str, title: str) -> str:
    """Return what stands under a heading of the second level."""
    return text.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The docs of a shop."""
    return _made(tmp_path_factory.mktemp("ways") / "shop", SHOP)


@pytest.fixture(scope="module")
def readme(shop: Path) -> str:
    return (shop / "README.md").read_text()


# Source


def test_every_page_leads_to_its_source_and_nowhere_else(shop: Path, tmp_path: Path) -> None:
    large = "class Till:\n" + "".join(f"    def step_{number}(self): ...\n\n" for number in range(6))
    tills = _made(tmp_path / "tills", {"shop/till.py": large})
    assert audit(shop) == audit(tills) == []
    for docs, page, source in (
        (shop, "packages/shop/money.py.md", "shop/money.py"),
        (shop, "packages/shop/README.md", "shop"),
        (tills, "packages/shop/till.py.Till.md", "shop/till.py"),
    ):
        heading = (docs / page).read_text().partition("<!--")[0]
        led_to = [(docs / page).parent / unquote(target) for target in re.findall(r"\]\(([^)]+)\)", heading)]
        assert (docs.parents[1] / source).resolve() in [place.resolve() for place in led_to]


def test_an_address_holds_neither_commit_nor_line(shop: Path) -> None:
    head = run_git(shop.parents[1], "rev-parse", "HEAD")
    text = "".join(page.read_text() for page in shop.rglob("*.md"))
    assert head not in text
    assert "#L" not in text


def test_docs_elsewhere_lead_to_the_servers_default_branch(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "pay", PAY)
    run_git(repo, "remote", "add", "origin", "git@github.com:acme/pay.git")
    assert document(repo, output=str(tmp_path / "out")).success
    text = (tmp_path / "out" / GATEWAY).read_text()
    assert "*file* [`pay/gateway.py`](https://github.com/acme/pay/blob/HEAD/pay/gateway.py)" in text
    package = (tmp_path / "out/packages/pay/README.md").read_text()
    assert "[source](https://github.com/acme/pay/tree/HEAD/pay)" in package
    symbols = (tmp_path / "out/SYMBOLS.md").read_text()
    assert "[`pay/order.py`](https://github.com/acme/pay/blob/HEAD/pay/order.py)" in symbols


def test_docs_in_object_storage_lead_to_the_server_as_well(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "pay", PAY)
    run_git(repo, "remote", "add", "origin", "https://gitlab.example.org/acme/pay")
    run = document(repo, output=f"memory://{tmp_path.name}/docs")
    assert run.success, run.failure
    text = fsspec.filesystem("memory").cat_file(f"/{tmp_path.name}/docs/{GATEWAY}").decode()
    assert "[`pay/gateway.py`](https://gitlab.example.org/acme/pay/-/blob/HEAD/pay/gateway.py)" in text
    assert fsspec.filesystem("memory").exists(f"/{tmp_path.name}/docs/llms.txt")


def test_where_nothing_is_known_of_a_server_the_path_stands_alone(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "pay", PAY)
    assert document(repo, output=str(tmp_path / "out")).success
    assert "*file* `pay/gateway.py`, package" in (tmp_path / "out" / GATEWAY).read_text()
    assert "*class* in `pay/gateway.py`" in (tmp_path / "out/SYMBOLS.md").read_text()
    assert dead_links(tmp_path / "out") == []


def test_docs_of_a_part_of_a_repository_lead_to_it_from_beside(tmp_path: Path) -> None:
    top = make_repo(tmp_path / "top", {f"services/pay/{path}": text for path, text in PAY.items()})
    assert document(top / "services/pay", output=str(top / "docs/pay")).success
    text = (top / "docs/pay" / GATEWAY).read_text()
    assert "](../../../../services/pay/pay/gateway.py)" in text
    assert audit(top / "docs/pay") == []


def test_docs_on_a_branch_lead_to_the_code_that_is_committed_with_them(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "pay", PAY)
    run = document(repo, ref="main", branch="design-docs")
    assert run.success, run.failure
    text = run_git(repo, "show", f"design-docs:docs/design/{GATEWAY}")
    assert "*file* [`pay/gateway.py`](../../../../pay/gateway.py)" in text
    assert run_git(repo, "show", "design-docs:pay/gateway.py") == PAY["pay/gateway.py"].strip()


# Titles


def test_no_two_pages_have_the_same_title(tmp_path: Path) -> None:
    nested = {
        f"{folder}/__init__.py": "class Meta:\n    x = 1\n\n    def go(self): ...\n" for folder in ("a", "a/b", "c")
    }
    manifest = {"pyproject.toml": '[project]\nname = "x"\ndependencies = ["a"]\n'}
    twice = {"d.py": "if 1:\n    class Meta:\n        y = 1\nelse:\n    class Meta:\n        y = 2\n"}
    docs = _made(tmp_path / "same", nested | manifest | twice)
    titles = [re.search(r"^# .+", page.read_text(), re.MULTILINE) for page in docs.rglob("*.md")]
    found = [title[0] for title in titles if title]
    assert len(found) == len(titles)
    assert sorted(set(found)) == sorted(found)
    assert r"# a/b/\_\_init\_\_.py" in found
    assert audit(docs) == []


def test_a_page_of_an_earlier_version_gets_title_and_source_when_it_is_rewritten(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "pay", PAY)
    assert document(repo).success
    page, mine = docs_of(repo) / GATEWAY, docs_of(repo) / "packages/pay/order.py.md"
    now = page.read_text()
    earlier = now.replace("# pay/gateway.py\n", "# gateway.py\n").replace(
        "[`pay/gateway.py`](../../../../pay/gateway.py)", "`pay/gateway.py`", 1
    )
    assert earlier.startswith("# gateway.py\n\n*file* `pay/gateway.py`, package")
    page.write_text(earlier + "\nMine.\n")
    mine.write_text(mine.read_text().replace("# pay/order.py\n", "# All about orders\n"))
    assert document(repo).made == ()  # a title alone is no reason to write
    for path in ("pay/gateway.py", "pay/order.py"):
        write(repo, path, PAY[path] + '\n\ndef new() -> int:\n    """Be new."""\n    return 1\n')
    assert document(repo).success
    assert page.read_text().startswith(now.partition("<!--")[0])
    assert page.read_text().endswith("\nMine.\n")
    assert mine.read_text().startswith("# All about orders\n")
    assert "Be new." in mine.read_text()


# Symbols


def test_symbols_lists_what_is_public_by_name_with_page_and_source(shop: Path) -> None:
    text = (shop / "SYMBOLS.md").read_text()
    entries = re.findall(r"^- \[`(\w+)`\]\(([^)]+)\) \*(\w+)\* in \[`([^`]+)`\]\(([^)]+)\)$", text, re.MULTILINE)
    assert [(name, sort, path) for name, _, sort, path, _ in entries] == [
        ("Amount", "class", "shop/money.py"),
        ("LIMIT", "constant", "shop/cli.py"),
        ("main", "function", "shop/cli.py"),
        ("total", "function", "shop/basket.py"),
    ]
    for _, page, _, path, source in entries:
        assert (shop / page.partition("#")[0]).is_file()
        assert (shop / source).resolve() == (shop.parents[1] / path).resolve()
    assert re.findall(r"^## (\w+)$", text, re.MULTILINE) == ["A", "L", "M", "T"]


def test_each_letter_stands_once_in_symbols_whatever_begins_a_name(tmp_path: Path) -> None:
    names = ["Zins", "Ärger", "an", "Element", "émile", "Größe", "ﬁn", "Ωmega", "_", "été"]
    code = "".join(f"def {name}() -> None:\n    pass\n\n\n" for name in names)
    repo = make_repo(tmp_path / "pay", {**PAY, "pay/names.py": code})
    assert document(repo).success
    found = re.findall(r"^## (.+)$", (docs_of(repo) / "SYMBOLS.md").read_text(), re.MULTILINE)
    assert len(found) == len(set(found))
    assert {"A", "E", "F", "G", "Z"} < set(found)


def test_a_change_of_a_body_changes_no_symbols(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "pay", PAY)
    assert document(repo).success
    before = (docs_of(repo) / "SYMBOLS.md").read_bytes()
    changed = PAY["pay/order.py"].replace("send(100)", "send(2)").replace('"""Pay it."""', '"""Pay it now."""')
    write(repo, "pay/order.py", changed)
    commit(repo)
    assert ("document", "SYMBOLS") not in document(repo).made
    assert (docs_of(repo) / "SYMBOLS.md").read_bytes() == before
    write(repo, "pay/order.py", changed + "\n\nclass Basket:\n    size: int\n")
    assert ("document", "SYMBOLS") in document(repo).made
    assert "[`Basket`]" in (docs_of(repo) / "SYMBOLS.md").read_text()


def test_of_a_large_target_each_letter_has_a_page_that_a_server_shows_whole(tmp_path: Path) -> None:
    many = {
        f"shop/department{number}/module.py": "".join(
            f"def {first}_function_of_some_length_{number}_{at}(): ...\n" for at, first in enumerate("ab_")
        )
        for number in range(900)
    }
    repo = make_repo(tmp_path / "many", many)
    run = document(repo, only=["document"])
    assert run.success, run.failure
    docs = docs_of(repo)
    parts = sorted(page.name for page in (docs / "SYMBOLS").iterdir())
    assert parts == ["A.md", "B.md"]
    assert "[A](SYMBOLS/A.md) [B](SYMBOLS/B.md)" in (docs / "SYMBOLS.md").read_text()
    text = (docs / "SYMBOLS/A.md").read_text()
    assert text.startswith("# Symbols: A\n\n*document*, part of the [design documentation](../README.md)\n")
    assert text.count("\n- ") == 900
    assert max(map(len, tree_bytes(docs).values())) < MOST_BYTES_ON_GITHUB
    for number in range(300, 900):
        (repo / f"shop/department{number}/module.py").unlink()
    commit(repo)
    assert document(repo, only=["document"]).success
    assert not (docs / "SYMBOLS").exists()
    assert (docs / "SYMBOLS.md").read_text().count("\n- ") == 600


# llms.txt


def test_llms_txt_has_the_form_that_programs_read(shop: Path) -> None:
    text = (shop / "llms.txt").read_text()
    # As the reference parser of llmstxt.org takes it apart.
    start, *rest = re.split(r"^##\s*(.*?$)", text, flags=re.MULTILINE)
    head = re.search(r"^#\s*(?P<title>.+?$)\n+(?:^>\s*(?P<summary>.+?$)$)?\n+(?P<info>.*)", start.strip(), re.M | re.S)
    assert head is not None
    assert (head["title"], head["summary"]) == ("shop", r"A shop, in \| short")
    sections = dict(zip(rest[::2], rest[1::2], strict=True))
    assert [*sections] == ["Documents", "Packages", "Files", "Optional"]
    assert "`examples`" in sections["Optional"] and "examples" not in sections["Packages"] + sections["Files"]
    pattern = re.compile(r"-\s*\[(?P<title>[^\]]+)\]\((?P<url>[^\)]+)\)(?::\s*(?P<desc>.*))?")
    links = {
        found["title"].strip("`"): (found["url"], found["desc"])
        for section in sections.values()
        for found in map(pattern.fullmatch, re.findall(r"^-.*", section, re.MULTILINE))
        if found
    }
    assert sum(section.count("\n- ") for section in sections.values()) == len(links)
    assert links["shop"] == ("packages/shop/README.md", "Sells things.")
    assert links["shop/money.py"] == ("packages/shop/money.py.md", "Amounts and currencies.")
    assert all((shop / url).is_file() for url, _ in links.values())


def test_llms_txt_keeps_what_people_add_and_is_written_again_only_when_it_changes(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "pay", PAY)
    assert document(repo).success
    page = docs_of(repo) / "llms.txt"
    page.write_text(page.read_text() + "\n## Mine\n\n- [Wiki](https://wiki.example.org): Ours\n")
    assert document(repo).made == ()
    write(repo, "pay/order.py", PAY["pay/order.py"].replace('"""Orders."""', '"""Orders of customers."""'))
    assert ("document", "llms") in document(repo).made
    assert "Orders of customers." in page.read_text()
    assert page.read_text().endswith("- [Wiki](https://wiki.example.org): Ours\n")


# What the project is


def test_readme_opens_with_what_the_project_says_of_itself(readme: str) -> None:
    opening = readme.partition("## Where to begin")[0]
    assert r"> A shop, in \| short ([`pyproject.toml`](../../pyproject.toml))" in opening
    said = "Shop sells *things* to people, see the guide and [Dagster](https://dagster.io)."
    assert f"> {said} ([`README.md`](../../README.md))" in opening
    for other in ("badge", "logo", "Chat", "Second paragraph", "# Shop"):
        assert other not in opening


def test_a_readme_in_restructured_text_is_quoted_and_what_is_said_twice_once(tmp_path: Path) -> None:
    files = {
        **PAY,
        "README.rst": (
            ".. image:: x.svg\n   :alt: x\n\n===\nPay\n===\n\n|build|\n\n:Author: Somebody of some name or other\n\n"
            "Payments for small shops, with ``code`` and `Flask <https://flask.org>`_.\n\n.. |build| image:: y\n"
        ),
        "setup.cfg": "[metadata]\nname = pay\ndescription = Payments for small shops\n",
    }
    readme = (_made(tmp_path / "pay", files) / "README.md").read_text()
    assert re.findall(r"^> .*", readme, re.MULTILINE) == [
        "> Payments for small shops, with `code` and [Flask](https://flask.org). ([`README.rst`](../../README.rst))"
    ]


@pytest.mark.parametrize("text", [None, "", "# Pay\n\n[Docs](x.md)\n", b"\xff\xfe\x00\xd8", "<h1>Pay</h1>\n"])
def test_where_nobody_says_what_the_project_is_nothing_does(tmp_path: Path, text: str | bytes | None) -> None:
    repo = make_repo(tmp_path / "pay", {**PAY, **({} if text is None else {"README.md": text})})
    assert document(repo).success
    readme = (docs_of(repo) / "README.md").read_text()
    assert "\n>" not in readme
    assert readme.startswith("# Design documentation\n\n<!-- designdoc:begin document -->\nOf `pay`: ")


def test_of_several_distributions_each_speaks_for_itself(tmp_path: Path) -> None:
    files = {}
    for name in ("cart", "mail"):
        files[f"libs/{name}/pyproject.toml"] = f'[project]\nname = "{name}"\ndescription = "Does {name}"\n'
        files[f"libs/{name}/{name}/__init__.py"] = ""
    readme = (_made(tmp_path / "several", files) / "README.md").read_text()
    assert "- [`cart`](../../libs/cart/pyproject.toml): Does cart\n" in readme
    assert "- [`mail`](../../libs/mail/pyproject.toml): Does mail\n" in readme


def test_what_a_readme_holds_beyond_what_is_shown_is_no_input(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "shop", SHOP)
    assert document(repo).success
    write(repo, "README.md", SHOP["README.md"].replace("Second paragraph", "Another paragraph"))
    assert document(repo).made == ()
    write(repo, "README.md", SHOP["README.md"].replace("sells *things*", "buys *things*"))
    assert set(document(repo).made) == {("document", "README"), ("document", "llms")}
    assert "Shop buys *things*" in (docs_of(repo) / "README.md").read_text()


def test_a_machine_that_remembers_its_last_run_notices_a_changed_readme(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "shop", SHOP)
    assert document_again(repo).success
    assert document_again(repo).made == ()
    write(repo, "README.md", SHOP["README.md"].replace("sells *things*", "buys *things*"))
    assert ("document", "README") in document_again(repo).made


def test_a_readme_cannot_break_out_of_the_page(tmp_path: Path) -> None:
    evil = (
        "Pay is a thing <!-- designdoc:end document --> <script>alert(1)</script> of `code` ![x](javascript:x) words.\n"
    )
    docs = _made(tmp_path / "pay", {**PAY, "README.md": evil})
    assert audit(docs) == []
    assert "javascript" not in (docs / "README.md").read_text()


# Where to begin


def test_readme_names_what_is_run_and_what_most_others_import(readme: str) -> None:
    begin = _part(readme, "Where to begin")
    documents = re.findall(r"^- \[`([\w.]+)`\]\([\w.]+\): ", begin, re.MULTILINE)
    assert documents == ["SYSTEM_DESIGN", "ARCHITECTURE", "TECH_DEBT", "SYMBOLS", "llms.txt"]
    assert "- `shop` *(command)* in [`shop/cli.py:main`](packages/shop/cli.py.md" in begin
    used = begin.partition("The files that others import most:")[2]
    assert "[`shop/money.py`](packages/shop/money.py.md): Amounts and currencies." in used
    assert "basket" not in used  # one file alone imports it


def test_nothing_is_said_of_use_where_nothing_uses_anything(tmp_path: Path) -> None:
    readme = (_made(tmp_path / "one", {"a.py": "def f(): ...\n", "b.py": "def g(): ...\n"}) / "README.md").read_text()
    assert "import most" not in readme
    assert "What is run" not in readme


def test_packages_have_their_sentence_and_what_is_private_or_empty_is_folded(readme: str) -> None:
    packages = _part(readme, "Packages")
    shown, _, folded = packages.partition("<details>")
    assert "- [`shop`](packages/shop/README.md): Sells things.\n" in shown
    assert "[`Amount`]" in shown
    assert "__init__" not in shown
    assert "_Rate" not in shown
    assert "<summary>Beside it: examples (1 package)</summary>" in folded
    quiet = folded.partition("<summary>Private classes, and files that define nothing</summary>")[2]
    assert "[`_Rate`]" in quiet
    assert "[`__init__.py`]" in quiet
    assert "Amount" not in quiet


def test_the_list_of_a_larger_target_is_folded_and_leads_everywhere(tmp_path: Path) -> None:
    files = {f"shop/p{number}/m.py": f"class C{number}:\n    def go(self): ...\n" for number in range(70)}
    docs = _made(tmp_path / "many", files)
    packages = _part((docs / "README.md").read_text(), "Packages")
    shown, _, folded = packages.partition("<summary>All files and classes</summary>")
    assert "m.py" not in shown
    assert len(re.findall(r"^- \[`shop/p\d+`\]", shown, re.MULTILINE)) == 70
    assert len(re.findall(r"^  - \[`m.py`\]", folded, re.MULTILINE)) == 70
    assert audit(docs) == []


def test_packages_that_hold_data_alone_are_folded_where_they_are_many(tmp_path: Path) -> None:
    files = {f"shop/locale/{name}/formats.py": "DATE = 1\n" for name in "abcdefghi"}
    docs = _made(tmp_path / "many", files | {"shop/m.py": "def f(): ...\n"})
    packages = _part((docs / "README.md").read_text(), "Packages")
    shown, _, folded = packages.partition("<summary>Packages without classes and functions (9)</summary>")
    assert re.findall(r"^- \[`([\w/]+)`\]", shown, re.MULTILINE) == ["shop"]
    assert len(re.findall(r"^- \[`shop/locale/\w`\]", folded, re.MULTILINE)) == 9


def test_what_is_folded_is_markdown_all_the_same(shop: Path) -> None:
    tokens = markdown_tokens((shop / "README.md").read_text())
    html = [token.content for token in tokens if token.type == "html_block" and "details>" in token.content]
    assert [block.partition(">")[0] for block in html] == ["<details", "</details"] * 2
