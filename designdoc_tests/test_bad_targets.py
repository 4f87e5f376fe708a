"""Targets that are not what a tidy repository is: each is documented as far as it goes, or refused in a sentence."""

import os
from pathlib import Path

import pytest

from designdoc_assets.languages.keys import encode
from designdoc_assets.markup import markdown
from designdoc_assets.pages.layout import is_page
from designdoc_assets.pages.page import parse_page
from designdoc_assets.pages.regions import Region, Stray
from designdoc_tests.support import (
    Documented,
    dead_links,
    docs_of,
    document,
    make_repo,
    markdown_tokens,
    nothing_is_made,
    reached_from_readme,
    tree_bytes,
    without_privileges,
    write,
)

GOOD = 'class Good:\n    """A class that is fine."""\n\n    def run(self) -> int:\n        return 1\n'


def _refused(run: Documented, *words: str) -> None:
    """The run failed with a sentence that holds these words, and reported nothing."""
    assert not run.success
    assert "defect" not in run.failure
    for word in words:
        assert word in run.failure
    assert run.assets == ()


def _readme(repo: Path) -> str:
    return (docs_of(repo) / "README.md").read_text()


def _page(repo: Path, name: str) -> str:
    return (docs_of(repo) / "packages" / name).read_text()


def _holds_together(docs: Path) -> None:
    """Check that nothing on a page broke out of its region, is live HTML or script, or leads nowhere."""
    for name, content in tree_bytes(docs).items():
        if not is_page(name):
            continue
        text = content.decode()
        pieces = parse_page(text).pieces
        regions = [piece for piece in pieces if isinstance(piece, Region)]
        assert len({region.kind for region in regions}) == len(regions), name
        assert not any(region.edited for region in regions), name
        assert not any(isinstance(piece, Stray) for piece in pieces), name
        tokens = markdown_tokens(text)
        html = [token.content for token in tokens if token.type in {"html_block", "html_inline"}]
        assert all(piece.startswith("<!-- designdoc:") for piece in html), name
        assert not any("javascript:" in str(token.attrs) or token.type == "image" for token in tokens), name
    assert dead_links(docs) == []


# --- targets that cannot be documented


def test_a_path_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    _refused(document(tmp_path / "nowhere"), "There is no folder", "nowhere", "DESIGNDOC_REPO")
    assert list(tmp_path.iterdir()) == []


def test_a_file_instead_of_a_folder_is_refused(tmp_path: Path) -> None:
    file = write(tmp_path, "a.py", GOOD)
    _refused(document(file), "is not a folder", "DESIGNDOC_REPO")
    assert tree_bytes(tmp_path) == {"a.py": GOOD.encode()}


def test_an_empty_repository_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "shop", {})
    _refused(document(repo), "is empty", "git add")
    assert [entry.name for entry in repo.iterdir()] == [".git"]


def test_an_empty_folder_is_refused(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "shop", {}, git=False)
    _refused(document(repo), "is empty", "DESIGNDOC_REPO")
    assert list(repo.iterdir()) == []


def test_a_repository_without_a_supported_file_is_refused(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "shop", {"index.php": "<?php", "README.md": "# Shop\n"})
    _refused(document(repo), "2 files", "none in a supported language", "python", "DESIGNDOC_LANGUAGES")
    assert not (repo / "docs").exists()


def test_a_repository_of_tests_alone_is_refused_with_the_setting_that_helps(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "shop", {"tests/test_a.py": "def test_a(): pass\n"})
    _refused(document(repo), "nothing but test code", "include_tests")
    assert document(repo, include_tests=True).success


def test_a_setting_that_is_wrong_is_refused_by_its_name(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "shop", {"a.py": GOOD, ".designdoc.toml": "[pipeline]\nparalelism = 3\n"})
    _refused(document(repo), "paralelism", ".designdoc.toml", "did you mean parallelism")
    assert not (repo / "docs").exists()


# --- files that cannot be read, or only in part


