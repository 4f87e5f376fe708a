"""What makes every page be written, and paid, again: changed on purpose, or not at all."""

import hashlib
from dataclasses import replace
from importlib.resources import files

import pytest
from pydantic import BaseModel

from designdoc_assets.artifacts.chosen import DiagramChoice
from designdoc_assets.artifacts.class_facts import ClassProse
from designdoc_assets.artifacts.documents.architecture import ArchitectureProse
from designdoc_assets.artifacts.documents.system_design import SystemProse
from designdoc_assets.artifacts.file_summary import FileProse
from designdoc_assets.artifacts.observed import NOTHING, Observed
from designdoc_assets.artifacts.package_readme import PackageProse
from designdoc_assets.languages.excerpts import Excerpt
from designdoc_assets.writing.brief import Brief, Material
from designdoc_assets.writing.instructions import REVIEW, instructions
from designdoc_assets.writing.prompting import show
from designdoc_assets.writing.schema import schema_digest

PROMPTS = {
    "architecture": (1, "2c944fcdd346"),
    "class_diagram": (1, "761ae8c1bdff"),
    "class_doc": (1, "8f2aabce7d25"),
    "file_summary": (1, "c32b24c6e0d3"),
    "package_diagram": (1, "2d2f4c93a9b6"),
    "package_readme": (1, "a1f1c34132ee"),
    "review": (1, "3127605ab66e"),
    "review_architecture": (1, "3fd827f0472e"),
    "review_class_diagram": (1, "7b589e446191"),
    "review_class_doc": (1, "b740003ff113"),
    "review_file_summary": (1, "fe91efa8e3da"),
    "review_package_diagram": (1, "7b589e446191"),
    "review_package_readme": (1, "c6f0a0e1f5fc"),
    "review_system_design": (1, "a58a2b6ee471"),
    "revise": (1, "6604547e26e1"),
    "rules": (1, "ece29ac18699"),
    "system_design": (1, "c075f088bda4"),
}
"""Version and digest of each prompt. Who changes a text raises its version if pages shall be written anew for it."""


def test_a_prompt_is_changed_with_its_version_looked_at() -> None:
    names = sorted(
        file.name.removesuffix(".md")
        for file in files("designdoc_assets.writing").joinpath("prompts").iterdir()
        if file.name.endswith(".md")
    )
    found = {name: instructions(name) for name in names}
    assert {
        name: (prompt.version, hashlib.sha256(prompt.text.encode()).hexdigest()[:12]) for name, prompt in found.items()
    } == PROMPTS


def test_everything_that_is_written_has_a_reviewer() -> None:
    writers = {name for name in PROMPTS if not name.startswith(REVIEW)} - {"rules", "review", "revise"}
    assert {name.removeprefix(REVIEW) for name in PROMPTS if name.startswith(REVIEW)} == writers


class Entry(BaseModel):
    """A member."""

    name: str
    text: str


class Renamed(BaseModel):
    """The same fields as in a class's prose, under other names of types, and with other docstrings."""

    purpose: str
    members: tuple[Entry, ...]
    notes: tuple[str, ...]
    observed: Observed = NOTHING


def test_nothing_is_written_anew_for_a_language_that_is_named() -> None:
    material = Material("Source", "1", lambda: Excerpt("", frozenset()))
    brief = Brief("class_doc", "a.py::A", ClassProse, {"class": "A"}, material)
    named = replace(brief, language="Python", languages=["python"])
    assert '"language": "Python"' in show(named).data
    assert named.shown_version() == brief.shown_version()


def test_names_and_docstrings_of_this_tool_are_no_part_of_a_schema() -> None:
    assert schema_digest(Renamed) == schema_digest(ClassProse)


SCHEMAS: list[tuple[type[BaseModel], str]] = [
    (ArchitectureProse, "5e43d493b2cf6bce"),
    (SystemProse, "d04f7fc4c6168c56"),
    (ClassProse, "6002ce7c302b610c"),
    (DiagramChoice, "69dee89f38cb4558"),
    (FileProse, "52398d437e1e7e49"),
    (PackageProse, "3e337b1200595953"),
]


@pytest.mark.parametrize(("answer", "digest"), SCHEMAS)
def test_a_schema_is_not_changed_unseen(answer: type[BaseModel], digest: str) -> None:
    assert schema_digest(answer) == digest
