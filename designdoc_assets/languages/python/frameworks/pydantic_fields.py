"""Fields of classes of pydantic: what they take, and what is said of each."""

from collections.abc import Iterator
from typing import NamedTuple

from designdoc_assets.languages.facts import Attribute, Class
from designdoc_assets.languages.python.frameworks.literals import string
from designdoc_assets.languages.python.registrations import written_call
from designdoc_assets.languages.registrations import Registration

_NO_FIELDS = frozenset({"ClassVar", "PrivateAttr"})
_CONFIGURATION = "model_config"


class Field(NamedTuple):
    """A field: its type without what is annotated beside it, and the call that says more of it, if there is one."""

    name: str
    line: int
    type: str
    default: str
    about: str
    is_required: bool
    told: Registration | None


def fields_of(cls: Class) -> Iterator[Field]:
    """Yield the fields that a class itself declares, in order of the source."""
    for each in cls.attributes:
        head = (each.type or "").partition("[")[0].rpartition(".")[2]
        is_named = each.name[0] != "_" and each.name != _CONFIGURATION
        if each.scope == "class" and each.type and is_named and head not in _NO_FIELDS:
            yield _field(each)


def _field(attribute: Attribute) -> Field:
    type_, told = _annotated((attribute.type or "").strip("\"'"))
    value = attribute.value or ""
    call = written_call(value) if attribute.call is not None and attribute.call.name.endswith("Field") else None
    default = value if call is None else (call.argument(0, "default") or call.argument(-1, "default_factory"))
    told = call or told
    about = (string(told.argument(-1, "description")) or "") if told is not None else ""
    about = about or (attribute.doc.summary if attribute.doc is not None else "")
    is_required = default in {"", "..."}
    shown = "" if is_required or default == "None" else default
    return Field(attribute.name, attribute.line, type_, _hidden(type_, shown), about, is_required, told)


def _annotated(written: str) -> tuple[str, Registration | None]:
    if written.partition("[")[0].rpartition(".")[2] != "Annotated" or not written.endswith("]"):
        return written, None
    annotated = written_call(f"_({written.partition('[')[2][:-1]})")
    values = [value for _, value in annotated.arguments] if annotated is not None else []
    calls = [call for value in values[1:] if (call := written_call(value)) is not None]
    return (values[0] if values else written), next((call for call in calls if call.simple_name == "Field"), None)


def _hidden(type_: str, default: str) -> str:
    return "…" if "Secret" in type_ and default else default
