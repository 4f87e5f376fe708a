"""Schemas of Prisma: models are tables, those of a folder in one database."""

import posixpath
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from designdoc_assets.languages.secrets import shown_expression
from designdoc_assets.languages.tables import Column
from designdoc_assets.schemas.facts import FileTable

_BLOCK = re.compile(r"(?P<sort>model|enum)\s+(?P<name>\w+)\s*\{\s*\Z")
_FIELD = re.compile(r"(?P<name>\w+)\s+(?P<type>Unsupported\(\"[^\"]*\"\)|\w+)(?P<form>\[\]|\?)?(?=\s|\Z|@)")
_ATTRIBUTE = re.compile(r"@@?([\w.]+)(\()?")
_PIECE = re.compile(r"\"(?:[^\"\\]|\\.)*\"|//[^\n]*|.", re.DOTALL)
_TEXT = re.compile(r"\"((?:[^\"\\]|\\.)*)\"")
_NAMES = r"\s*:\s*\[([^\]]*)\]"
_MOST_VALUES = 12


@dataclass(slots=True)
class _Model:
    path: str
    line: int
    table: str
    schema: str = ""
    key: tuple[str, ...] = ()
    about: str = ""
    fields: list["_Field"] = field(default_factory=list)

    @property
    def whole(self) -> str:
        return f"{self.schema}.{self.table}" if self.schema else self.table


@dataclass(slots=True)
class _Field:
    name: str
    type: str
    form: str
    given: Mapping[str, str]
    """What each of its attributes is given."""
    about: str


def prisma_tables(texts: Mapping[str, str]) -> Iterator[FileTable]:
    """Yield the tables of models, in order of their files."""
    folders: dict[str, list[str]] = {}
    for path in sorted(texts):
        folders.setdefault(posixpath.dirname(path), []).append(path)
    for paths in folders.values():
        models: dict[str, _Model] = {}
        values: dict[str, list[str]] = {}
        for path in paths:
            _read(path, texts[path], models, values)
        for model in models.values():
            yield FileTable(model.whole, model.path, model.line, tuple(_columns(model, models, values)), model.about)


def _read(path: str, text: str, models: dict[str, _Model], values: dict[str, list[str]]) -> None:
    """Add the models and enumerations of a file."""
    model: _Model | None = None
    names: list[str] | None = None
    docs: list[str] = []
    for number, raw in enumerate(text.splitlines(), start=1):
        line = raw.strip()
        if line.startswith("///"):
            docs.append(line[3:].strip())
            continue
        line = _without_comment(line)
        about, docs = " ".join(docs), [] if line else docs
        if block := _BLOCK.match(line):
            if block["sort"] == "enum":
                names = values.setdefault(block["name"], [])
            else:
                model = models.setdefault(block["name"], _Model(path, number, block["name"], about=about))
        elif line == "}":
            model = names = None
        elif names is not None and (value := re.match(r"\w+", line)):
            names.append(value[0])
        elif model is not None and line.startswith("@@"):
            _tell(model, _attributes(line))
        elif model is not None and (found := _FIELD.match(line)):
            given = _attributes(line[found.end() :])
            model.fields.append(_Field(found["name"], found["type"], found["form"] or "", given, about))


def _tell(model: _Model, given: Mapping[str, str]) -> None:
    for name, value in given.items():
        text = _TEXT.search(value)
        if name == "map" and text:
            model.table = text[1]
        elif name == "schema" and text:
            model.schema = text[1]
        elif name == "id" and (listed := re.search(r"\[([^\]]*)\]", value)):
            model.key = tuple(re.findall(r"\w+", re.sub(r"\([^)]*\)", "", listed[1])))


def _columns(model: _Model, models: Mapping[str, _Model], values: Mapping[str, list[str]]) -> Iterator[Column]:
    refers = {
        name: models[each.type].whole
        for each in model.fields
        if each.type in models and (told := re.search(rf"\bfields{_NAMES}", each.given.get("relation", "")))
        for name in re.findall(r"\w+", told[1])
    }
    for each in model.fields:
        if each.type in models or "ignore" in each.given:
            continue
        mapped = _TEXT.search(each.given.get("map", ""))
        name = mapped[1] if mapped else each.name
        choices = values.get(each.type, [])
        more = f" and {len(choices) - _MOST_VALUES} more" if len(choices) > _MOST_VALUES else ""
        one_of = f"One of {', '.join(choices[:_MOST_VALUES])}{more}." if choices else ""
        about = f"{each.about.rstrip('.')}." if each.about else ""
        yield Column(
            name,
            each.type + ("[]" if each.form == "[]" else ""),
            "id" in each.given or each.name in model.key,
            refers.get(each.name, ""),
            each.form == "?",
            shown_expression(name, each.given.get("default", "")),
            " ".join(filter(None, (about, one_of))),
        )


def _attributes(text: str) -> dict[str, str]:
    """Return what each attribute in a line is given."""
    found: dict[str, str] = {}
    at = 0
    while each := _ATTRIBUTE.search(text, at):
        at = each.end()
        depth = 1 if each[2] else 0
        start = at
        while depth and (piece := _PIECE.match(text, at)):
            depth += (piece[0] == "(") - (piece[0] == ")")
            at = piece.end()
        found.setdefault(each[1], text[start : at - 1] if each[2] else "")
    return found


def _without_comment(line: str) -> str:
    kept: list[str] = []
    for piece in _PIECE.findall(line):
        if piece.startswith("//"):
            break
        kept.append(piece)
    return "".join(kept).rstrip()
