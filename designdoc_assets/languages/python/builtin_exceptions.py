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
_found: dict[str, list[str]] = {"BaseException": []}
for _base, _names in _SUBCLASSES.items():
    for _name in _names.split():
        _found.setdefault(_name, []).append(_base)
BASES = {name: tuple(bases) for name, bases in _found.items()}
"""What each inherits from."""

OTHER_NAMES = {
    **dict.fromkeys(("EnvironmentError", "IOError", "WindowsError"), "OSError"),
    **dict.fromkeys(("socket.error", "select.error", "os.error", "mmap.error"), "OSError"),
    **dict.fromkeys(("socket.timeout", "asyncio.TimeoutError", "concurrent.futures.TimeoutError"), "TimeoutError"),
}
"""Other names of the same exceptions."""