def test_a_file_without_permission_is_listed_and_the_rest_documented(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "shop", {"a.py": GOOD, "closed.py": GOOD})
    (repo / "closed.py").chmod(0)
    run = without_privileges(lambda: document(repo))
    assert run.success, run.failure
    assert "`closed.py`: not readable: Permission denied." in _readme(repo)
    assert ("file_summary", "a.py") in run.made
    assert ("file_summary", "closed.py") not in run.made


def test_a_file_with_a_syntax_error_is_documented_as_far_as_it_can_be_read(tmp_path: Path) -> None:
    repo = make_repo(
        tmp_path / "shop", {"a.py": f"{GOOD}\ndef broken(:\n    return 1\n\n\ndef whole():\n    return 2\n"}
    )
    run = document(repo)
    assert run.success, run.failure
    assert "`a.py`: " in _readme(repo)
    page = _page(repo, "a.py.md")
    assert "**Not fully read**" in page
    assert "Good" in page
    assert ("class_doc", "a.py::Good") in run.made


def test_a_generated_file_of_5_megabytes_is_listed_and_not_read(tmp_path: Path) -> None:
    line = b"TABLE.append((1, 2, 3, 4, 5, 6, 7, 8))\n"
    repo = make_repo(tmp_path / "shop", {"a.py": GOOD, "data.py": line * (5_000_000 // len(line))})
    run = document(repo)
    assert run.success, run.failure
    assert "`data.py`: not readable: 4,999,995 bytes, above the limit of 1,048,576." in _readme(repo)


def test_a_sum_of_20_000_terms_is_documented(tmp_path: Path) -> None:
    terms = " +\n".join(["1"] * 20_000)
    repo = make_repo(tmp_path / "shop", {"a.py": f"TOTAL = ({terms})\n\n\n{GOOD}"})
    run = document(repo)
    assert run.success, run.failure
    assert "TOTAL" in _page(repo, "a.py.md")
    assert ("class_doc", "a.py::Good") in run.made


def test_twice_the_functions_take_twice_the_links_and_not_four_times(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    relative_url = markdown.relative_url

    def counted(*of: str) -> str:
        asked[-1] += 1
        return relative_url(*of)

    monkeypatch.setattr(markdown, "relative_url", counted)
    for count in (40, 80):
        asked.append(0)
        source = "".join(f"def act_{number}(a: int, b: int = 1) -> int: ...\n" for number in range(count))
        run = document(make_repo(tmp_path / f"shop{count}", {"a.py": source}))
        assert run.success, run.failure
    assert 0 < asked[1] < 2.5 * asked[0]


def test_brackets_nested_5_000_deep_are_listed_or_documented_and_never_fatal(tmp_path: Path) -> None:
    deep = f"DEEP = {'[' * 5_000}{']' * 5_000}\n"
    repo = make_repo(tmp_path / "shop", {"a.py": GOOD, "deep.py": deep, "attr.py": f"x = a{'.b' * 2_000}\n"})
    run = document(repo)
    assert run.success, run.failure
    assert ("class_doc", "a.py::Good") in run.made


@pytest.mark.parametrize(
    ("encoding", "source"),
    [
        ("utf-16", 'class Café:\n    """Größe."""\n'),
        ("utf-16-le", 'class Café:\n    """Größe."""\n'),
        ("utf-8-sig", 'class Café:\n    """Größe."""\n'),
        ("latin-1", '# -*- coding: latin-1 -*-\nclass Café:\n    """Größe."""\n'),
        ("latin-1", 'class Café:\n    """Größe."""\n'),
    ],
)
def test_text_in_any_encoding_is_read(encoding: str, source: str, tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "shop", {"a.py": source.encode(encoding)})
    run = document(repo)
    assert run.success, run.failure
    assert ("class_doc", "a.py::Caf%C3%A9") in run.made
    assert "Größe." in _page(repo, "a.py.md")


def test_bytes_that_are_no_text_are_listed(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "shop", {"a.py": GOOD, "blob.py": bytes(range(256)) * 20})
    run = document(repo)
    assert run.success, run.failure
    assert "`blob.py`: binary" in _readme(repo)


def test_line_ends_make_no_difference(tmp_path: Path) -> None:
    source = f'"""Two\n\nparagraphs."""\n\nX = """a\nb"""\n\n\n{GOOD}'
    unix = make_repo(tmp_path / "unix" / "shop", {"a.py": source})
    windows = make_repo(tmp_path / "windows" / "shop", {"a.py": source.replace("\n", "\r\n")})
    mac = make_repo(tmp_path / "mac" / "shop", {"a.py": source.replace("\n", "\r")})
    for repo in (unix, windows, mac):
        run = document(repo)
        assert run.success, run.failure
    assert tree_bytes(docs_of(unix)) == tree_bytes(docs_of(windows)) == tree_bytes(docs_of(mac))


# --- names of files

_ODD_NAMES = [
    "with space.py",
    "a,b.py",
    "dots...py",
    "...py",
    "sharp#1.py",
    "question?.py",
    "percent%41.py",
    "quote'\".py",
    "back`tick.py",
    "pipe|star*.py",
    "[brackets](x).py",
    "<b>bold</b>.py",
    "new\nline.py",
    "back\\slash.py",
    "naïve_日本.py",
    "-dash.py",
    "--.py",
    "a::b.py",
    "con.py",
    "e\u0301.py",
    "\u00e9.py",
    "a.py.B.py",
    "a.py.md/inside.py",
    f"{'long' * 62}.py",
]


def test_files_of_odd_names_are_documented_each_on_its_own_page_and_every_link_leads_there(tmp_path: Path) -> None:
    names = [*_ODD_NAMES, *(f"pkg, one/{name}" for name in _ODD_NAMES), "a.py"]
    repo = make_repo(tmp_path / "shop", {name: GOOD.replace("Good", "B") for name in names})
    run = document(repo)
    assert run.success, run.failure
    assert {key for kind, key in run.made if kind == "file_summary"} == {encode(name) for name in names}
    pages = [name for name in tree_bytes(docs_of(repo)) if name.startswith("packages/")]
    packages = {name.rpartition("/")[0] for name in names}
    assert len(pages) == len(names) + len(packages), "a page for each file and package"
    assert dead_links(docs_of(repo)) == []
    assert reached_from_readme(docs_of(repo)) == set(filter(is_page, tree_bytes(docs_of(repo))))
    nothing_is_made(repo)


def test_a_file_name_that_is_not_utf_8_is_documented(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.py")
    try:
        repo = make_repo(tmp_path / "shop", {name: GOOD, "a.py": GOOD})
    except OSError:
        pytest.skip("this file system takes names in UTF-8 only")
    run = document(repo)
    assert run.success, run.failure
    assert ("class_doc", "caf%E9.py::Good") in run.made
    assert "A class that is fine." in _page(repo, "caf%E9.py.md")
    assert dead_links(docs_of(repo)) == []
    nothing_is_made(repo)


# --- links


def test_links_are_listed_and_never_followed(tmp_path: Path) -> None:
    outside = write(tmp_path / "outside", "secret.py", GOOD.replace("Good", "Secret"))
    repo = make_repo(tmp_path / "shop", {"a.py": GOOD}, git=False)
    (repo / "out.py").symlink_to(outside)
    (repo / "out").symlink_to(outside.parent)
    (repo / "self.py").symlink_to("self.py")
    (repo / "nothing.py").symlink_to("missing.py")
    (repo / "again.py").symlink_to("a.py")
    (repo / "pkg").mkdir()
    (repo / "pkg" / "up").symlink_to("..")
    make_repo(repo, {})
    run = document(repo)
    assert run.success, run.failure
    assert run.kinds["file_summary"] == 1
    assert not any("Secret" in page.decode() for page in tree_bytes(docs_of(repo)).values())
    readme = _readme(repo)
    for line in (
        "`out.py`: link out of the repository.",
        "`out`: link out of the repository.",
        "`self.py`: link in a circle.",
        "`pkg/up`: link in a circle.",
        "`nothing.py`: link to nothing.",
        "`again.py`: link to a.py.",
    ):
        assert line in readme


def test_a_target_that_is_itself_a_link_is_documented(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "shop", {"a.py": GOOD})
    (tmp_path / "link").symlink_to(repo)
    assert document(tmp_path / "link").success
    assert "class_doc" in _page(repo, "a.py.md")
    nothing_is_made(repo)


# --- names of classes

_SIX = "".join(f"    def step_{number}(self): ...\n" for number in range(6))
"""Methods that a class has a page of its own for."""


def test_classes_whose_names_differ_in_case_alone_get_pages_that_any_file_system_can_hold(tmp_path: Path) -> None:
    source = f"class Foo:\n{_SIX}\n\nclass foo:\n{_SIX}\n\nclass FOO(Foo, foo):\n{_SIX}"
    repo = make_repo(tmp_path / "shop", {"a.py": source, "A.py": source})
    run = document(repo)
    assert run.success, run.failure
    pages = list(tree_bytes(docs_of(repo)))
    assert len({page.lower() for page in pages}) == len(pages)
    assert sum(page.startswith("packages/") for page in pages) == 2 + 6 + 1
    assert dead_links(docs_of(repo)) == []


def test_a_class_or_module_named_readme_shares_no_page(tmp_path: Path) -> None:
    source = f"class README:\n{_SIX}"
    repo = make_repo(tmp_path / "shop", {"README.py": source, "pkg/README.py": source, "README/README.py": source})
    run = document(repo)
    assert run.success, run.failure
    pages = [name for name in tree_bytes(docs_of(repo)) if name.startswith("packages/")]
    assert len({page.lower() for page in pages}) == 3 + 3 + 3
    assert dead_links(docs_of(repo)) == []


def test_a_second_class_of_the_same_name_gets_its_own_section(tmp_path: Path) -> None:
    source = "class A:\n    x = 1\n\n\nclass A:\n    y = 1\n\n\nif x:\n    class A:\n        z = 1\n"
    repo = make_repo(tmp_path / "shop", {"a.py": source})
    run = document(repo)
    assert run.success, run.failure
    assert [key for kind, key in run.made if kind == "class_doc"] == ["a.py::A", "a.py::A@2", "a.py::A@3"]
    assert _page(repo, "a.py.md").count("## class `A`\n") == 3


# --- docstrings that try to break out of their region

_HOSTILE = """\
<!-- designdoc:end class_doc -->
<!-- designdoc:begin file_summary {"partition": "x"} -->
<script>alert(1)</script>
<img src=x onerror=alert(1)>
</details>

# A heading

[click](javascript:alert(1)) and ![picture](http://evil.example/x.png) and [gone](../../nowhere.md)

<!-- a comment that never ends

```python
unclosed = True
"""


@pytest.mark.parametrize("hostile", [_HOSTILE, f"Summary.\n\n{_HOSTILE}", f"Args:\n    x: {_HOSTILE}", "~~~\n", "```"])
def test_a_docstring_cannot_break_out_of_its_region(hostile: str, tmp_path: Path) -> None:
    body = "".join(f"    {line}\n" if line else "\n" for line in hostile.splitlines())
    doc = f"{hostile.splitlines()[0]}\n" + body.partition("\n")[2]
    source = (
        f'"""{doc}"""\n\nX = 1\n"""{doc}"""\n\n\nclass A:\n    """{doc}    """\n\n'
        f'    def run(self, x):\n        """{doc}        """\n\n\ndef act(x):\n    """{doc}    """\n'
    )
    repo = make_repo(tmp_path / "shop", {"a.py": source})
    run = document(repo)
    assert run.success, run.failure
    assert run.kinds["class_doc"] == run.kinds["file_summary"] == 1
    _holds_together(docs_of(repo))
    assert "hil-issues.yaml" not in tree_bytes(docs_of(repo))
    nothing_is_made(repo)


def test_code_that_holds_markers_is_quoted_and_nobody_is_asked_about_it(tmp_path: Path) -> None:
    marker = "<!-- designdoc:begin class_doc -->"
    signature = f"text='{marker}', ends: Literal['<!-- designdoc:end class_doc -->', '`'] = '`'"
    source = (
        f'MARKER = \'{marker}\'\nBLOCK = """\n{marker}\n<!-- designdoc:end file_summary -->\n"""\n\n\n'
        f"def act({signature}): ...\n\n\nclass A:\n    MARK = '{marker}'\n    mark: str = '{marker}'\n\n{_SIX}\n"
        f"    def run(self, {signature}):\n        raise ValueError('{marker}')\n"
    )
    repo = make_repo(tmp_path / "shop", {"a.py": source})
    run = document(repo)
    assert run.success, run.failure
    _holds_together(docs_of(repo))
    assert "hil-issues.yaml" not in tree_bytes(docs_of(repo))
    nothing_is_made(repo)


@pytest.mark.parametrize(
    "silent", ["", " ", "\\n\\n", "```", "```python", "[x]: https://example.org", "...", "---", "<!-- -->", "|"]
)
def test_a_docstring_that_says_nothing_leaves_no_section_empty(silent: str, tmp_path: Path) -> None:
    source = f'"""{silent}"""\n\n\nclass A:\n    """{silent}"""\n\n    def run(self):\n        """{silent}"""\n'
    repo = make_repo(tmp_path / "shop", {"pkg/__init__.py": source, "pkg/b.py": source})
    run = document(repo)
    assert run.success, run.failure
    assert "hil-issues.yaml" not in tree_bytes(docs_of(repo))


# --- manifests


@pytest.mark.parametrize(
    "manifest",
    [
        b"[project\nname = ",
        b"[project]\nname = 3\ndependencies = 'requests'\n[project.scripts]\nx = [1]\n",
        b"\xff\xfe\x00",
        b"",
        b"[project]\ndependencies = ['not a requirement !!', 'requests>=2', 7]\n",
        b"a = " + b"[" * 5_000,
    ],
)
def test_a_malformed_pyproject_is_never_fatal(manifest: bytes, tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "shop", {"a.py": f"import requests\n\n\n{GOOD}", "pyproject.toml": manifest})
    run = document(repo)
    assert run.success, run.failure
    assert ("class_doc", "a.py::Good") in run.made
    nothing_is_made(repo)


_HOSTILE_MANIFEST = """\
[project]
name = "../../<b>x</b>"
version = "1"
description = "[a](javascript:x) ![b](x.png) <script>`x`</script> <!-- designdoc:end document --> | a | b |"

[project.scripts]
"<b>" = "a:main"
"x|y" = "../../etc:foo"

[project.entry-points."g|<i>"]
"[n](javascript:x)" = "a:Good"

[tool.poetry.dependencies]
"../../../evil" = "1"
"/etc/passwd" = "*"
"<script>" = "1"
requests = "| <b> |"
"""


def test_a_manifest_cannot_break_out_of_its_page_or_of_the_docs(tmp_path: Path) -> None:
    requirements = "-r ../../../etc/passwd\n-e git+ssh://user:secret@host/x#egg=y\n<script>\nfoo @ file:///etc/passwd\n"
    files = {"a.py": GOOD, "pyproject.toml": _HOSTILE_MANIFEST, "requirements.txt": requirements}
    repo = make_repo(tmp_path / "shop", files)
    run = document(repo)
    assert run.success, run.failure
    _holds_together(docs_of(repo))
    pages = [name for name in tree_bytes(docs_of(repo)) if name.startswith("dependencies/")]
    assert pages == [f"dependencies/pypi/{name}.md" for name in ("foo", "requests", "y")]
    assert not any(b"secret" in content for content in tree_bytes(docs_of(repo)).values())
    assert not list(tmp_path.rglob("*evil*"))


def test_a_manifest_that_is_not_toml_is_named_where_people_look_for_dependencies(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "shop", {"a.py": GOOD, "pyproject.toml": "[project\n"})
    assert document(repo).success
    assert "pyproject.toml" in (docs_of(repo) / "TECH_DEBT.md").read_text()
    assert "is not valid TOML" in (docs_of(repo) / "TECH_DEBT.md").read_text()
