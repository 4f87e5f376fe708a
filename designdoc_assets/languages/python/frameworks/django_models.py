"""Django's models: a table each."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import NamedTuple

from designdoc_assets.languages.facts import Attribute, Class
from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.python.frameworks.literals import string
from designdoc_assets.languages.python.frameworks.packages import package_of
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.secrets import shown_expression
from designdoc_assets.languages.tables import Column, Table
from designdoc_assets.markup import markdown

_REFERRING = frozenset({"ForeignKey", "OneToOneField", "ManyToManyField"})


class DjangoModels(Framework):
    """Classes that derive from `models.Model`, abstract ones left out."""

    name = "Django"

    def tables(self, code: Code) -> Iterable[Table]:
        """Yield the tables of models."""
        models = {
            code.resolve.defined(path, cls): _Model(cls, _meta(facts.classes, cls))
            for path, facts in code.files.items()
            for cls in facts.classes
            if _is_model(code, path, cls)
        }
        stored = {defined: model for defined, model in models.items() if not model.is_abstract}
        names = {model.cls.name: model.table for model in stored.values()}
        for defined, model in stored.items():
            columns = (
                replace(column, refers=names.get(column.refers, column.refers))
                for column in _columns(code, defined, model.cls, models)
            )
            yield Table(model.table, defined.path, model.cls.line, self.name, defined, tuple(columns))


class _Model(NamedTuple):
    """A model, and what its class `Meta` sets."""

    cls: Class
    meta: Mapping[str, str]

    @property
    def is_abstract(self) -> bool:
        return self.meta.get("abstract") == "True"

    @property
    def table(self) -> str:
        """The name of its table, where that is given; else its own: Django makes one of it and the application's."""
        return string(self.meta.get("db_table", "")) or self.cls.name


def _meta(classes: Iterable[Class], cls: Class) -> Mapping[str, str]:
    inner = (each for each in classes if each.qualname == f"{cls.qualname}.Meta")
    return {attribute.name: attribute.value or "" for each in inner for attribute in each.attributes}


def _is_model(code: Code, path: str, cls: Class) -> bool:
    ancestors = code.resolve.ancestors(code.resolve.defined(path, cls))
    return any(isinstance(each, str) and package_of(each) == "django" and each.endswith(".Model") for each in ancestors)


def _columns(code: Code, defined: Defined, cls: Class, models: Mapping[Defined, _Model]) -> Iterator[Column]:
    """Yield the fields of a model, those of the abstract models that it derives from first."""
    for ancestor in reversed(code.resolve.ancestors(defined)):
        if isinstance(ancestor, Defined) and ancestor in models and models[ancestor].is_abstract:
            yield from _own_columns(code, ancestor.path, models[ancestor].cls)
    yield from _own_columns(code, defined.path, cls)


def _own_columns(code: Code, path: str, cls: Class) -> Iterator[Column]:
    for each in cls.attributes:
        if each.call is None or not _is_field(code, path, each):
            continue
        sort = each.call.name.rpartition(".")[2]
        positional = [value for key, value in each.call.arguments if not key]
        to = each.call.argument("to") or (positional[0] if positional else "")
        refers = _referred(to) if sort in _REFERRING else ""
        yield Column(
            name=each.name,
            type=sort,
            is_key=each.call.argument("primary_key") == "True",
            refers=cls.name if refers == "self" else refers,
            refers_to_many=sort == "ManyToManyField",
            is_unique=sort == "OneToOneField" or each.call.argument("unique") == "True",
            is_optional=each.call.argument("null") == "True",
            default=shown_expression(each.name, each.call.argument("default") or ""),
            about=markdown.escape(string(each.call.argument("help_text") or "") or ""),
        )


def _referred(to: str) -> str:
    """Return the model that a field refers to; of a setting that names one, `settings.AUTH_USER_MODEL`, the setting."""
    name = string(to) or to
    last = name.rpartition(".")[2]
    return name if last.isupper() and "." in name else last


def _is_field(code: Code, path: str, attribute: Attribute) -> bool:
    name = attribute.call.name if attribute.call is not None else ""
    last = name.rpartition(".")[2]
    if not (last.endswith("Field") or last == "ForeignKey"):
        return False
    meant = code.resolve.meaning(path, name)
    return isinstance(meant, Defined) or package_of(meant) == "django"


FRAMEWORK = DjangoModels()
