"""The names that Python brings along."""

from designdoc_assets.languages.lexicon import Lexicon
from designdoc_assets.languages.python.builtin_names import BUILTINS, KEYWORDS
from designdoc_assets.languages.python.stdlib_names import ALL_STDLIB_NAMES
from designdoc_assets.languages.python.stdlib_symbols import stdlib_symbols

_DUNDERS = """
    __all__ __annotations__ __bases__ __builtins__ __cached__ __class__ __debug__ __delattr__ __dict__ __dir__ __doc__
    __eq__ __file__ __format__ __ge__ __getattribute__ __getstate__ __gt__ __hash__ __import__ __init__
    __init_subclass__ __le__ __loader__ __lt__ __main__ __module__ __mro__ __name__ __ne__ __new__ __package__ __path__
    __qualname__ __reduce__ __reduce_ex__ __repr__ __setattr__ __sizeof__ __slots__ __spec__ __str__ __subclasshook__
    __version__ __weakref__ __future__
"""
_LIBRARY = """
    ABC ABCMeta Annotated Any AnyStr AsyncGenerator AsyncIterable AsyncIterator Awaitable BytesIO Callable ClassVar
    Collection Concatenate Container Coroutine Counter Decimal DefaultDict Deque Dict Enum Final Flag FrozenSet Future
    Generator Generic Hashable IO IntEnum IntFlag ItemsView Iterable Iterator KeysView List Literal Mapping MappingView
    MutableMapping MutableSequence MutableSet NamedTuple Never NewType NoReturn NotRequired Optional OrderedDict
    ParamSpec Path Pattern PosixPath Protocol PurePath PurePosixPath Queue Required Reversible Self Sequence Set Sized
    SSLContext SimpleNamespace StrEnum StringIO Text TextIO ThreadPoolExecutor ProcessPoolExecutor Tuple Type TypeAlias
    TypeGuard TypeVar TypeVarTuple TypedDict UUID Union Unpack ValuesView abstractmethod cached_property contextmanager
    asynccontextmanager dataclass defaultdict deque getLogger lru_cache namedtuple overload partial timedelta timezone
    total_ordering urlopen urlparse wraps
"""
_METHODS = """
    add append as_integer_ratio bit_length capitalize casefold center clear close copy count decode difference discard
    encode endswith extend find flush format format_map fromhex fromkeys get group groups hex index insert intersection
    isalnum isalpha isascii isdecimal isdigit isidentifier islower isnumeric isprintable isspace istitle issubset
    issuperset isupper items join keys ljust lower lstrip maketrans mro partition pop popitem read readline readlines
    remove replace reverse rfind rindex rjust rpartition rsplit rstrip seek setdefault sort split splitlines startswith
    strip swapcase symmetric_difference tell throw title to_bytes translate truncate union update upper values
    with_traceback write writelines zfill
"""
_IDIOM = "args kwargs self cls argv environ frozen kw_only maxsize metaclass slots"
"""What parameters are called everywhere."""

LEXICON = Lexicon(
    keywords=KEYWORDS,
    names=frozenset({*KEYWORDS, *BUILTINS, *_DUNDERS.split(), *_LIBRARY.split(), *_IDIOM.split()}),
    methods=frozenset(_METHODS.split()),
    modules=ALL_STDLIB_NAMES,
    library=stdlib_symbols,
    versions=frozenset({"pep", "python", "py"}),
    defining=("def", "class"),
    modifiers=("async",),
    binding=("for", "lambda", "as"),
    string_prefixes="rbfuRBFU",
    comments=("#",),
    doc_opening=r"[rRuU]?(\"\"\"|'''|\"|')",
    fences=frozenset({"python", "py", "python3", "pycon"}),
    prompt=r"[ \t]*(?:>>>|\.\.\.)(?: |$)",
    suffixes=frozenset({"py", "pyc", "pyd", "pyi", "pyw", "ipynb", "pth", "whl"}),
)
