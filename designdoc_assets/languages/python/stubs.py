"""Stubs beside modules: types and forms of what a module defines, as type checkers and editors take them from there."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from designdoc_assets.languages.facts import Attribute, Class, FileFacts, Function
from designdoc_assets.languages.python.constant_sorts import sorted_out
from designdoc_assets.languages.python.deprecations import class_with_deprecations, with_deprecations
from designdoc_assets.languages.python.signatures import written
from designdoc_assets.languages.signature_facts import Signature

_STUB, _MODULE = ".pyi", ".py"
_SOME = "..."
"""What stands in a stub for a default that is not told."""


def with_stubs(files: Mapping[str, FileFacts]) -> Mapping[str, FileFacts]:
    """Return the facts of all files, with those of stubs put into the modules beside them.

    A stub without such a module speaks for itself. What only the stub knows of is left out: the module may not have it.
    """
    stubs = {path: path.removesuffix(_STUB) + _MODULE for path in files if path.endswith(_STUB)}
    beside = {module: files[stub] for stub, module in stubs.items() if module in files}
    if not beside:
        return files
    return {
        path: _typed(facts, beside[path]) if path in beside else facts
        for path, facts in files.items()
        if stubs.get(path) not in files
    }


def _typed(module: FileFacts, stub: FileFacts) -> FileFacts:
    classes = {(cls.qualname, cls.number): cls for cls in stub.classes}
    return replace(
        module,
        classes=tuple(
            _typed_class(cls, classes[cls.qualname, cls.number]) if (cls.qualname, cls.number) in classes else cls
            for cls in module.classes
        ),
        functions=_typed_functions(module.functions, stub.functions),
        constants=_typed_attributes(module.constants, stub.constants),
        has_stub=True,
    )


def _typed_class(cls: Class, stub: Class) -> Class:
    typed = replace(
        cls,
        methods=_typed_functions(cls.methods, stub.methods),
        attributes=_typed_attributes(cls.attributes, stub.attributes),
        type_parameters=cls.type_parameters or stub.type_parameters,
        doc=cls.doc or stub.doc,
    )
    return class_with_deprecations(typed)


def _typed_functions(functions: Sequence[Function], stubs: Sequence[Function]) -> tuple[Function, ...]:
    by_name = {stub.name: stub for stub in stubs}
    return tuple(
        _typed_function(function, by_name[function.name]) if function.name in by_name else function
        for function in functions
    )


def _typed_function(function: Function, stub: Function) -> Function:
    if stub.overloads:
        form, overloads, docs = function.signature, stub.overloads, stub.overload_docs
    else:
        form, overloads, docs = _with_defaults(stub.signature, function.signature), (), ()
    typed = replace(
        function,
        signature=form,
        overloads=overloads,
        overload_docs=docs,
        doc=function.doc or stub.doc,
    )
    return with_deprecations(typed)


def _with_defaults(stub: Signature, module: Signature) -> Signature:
    """Return a signature with the defaults that the module has where the stub does not tell them."""
    defaults = {parameter.name: parameter.default for parameter in module.parameters}
    parameters = [
        replace(parameter, default=defaults.get(parameter.name) or _SOME) if parameter.default == _SOME else parameter
        for parameter in stub.parameters
    ]
    return written(stub, parameters)


def _typed_attributes(attributes: Sequence[Attribute], stubs: Sequence[Attribute]) -> tuple[Attribute, ...]:
    types = {stub.name: stub.type for stub in stubs if stub.type}
    return tuple(
        sorted_out(replace(attribute, type=types[attribute.name])) if attribute.name in types else attribute
        for attribute in attributes
    )
