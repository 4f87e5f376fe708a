"""The exceptions that Python itself has, and which inherit from which: the same for every Python that reads."""

_SUBCLASSES = {
    "BaseException": "BaseExceptionGroup Exception GeneratorExit KeyboardInterrupt SystemExit",
    "BaseExceptionGroup": "ExceptionGroup",
    "Exception": "ArithmeticError AssertionError AttributeError BufferError EOFError ExceptionGroup ImportError "
    "LookupError MemoryError NameError OSError ReferenceError RuntimeError StopAsyncIteration StopIteration "
    "SyntaxError SystemError TypeError ValueError Warning",
    "ArithmeticError": "FloatingPointError OverflowError ZeroDivisionError",
    "ImportError": "ModuleNotFoundError",
    "LookupError": "IndexError KeyError",
    "NameError": "UnboundLocalError",
    "OSError": "BlockingIOError ChildProcessError ConnectionError FileExistsError FileNotFoundError InterruptedError "
    "IsADirectoryError NotADirectoryError PermissionError ProcessLookupError TimeoutError",
    "ConnectionError": "BrokenPipeError ConnectionAbortedError ConnectionRefusedError ConnectionResetError",
    "RuntimeError": "NotImplementedError PythonFinalizationError RecursionError",
    "SyntaxError": "IndentationError",
    "IndentationError": "TabError",
    "ValueError": "UnicodeError",
    "UnicodeError": "UnicodeDecodeError UnicodeEncodeError UnicodeTranslateError",
    "Warning": "BytesWarning DeprecationWarning EncodingWarning FutureWarning ImportWarning PendingDeprecationWarning "
    "ResourceWarning RuntimeWarning SyntaxWarning UnicodeWarning UserWarning",
}
_BASES: dict[str, list[str]] = {"BaseException": []}
for _base, _names in _SUBCLASSES.items():
    for _name in _names.split():
        _BASES.setdefault(_name, []).append(_base)

_OTHER_NAMES = {
    **dict.fromkeys(("EnvironmentError", "IOError", "WindowsError"), "OSError"),
    **dict.fromkeys(("socket.error", "select.error", "os.error", "mmap.error"), "OSError"),
    **dict.fromkeys(("socket.timeout", "asyncio.TimeoutError", "concurrent.futures.TimeoutError"), "TimeoutError"),
}


def builtin_exception(name: str) -> str | None:
    """Return the name by which Python knows an exception of its own: `OSError` for `socket.error`; None for others."""
    bare = name.removeprefix("builtins.")
    known = _OTHER_NAMES.get(bare, bare)
    return known if known in _BASES else None


def lineage_of(name: str) -> frozenset[str]:
    """Return the names of an exception of Python's own and of all that it inherits from."""
    found: set[str] = set()
    stack = [name]
    while stack:
        found.add(current := stack.pop())
        stack += _BASES[current]
    return frozenset(found)
