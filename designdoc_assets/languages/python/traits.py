"""What names tell in Python: methods that syntax works by, and calls of the standard library that have effects."""

from collections.abc import Mapping

from designdoc_assets.languages.traits import Effect, Traits

_SLEEPS = Effect("sleeps, and so blocks its thread", "sleep, and so block their thread")
_STARTS_PROCESSES = Effect("starts processes", "start processes")
_STARTS_THREADS = Effect("starts threads", "start threads")
_FORKS = Effect("forks its process", "fork their process")
_IS_REPLACED = Effect("replaces its process by another program", "replace their process by another program")
_ENVIRONMENT = Effect("reads or sets environment variables", "read or set environment variables", is_of_variables=True)
_SOCKETS = Effect("opens sockets", "open sockets")
_UNPICKLES = Effect("unpickles data, which can run code", "unpickle data, which can run code")
_EXITS = Effect("calls `sys.exit`", "call `sys.exit`")
_ENDS = Effect("ends the process at once (`os._exit`)", "end the process at once (`os._exit`)")

_CALLS: Mapping[str, Effect] = {
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
_METHODS: Mapping[tuple[str, str], Effect] = {
    ("threading.Thread", "start"): _STARTS_THREADS,
    ("threading.Timer", "start"): _STARTS_THREADS,
    ("multiprocessing.Process", "start"): _STARTS_PROCESSES,
    ("pickle.Unpickler", "load"): _UNPICKLES,
}
_PROTOCOLS = (
    (frozenset({"__enter__", "__exit__"}), "Is a context manager (`with`)."),
    (frozenset({"__aenter__", "__aexit__"}), "Is an asynchronous context manager (`async with`)."),
    (frozenset({"__iter__", "__next__"}), "Is an iterator."),
    (frozenset({"__aiter__", "__anext__"}), "Is an asynchronous iterator."),
    (frozenset({"__getitem__", "__len__", "__iter__"}), "Is a collection: it has a length, items and iteration."),
    (frozenset({"__call__"}), "Its instances can be called."),
    (frozenset({"__await__"}), "Its instances can be awaited."),
    (frozenset({"__get__"}), "Is a descriptor: it acts when it is an attribute of another class."),
    (frozenset({"__getattr__"}), "`__getattr__` is asked for attributes that it does not define."),
)
_UNIVERSAL = frozenset({"__init__", "__new__", "__slots__", "__repr__", "__init_subclass__"})

TRAITS = Traits(
    protocols=_PROTOCOLS,
    universal_members=_UNIVERSAL,
    calls=_CALLS,
    methods=_METHODS,
    mentions=dict.fromkeys(("os.environ", "os.environb"), _ENVIRONMENT),
)
