"""Django's models: a table each."""

from collections.abc import Iterable, Iterator

from designdoc_assets.languages.facts import Attribute, Class
from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.python.frameworks.literals import string
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.tables import Column, Table

_REFERRING = frozenset({"ForeignKey", "OneToOneField", "ManyToManyField"})


class DjangoModels(Framework):
    """Classes that derive from `models.Model`, abstract ones left out."""

    name = "Django"

    def tables(self, code: Code) -> Iterable[Table]:
        """Yield the tables of models."""
        for path, facts in code.files.items():
            abstract = {
                cls.qualname.rpartition(".")[0]
                for cls in facts.classes
                if cls.name == "Meta" and any(a.name == "abstract" and a.value == "True" for a in cls.attributes)
            }
            for cls in facts.classes:
                if cls.qualname not in abstract and _is_model(code, path, cls):
                    defined = code.resolve.defined(path, cls)
                    yield Table(cls.name, path, cls.line, self.name, defined, tuple(_columns(code, path, cls)))


def _is_model(code: Code, path: str, cls: Class) -> bool:
    ancestors = code.resolve.ancestors(code.resolve.defined(path, cls))
    return any(isinstance(each, str) and each.startswith("django.") and each.endswith(".Model") for each in ancestors)


def _columns(code: Code, path: str, cls: Class) -> Iterator[Column]:
    """Yield the fields of a model, those of abstract models of the code that it derives from first."""
    for ancestor in reversed(code.resolve.ancestors(code.resolve.defined(path, cls))):
        if isinstance(ancestor, Defined):
            inherited = code.resolve.class_at(ancestor)
            yield from _own_columns(code, ancestor.path, inherited)
    yield from _own_columns(code, path, cls)


def _own_columns(code: Code, path: str, cls: Class) -> Iterator[Column]:
    for each in cls.attributes:
        if each.call is None or not _is_field(code, path, each):
            continue
        sort = each.call.name.rpartition(".")[2]
        positional = [value for key, value in each.call.arguments if not key]
        to = each.call.argument("to") or (positional[0] if positional else "")
        refers = (string(to) or to).rpartition(".")[2] if sort in _REFERRING else ""
        yield Column(
            each.name,
            sort,
            each.call.argument("primary_key") == "True",
            cls.name if refers == "self" else refers,
            each.call.argument("null") == "True",
            string(each.call.argument("help_text") or "") or "",
        )


def _is_field(code: Code, path: str, attribute: Attribute) -> bool:
    name = attribute.call.name if attribute.call is not None else ""
    last = name.rpartition(".")[2]
    if not (last.endswith("Field") or last == "ForeignKey"):
        return False
    meant = code.resolve.meaning(path, name)
    return isinstance(meant, Defined) or (isinstance(meant, str) and meant.partition(".")[0] == "django")


FRAMEWORK = DjangoModels()
