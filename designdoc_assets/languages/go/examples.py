"""Testable examples: functions of tests that show how to use what their names tell, as `go doc` shows them with it."""

import posixpath
import re
import textwrap
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import replace

from designdoc_assets.languages.doc_facts import Doc, Example
from designdoc_assets.languages.engine.definition import Found
from designdoc_assets.languages.engine.written import text
from designdoc_assets.languages.facts import Class, FileFacts, Function
from designdoc_assets.markup.markdown import code, fence, paragraphs

_NAME = re.compile(r"Example(?P<of>[A-Z]\w*?|)(?:_(?P<label>[a-z]\w*))?")
_MOST_LINES = 40
"""What is longer is a program, and read in its file."""

_Place = tuple[str, str, str]
"""Folder, package, and qualified name; that of the package itself is empty."""


def examples_in(found: Found) -> Iterator[Example]:
    """Yield the functions of a file that are examples by their names."""
    for each in found.top:
        parameters, body = each.part("parameters"), each.part("body")
        is_plain = parameters is not None and not parameters.named_children and each.part("returns") is None
        if each.kind == "function" and is_plain and body is not None and _NAME.fullmatch(each.name):
            lines = textwrap.dedent(text(body)[1:-1].strip("\n")).rstrip()
            yield Example(each.name, lines.replace("\t", "    "))


def with_examples(files: Mapping[str, FileFacts]) -> Mapping[str, FileFacts]:
    """Return the facts of all files, with the examples that tests have of what these define."""
    by_place: dict[_Place, list[str]] = defaultdict(list)
    for path, facts in sorted(files.items()):
        docs = {each.name: each.doc for each in facts.functions} if facts.examples else {}
        for example in facts.examples if path.endswith("_test.go") else ():
            of, shown = _shown(example, docs.get(example.name), posixpath.basename(path))
            by_place[posixpath.dirname(path), facts.unit.removesuffix("_test"), of].append(shown)
    if not by_place:
        return files
    units = {place[:2] for place in by_place}
    return {
        path: _exemplified(path, facts, by_place)
        if (posixpath.dirname(path), facts.unit) in units and not path.endswith("_test.go")
        else facts
        for path, facts in files.items()
    }


def _shown(example: Example, doc: Doc | None, file: str) -> tuple[str, str]:
    """Return the qualified name of what it is an example of, and how it is shown."""
    match = _NAME.fullmatch(example.name)
    of, label = (match["of"], match["label"]) if match is not None else ("", "")
    lines = example.code.split("\n")
    rest = f" Its first {_MOST_LINES} lines:" if len(lines) > _MOST_LINES else ""
    labelled = f" ({label.replace('_', ' ')})" if label else ""
    title = f"**Example**{labelled}, from {code(file)}.{rest}"
    return of.replace("_", "."), paragraphs(title, doc.text if doc else "", fence("\n".join(lines[:_MOST_LINES]), "go"))


def _exemplified(path: str, facts: FileFacts, by_place: Mapping[_Place, list[str]]) -> FileFacts:
    folder, unit = posixpath.dirname(path), facts.unit

    def doc(own: Doc | None, of: str) -> Doc | None:
        shown = by_place.get((folder, unit, of))
        return replace(own or Doc(), examples=tuple(shown)) if shown else own

    def function(each: Function) -> Function:
        return replace(each, doc=doc(each.doc, each.qualname))

    def cls(each: Class) -> Class:
        return replace(each, doc=doc(each.doc, each.qualname), methods=tuple(map(function, each.methods)))

    return replace(
        facts,
        doc=doc(facts.doc, "") if facts.doc is not None else None,
        functions=tuple(map(function, facts.functions)),
        classes=tuple(map(cls, facts.classes)),
        extensions=tuple(replace(each, methods=tuple(map(function, each.methods))) for each in facts.extensions),
    )
