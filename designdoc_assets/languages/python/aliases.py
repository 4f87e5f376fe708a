"""Methods that a class has under a second name: `__call__ = get`."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from designdoc_assets.languages.facts import Attribute, Function
from designdoc_assets.languages.python.deprecations import with_deprecations
from designdoc_assets.languages.python.visibility import under_name


def with_aliases(
    methods: Sequence[Function], attributes: Sequence[Attribute], aliases: Mapping[str, str]
) -> tuple[tuple[Function, ...], tuple[Attribute, ...]]:
    """Return the methods of a class with those that are other names of one, and the attributes without them.

    Args:
        methods: Those that are defined.
        attributes: All that assignments make, other names of methods included.
        aliases: Which name is another one of which method.
    """
    if not aliases:
        return tuple(methods), tuple(attributes)
    defined = {method.name: method for method in methods}
    found = list(methods)
    is_method = {name: of for name, of in aliases.items() if name not in defined and of in defined}
    for attribute in attributes:
        if attribute.name in is_method:
            alias = _alias(defined[is_method[attribute.name]], attribute)
            at = next((at for at, method in enumerate(found) if method.line > alias.line), len(found))
            found.insert(at, alias)
    return tuple(found), tuple(attribute for attribute in attributes if attribute.name not in is_method)


def _alias(method: Function, attribute: Attribute) -> Function:
    """Return a method under another name: what it does is said, and done, where it is defined."""
    parameters = tuple(replace(parameter, deprecated=None) for parameter in method.signature.parameters)
    alias = replace(
        under_name(method, attribute.name),
        signature=replace(method.signature, parameters=parameters),
        line=attribute.line,
        overload_docs=(),
        annotations=(),
        told_annotations=(),
        is_abstract=False,
        is_declared_abstract=False,
        doc=attribute.doc,
        raises=(),
        asserts=(),
        deprecated=None,
        deprecated_parts=(),
        registered=(),
        uses=(),
        same_as=method.name,
    )
    return with_deprecations(alias)
