"""Which constants of a module pages show."""

from designdoc_assets.languages.facts import Attribute, Class, FileFacts, Function, Import


def is_listed(constant: Attribute) -> bool:
    """Whether pages show a constant: if it is public, has a doc comment, or names a type for signatures."""
    return constant.visibility == "public" or bool(constant.doc) or constant.sort == "alias"


def is_shown(constant: Attribute, facts: FileFacts) -> bool:
    """Whether the page of a file shows one of its constants."""
    return not _is_substitute(constant, facts) and is_listed(constant)


def _is_substitute(constant: Attribute, facts: FileFacts) -> bool:
    """Whether a constant only stands in for an import or definition: `try: import x / except ImportError: x = None`.

    So it is with a class or function that is defined in one branch and assigned in the other.
    """
    is_perhaps_set = constant.condition is not None or constant.is_set_again
    at_once = (entry for entry in facts.imports if entry.when in {"always", "optional"})
    imported = (entry for entry in at_once if _bound_by(entry) == constant.name)
    if any(is_perhaps_set or entry.line > constant.line for entry in imported):
        return True
    defined: tuple[Class | Function, ...] = (*facts.classes, *facts.functions)
    named = (each for each in defined if each.qualname == constant.name)
    return any(is_perhaps_set or each.condition is not None for each in named)


def _bound_by(entry: Import) -> str:
    return entry.alias or entry.name or entry.module.partition(".")[0]
