"""What running a method does beyond its result, where a call in it is the proof: it sleeps, starts processes.

Only a call that is written out is one. A `threading.Thread` that is made starts nothing, and what a function nested in
the method calls may never be called.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from designdoc_assets.languages.facts import Class, Function
from designdoc_assets.languages.linking import External
from designdoc_assets.program.relations import Relations
from designdoc_assets.program.resolution import Symbol


class Effect(NamedTuple):
    """What is said of one method, and of several."""

    singular: str
    plural: str


_SLEEPS = Effect("sleeps, and so blocks its thread", "sleep, and so block their thread")
_STARTS_PROCESSES = Effect("starts processes", "start processes")
_STARTS_THREADS = Effect("starts threads", "start threads")
_FORKS = Effect("forks its process", "fork their process")
_IS_REPLACED = Effect("replaces its process by another program", "replace their process by another program")
_ENVIRONMENT = Effect("reads or sets environment variables", "read or set environment variables")
_SOCKETS = Effect("opens sockets", "open sockets")
_UNPICKLES = Effect("unpickles data, which can run code", "unpickle data, which can run code")
_EXITS = Effect("calls `sys.exit`", "call `sys.exit`")
_ENDS = Effect("ends the process at once (`os._exit`)", "end the process at once (`os._exit`)")

_BY_CALL: Mapping[str, Effect] = {
    "time.sleep": _SLEEPS,
    **{
        f"subprocess.{name}": _STARTS_PROCESSES
        for name in ("run", "call", "check_call", "check_output", "Popen", "getoutput", "getstatusoutput")
    },
    **{f"os.spawn{form}": _STARTS_PROCESSES for form in ("l", "le", "lp", "lpe", "v", "ve", "vp", "vpe")},
    **dict.fromkeys(("os.system", "os.popen", "os.posix_spawn", "os.posix_spawnp"), _STARTS_PROCESSES),
    **{f"os.exec{form}": _IS_REPLACED for form in ("l", "le", "lp", "lpe", "v", "ve", "vp", "vpe")},
    **dict.fromkeys(("os.fork", "os.forkpty"), _FORKS),
    **dict.fromkeys(("os.getenv", "os.getenvb", "os.putenv", "os.unsetenv"), _ENVIRONMENT),
    **dict.fromkeys(("socket.socket", "socket.create_connection", "socket.create_server"), _SOCKETS),
    **dict.fromkeys(("pickle.load", "pickle.loads"), _UNPICKLES),
    "sys.exit": _EXITS,
    "os._exit": _ENDS,
}
_BY_METHOD: Mapping[tuple[str, str], Effect] = {
    ("threading.Thread", "start"): _STARTS_THREADS,
    ("threading.Timer", "start"): _STARTS_THREADS,
    ("multiprocessing.Process", "start"): _STARTS_PROCESSES,
    ("pickle.Unpickler", "load"): _UNPICKLES,
}
"""Called on an object that the method itself makes of that class."""
_ENVIRON = ("os.environ", "os.environb")
_ORDER = tuple(dict.fromkeys((*_BY_CALL.values(), *_BY_METHOD.values())))


def effects_of(symbol: Symbol, cls: Class, relations: Relations) -> Iterator[tuple[Effect, list[str]]]:
    """Yield what methods of a class do, each with the names of those that do so."""
    found = {id(method): set(_of_method(symbol, cls, method, relations)) for method in cls.methods}
    for effect in _ORDER:
        names = dict.fromkeys(method.name for method in cls.methods if effect in found[id(method)])
        if names:
            yield effect, list(names)


def _of_method(symbol: Symbol, cls: Class, method: Function, relations: Relations) -> Iterator[Effect]:
    for use in method.uses:
        if use.is_deferred or use.kind not in {"call", "name"}:
            continue
        made, is_made, called = use.name.rpartition("().")
        meaning = relations.resolver.resolve(symbol.path, made if is_made else use.name, cls, method.qualname)
        if not isinstance(meaning, External):
            continue
        effect = _BY_METHOD.get((meaning.name, called)) if is_made else _BY_CALL.get(meaning.name)
        if effect is not None and use.kind == "call":
            yield effect
        elif not is_made and any(f"{meaning.name}.".startswith(f"{environ}.") for environ in _ENVIRON):
            yield _ENVIRONMENT
