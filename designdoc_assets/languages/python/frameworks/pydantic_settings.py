"""Settings of pydantic: classes whose fields are read from the environment."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from designdoc_assets.languages.facts import Class
from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.python.frameworks.literals import constant_string, literal, string, strings
from designdoc_assets.languages.python.frameworks.pydantic_fields import Field, fields_of
from designdoc_assets.languages.python.registrations import written_call
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.settings import Setting

_BASE = "BaseSettings"
_DEEPEST = 4
_KEYS = ("env_prefix", "env_nested_delimiter", "case_sensitive")
_COMPUTED = "…"
"""A prefix that is not written out."""


class PydanticSettings(Framework):
    """`class Settings(BaseSettings)`, with `SettingsConfigDict(env_prefix="APP_")` or a `class Config`."""

    name = "pydantic-settings"

    def settings(self, code: Code) -> Iterable[Setting]:
        """Yield the variables of each class that is not there for others to inherit from under another prefix."""
        found = {
            code.resolve.defined(path, cls): _configuration(code, code.resolve.defined(path, cls))
            for path, facts in code.files.items()
            for cls in facts.classes
            if _is_settings(code, code.resolve.defined(path, cls))
        }
        for defined, configured in found.items():
            inheriting = [other for other in found if other != defined and defined in code.resolve.ancestors(other)]
            is_base = inheriting and all(found[other] != configured for other in inheriting)
            if not is_base and configured.get("env_prefix") != _COMPUTED:
                yield from self._of_class(code, defined, configured)

    def _of_class(self, code: Code, defined: Defined, configured: Mapping[str, str]) -> Iterator[Setting]:
        naming = _Naming(code, configured)
        for owner in (defined, *code.resolve.ancestors(defined)):
            if isinstance(owner, Defined) and owner.path in code.files:
                for field in fields_of(code.resolve.class_at(owner)):
                    for name, leaf in naming.variables(owner.path, field):
                        yield Setting(
                            name,
                            defined.path,
                            leaf.line,
                            type=leaf.type,
                            default=leaf.default,
                            about=leaf.about,
                            is_required=field.is_required and leaf.is_required,
                            defined=defined,
                        )


class _Variable(NamedTuple):
    name: str
    field: Field


@dataclass(frozen=True, slots=True)
class _Naming:
    """How the variables of a class are called."""

    code: Code
    configured: Mapping[str, str]

    def variables(
        self, path: str, field: Field, before: str | None = None, around: tuple[Defined, ...] = ()
    ) -> Iterator[_Variable]:
        """Yield the variables of a field: its own, or those of the fields of a model that it holds."""
        aliases = _aliases(field) if before is None else ()
        prefix = self.configured.get("env_prefix", "") if before is None else before
        held = _held(self.code, path, field.type)
        if held is not None and _is_settings(self.code, held):
            return  # it reads variables of its own
        delimiter = self.configured.get("env_nested_delimiter", "")
        names = aliases or (f"{prefix}{field.name}",)
        if held is not None and delimiter and held not in around and len(around) < _DEEPEST:
            for name in names:
                for inner in fields_of(self.code.resolve.class_at(held)):
                    yield from self.variables(held.path, inner, f"{name}{delimiter}", (*around, held))
            return
        is_exact = bool(aliases) or self.configured.get("case_sensitive") == "True"
        for name in names:
            yield _Variable(name if is_exact else name.upper(), field)


def _aliases(field: Field) -> tuple[str, ...]:
    """Return the variables that a field names itself, for which no prefix counts."""
    if field.told is None:
        return ()
    for keyword in ("validation_alias", "env", "alias"):
        written = field.told.argument(-1, keyword)
        choices = written_call(written) if written else None
        if choices is not None and choices.simple_name == "AliasChoices":
            return tuple(name for _, value in choices.arguments if (name := string(value)))
        if found := strings(written):
            return found
    return ()


def _held(code: Code, path: str, written: str) -> Defined | None:
    """Return the class of the code that a field holds an object of."""
    name = written.removesuffix("| None").strip()
    name = name.removeprefix("Optional[").removesuffix("]") if name.startswith("Optional[") else name
    meant = code.resolve.meaning(path, name) if name.replace(".", "_").isidentifier() else None
    return meant if isinstance(meant, Defined) and meant.kind == "class" and meant.path in code.files else None


def _is_settings(code: Code, defined: Defined) -> bool:
    ancestors = code.resolve.ancestors(defined)
    outside = (each for each in ancestors if isinstance(each, str) and each.startswith("pydantic"))
    return any(each.rpartition(".")[2] == _BASE for each in outside)


def _configuration(code: Code, defined: Defined) -> Mapping[str, str]:
    """Return what a class and its bases say of how names are made, as texts; what is nearest counts."""
    found: dict[str, str] = {}
    for each in reversed((defined, *code.resolve.ancestors(defined))):
        if isinstance(each, Defined) and each.path in code.files:
            found |= _own_configuration(code, each.path, code.resolve.class_at(each))
    return found


def _own_configuration(code: Code, path: str, cls: Class) -> Mapping[str, str]:
    inner = next((each for each in code.files[path].classes if each.qualname == f"{cls.qualname}.Config"), None)
    written = {each.name: each.value or "" for each in inner.attributes} if inner is not None else {}
    told = next((each.value or "" for each in cls.attributes if each.name == "model_config"), "")
    call = written_call(told) if told else None
    written |= _keywords(call) if call is not None else _dictionary(told)
    found: dict[str, str] = {}
    for key in _KEYS:
        if key in written:
            value = constant_string(code, path, written[key])
            found[key] = value if value is not None else written[key] if key == "case_sensitive" else _COMPUTED
    return found


def _keywords(call: Registration) -> dict[str, str]:
    return {key: value for key, value in call.arguments if key}


def _dictionary(written: str) -> dict[str, str]:
    value = literal(written)
    return {str(key): repr(each) for key, each in value.items()} if isinstance(value, dict) else {}


FRAMEWORK = PydanticSettings()
