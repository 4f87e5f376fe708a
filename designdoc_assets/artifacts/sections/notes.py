"""What a reader of a class should know beyond its signatures: contracts and effects that the code states."""

from collections.abc import Iterable

from designdoc_assets.analysis.deprecations import (
    deprecation_of_class,
    deprecation_of_function,
    notices_of_class,
)
from designdoc_assets.analysis.field_options import maker_of
from designdoc_assets.analysis.members import is_public
from designdoc_assets.artifacts.sections.text import listing, markdown_of
from designdoc_assets.languages.facts import Class, Function
from designdoc_assets.markup import markdown
from designdoc_assets.program.relations import Relations
from designdoc_assets.program.resolution import External, Symbol

_PROTOCOLS = (
    ({"__enter__", "__exit__"}, "Is a context manager (`with`)."),
    ({"__aenter__", "__aexit__"}, "Is an asynchronous context manager (`async with`)."),
    ({"__iter__", "__next__"}, "Is an iterator."),
    ({"__aiter__", "__anext__"}, "Is an asynchronous iterator."),
    ({"__getitem__", "__len__", "__iter__"}, "Is a collection: it has a length, items and iteration."),
    ({"__call__"}, "Its instances can be called."),
    ({"__await__"}, "Its instances can be awaited."),
    ({"__get__"}, "Is a descriptor: it acts when it is an attribute of another class."),
    ({"__getattr__"}, "Answers attributes that it does not define (`__getattr__`)."),
)
_FINAL = frozenset({"typing.final", "typing_extensions.final"})
_EFFECTS = (
    (("time.sleep",), "sleeps, and so blocks its thread", "sleep, and so block their thread"),
    (("subprocess.", "os.system", "os.popen", "os.exec", "os.spawn"), "starts processes", "start processes"),
    (("threading.Thread", "concurrent.futures.ThreadPoolExecutor"), "starts threads", "start threads"),
    (
        ("multiprocessing.", "os.fork", "concurrent.futures.ProcessPoolExecutor"),
        "starts worker processes",
        "start worker processes",
    ),
    (
        ("os.environ", "os.getenv", "os.putenv"),
        "reads or sets environment variables",
        "read or set environment variables",
    ),
    (("socket.socket", "socket.create_connection"), "opens sockets", "open sockets"),
    (
        ("pickle.load", "pickle.loads", "marshal.load", "marshal.loads"),
        "unpickles data, which can run code",
        "unpickle data, which can run code",
    ),
    (("sys.exit", "os._exit"), "ends the process", "end the process"),
)


def notes_on(symbol: Symbol, cls: Class, relations: Relations) -> list[str]:
    """Return sentences of Markdown about a class, most important first."""
    return [
        *_deprecations(cls),
        *_definition(symbol, cls, relations),
        *_abstractions(cls),
        *_mutability(symbol, cls, relations),
        *_assertions(cls),
        *(sentence for names, sentence in _PROTOCOLS if names <= {method.name for method in cls.methods}),
        *_effects(symbol, cls, relations),
    ]


def _deprecations(cls: Class) -> Iterable[str]:
    reason = deprecation_of_class(cls)
    if reason is not None:
        yield f"**Deprecated**: {markdown_of(reason)}" if reason else "**Deprecated.**"
    said = notices_of_class(cls)
    for notice in (*said.parts, *said.parameters.values()):
        yield f"**Deprecated in part**: {markdown_of(notice)}"
    old = [method.name for method in cls.methods if deprecation_of_function(method) is not None]
    if old:
        yield f"Deprecated: {listing(map(markdown.code, old))}."


def _definition(symbol: Symbol, cls: Class, relations: Relations) -> Iterable[str]:
    if cls.number > 1:
        yield f"The definition number {cls.number} of this name in its file."
    if cls.condition:
        yield f"Defined under {markdown.code(cls.condition)}."
    if cls.in_function:
        yield f"Defined anew by each call of {markdown.code(cls.qualname.rpartition('.')[0])}."
    if cls.type_parameters:
        yield f"Is generic: {markdown.code(cls.type_parameters)}."
    metaclass = next((word for word in cls.keywords if word.startswith("metaclass=")), None)
    if metaclass:
        yield f"Its metaclass is {markdown.code(metaclass.removeprefix('metaclass='))}."
    decorators = (relations.resolver.resolve(symbol.path, call.name) for call in cls.decorator_calls if call.name)
    if any(isinstance(meaning, External) and meaning.name in _FINAL for meaning in decorators):
        yield "Is final: it must not be subclassed."


def _abstractions(cls: Class) -> Iterable[str]:
    names = [method.name for method in cls.methods if method.is_declared_abstract]
    if names:
        yield f"Subclasses must provide {listing(map(markdown.code, names))}."
    others = [method.name for method in cls.methods if method.is_abstract and method.name not in names]
    if others:
        yield f"Not implemented here: {listing(map(markdown.code, others))}."


def _mutability(symbol: Symbol, cls: Class, relations: Relations) -> Iterable[str]:
    maker = maker_of(symbol, cls, relations)
    if maker is not None and maker.is_frozen:
        yield "Is immutable (`frozen=True`)." if maker.call.argument("frozen") else "Is immutable."
    if maker is not None and maker.call.argument("slots") == "True":
        yield "Takes no attributes but those declared (`slots=True`)."


def _assertions(cls: Class) -> Iterable[str]:
    for method in cls.methods:
        if method.asserts:
            yield f"{markdown.code(method.name)} asserts {listing(map(markdown.code, method.asserts), limit=5)}."


def _effects(symbol: Symbol, cls: Class, relations: Relations) -> Iterable[str]:
    for prefixes, singular, plural in _EFFECTS:
        names = [method.name for method in cls.methods if _mentions(symbol, method, prefixes, relations)]
        if names:
            shown = sorted(names, key=lambda name: not is_public(name))
            yield f"{listing(map(markdown.code, dict.fromkeys(shown)))} {singular if len(set(names)) == 1 else plural}."


def _mentions(symbol: Symbol, method: Function, prefixes: tuple[str, ...], relations: Relations) -> bool:
    source = Symbol(symbol.path, f"{symbol.qualname}.{method.name}", "method", owner=symbol.qualname)
    used = (relation.target for relation in relations.from_symbol(source))
    return any(isinstance(target, External) and target.name.startswith(prefixes) for target in used)
