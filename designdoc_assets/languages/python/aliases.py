"""What a class makes of its methods by assignment: second names (`__call__ = get`), properties (`property(get)`)."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from designdoc_assets.languages.facts import Attribute, Function
from designdoc_assets.languages.python.deprecations import with_deprecations
from designdoc_assets.languages.python.visibility import under_name


def with_aliases(
    methods: Sequence[Function], attributes: Sequence[Attribute], aliases: Mapping[str, str]
) -> tuple[tuple[Function, ...], tuple[Attribute, ...]]:
    """Return the methods of a class with those that assignments make of them, and the attributes without these.

    Args:
        methods: Those that are defined.
        attributes: All that assignments make, other names of methods included.
        aliases: Which name is another one of which method.
    """
    defined = {method.name: method for method in methods}
    found = list(methods)
    is_method = {name: of for name, of in aliases.items() if name not in defined and of in defined}
    rest: list[Attribute] = []
    for attribute in attributes:
        of = is_method.get(attribute.name)
        made = _alias(defined[of], attribute) if of is not None else _property(attribute, defined)
        if made is None:
            rest.append(attribute)
        else:
            at = next((at for at, method in enumerate(found) if method.line > made.line), len(found))
            found.insert(at, made)
    return tuple(found), tuple(rest)


def _property(attribute: Attribute, defined: Mapping[str, Function]) -> Function | None:
    """Return the property that `property(get, set)` makes of methods; None if that is not what an attribute is."""
    call = attribute.call
    if call is None or call.name != "property" or attribute.scope != "class" or attribute.is_set_again:
        return None
    given = [value for keyword, value in call.arguments if not keyword]
    getter = defined.get(given[0] if given else call.argument("fget") or "")
    setter = given[1] if len(given) > 1 else call.argument("fset")
    if getter is None or getter.sort != "method" or attribute.name in defined:
        return None
    return replace(
        under_name(getter, attribute.name),
        sort="getter",
        is_settable=setter not in {None, "None"},
        line=attribute.line,
        doc=attribute.doc or getter.doc,
        uses=(),
    )


def _alias(method: Function, attribute: Attribute) -> Function:
    """Return a method under another name: what it does is said, and done, where it is defined."""
    parameters = tuple(replace(parameter, deprecated=None) for parameter in method.signature.parameters)
    alias = replace(
        under_name(method, attribute.name),
        signature=replace(method.signature, parameters=parameters),
        line=attribute.line,
        overload_docs=(),
        annotations=(),
        redundant_annotations=(),
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
