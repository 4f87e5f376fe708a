"""Run configuration of Dagster: the fields of resources and of the configuration of assets, ops and jobs."""

from collections.abc import Iterable

from designdoc_assets.languages.frameworks import Code, Framework
from designdoc_assets.languages.python.frameworks.pydantic_fields import fields_of
from designdoc_assets.languages.resolve import Defined
from designdoc_assets.languages.settings import Setting

_BASES = frozenset({"Config", "PermissiveConfig", "ConfigurableResource", "ConfigurableIOManager"})
_HELD = "ResourceDependency"
_PLACE = "Dagster configuration"


class DagsterSettings(Framework):
    """`class Store(dg.ConfigurableResource)`, `class Options(dg.Config)`."""

    name = "Dagster"

    def settings(self, code: Code) -> Iterable[Setting]:
        """Yield the fields of each class, those that it inherits from classes of the code included."""
        for path, facts in code.files.items():
            for cls in facts.classes:
                defined = code.resolve.defined(path, cls)
                if not _is_configuration(code, defined):
                    continue
                for owner in (defined, *code.resolve.ancestors(defined)):
                    if not isinstance(owner, Defined) or owner.path not in code.files:
                        continue
                    for each in fields_of(code.resolve.class_at(owner)):
                        if _HELD not in each.type:
                            yield Setting(
                                f"{cls.name}.{each.name}",
                                path,
                                each.line,
                                _PLACE,
                                type=each.type,
                                default=each.default,
                                about=each.about,
                                is_required=each.is_required,
                                defined=defined,
                            )


def _is_configuration(code: Code, defined: Defined) -> bool:
    ancestors = code.resolve.ancestors(defined)
    outside = (each for each in ancestors if isinstance(each, str) and each.startswith("dagster"))
    return any(each.rpartition(".")[2] in _BASES for each in outside)


FRAMEWORK = DagsterSettings()
