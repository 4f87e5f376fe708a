"""Properties that code of Spring and MicroProfile reads: `@Value("${a.b:c}")`, `@ConfigurationProperties`."""

import re
from collections.abc import Iterable, Iterator

from designdoc_assets.languages.facts import Attribute
from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.java.frameworks.annotated import Annotations, given, text_of
from designdoc_assets.languages.registrations import Registration
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.settings import ENVIRONMENT, Setting

_PACKAGES = {
    "org.springframework.beans.factory.annotation": {"Value"},
    "org.springframework.boot.context.properties": {"ConfigurationProperties"},
    "org.eclipse.microprofile.config.inject": {"ConfigProperty"},
}
_PLACEHOLDER = re.compile(r"\$\{(?P<name>[\w.-]+)(?::(?P<default>[^{}]*))?\}")
_WORD = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_DEEPEST = 5


class SpringSettings(Framework):
    """Fields, parameters and classes that are given properties."""

    name = "Spring"
    annotations = frozenset({"Value", "ConfigurationProperties", "ConfigProperty"})

    def settings(self, code: Code) -> Iterable[Setting]:
        """Yield the properties whose names are written out."""
        annotations = Annotations(code, _PACKAGES)
        for path, facts in code.files.items() if annotations else ():
            attributes = {f"{cls.qualname}.{each.name}": each for cls in facts.classes for each in cls.attributes}
            for each in facts.registrations:
                if not each.annotates or each not in annotations.above(path, each.annotates, self.annotations):
                    continue
                if each.simple_name == "ConfigurationProperties":
                    prefix = text_of(code, path, given(each, "prefix"), each.within)
                    meant = code.resolve.meaning(path, each.annotates)
                    if prefix and isinstance(meant, Defined) and meant.kind == "class":
                        yield from _properties(code, meant, prefix)
                else:
                    yield from _named(code, path, each, attributes.get(each.annotates))


def _named(code: Code, path: str, each: Registration, field: Attribute | None) -> Iterator[Setting]:
    type_, about = ((field.type or ""), _said(field)) if field is not None else ("", "")
    if each.simple_name == "ConfigProperty":
        name = text_of(code, path, each.argument(-1, "name"), each.within)
        default = each.argument(-1, "defaultValue")
        found = [(name, default)] if name else []
    else:
        written = text_of(code, path, given(each), each.within) or ""
        found = [
            (placeholder["name"], f'"{placeholder["default"]}"' if placeholder["default"] else "")
            for placeholder in _PLACEHOLDER.finditer(written)
        ]
    for name, default in found:
        place = ENVIRONMENT if name.isupper() else "Properties"
        yield Setting(name, path, each.line, place, type=type_, default=default, about=about)


def _properties(code: Code, owner: Defined, prefix: str, around: tuple[Defined, ...] = ()) -> Iterator[Setting]:
    """Yield the properties of a class, those of classes of the code that it holds in the place of these."""
    for field in code.resolve.class_at(owner).attributes:
        if field.name.isupper():
            continue
        name = f"{prefix}.{'-'.join(_WORD.split(field.name)).lower()}"
        held = code.resolve.meaning(owner.path, field.type or "", owner.qualname) if field.type else None
        held = held if isinstance(held, Defined) else _inner(code, owner, field.type or "")
        is_part = held is not None and held.kind == "class" and held.path in code.files
        if held is not None and is_part and code.resolve.class_at(held).sort in {"class", "record"}:
            if held not in (*around, owner) and len(around) < _DEEPEST:
                yield from _properties(code, held, name, (*around, owner))
            continue
        default = field.value or ""
        yield Setting(
            name, owner.path, field.line, "Properties", field.type or "", default, _said(field), defined=owner
        )


def _inner(code: Code, owner: Defined, type_: str) -> Defined | None:
    known = (cls for cls in code.files[owner.path].classes if cls.qualname == f"{owner.qualname}.{type_}")
    return next((code.resolve.defined(owner.path, cls) for cls in known), None)


def _said(field: Attribute) -> str:
    return field.doc.summary if field.doc is not None else ""


FRAMEWORK = SpringSettings()
