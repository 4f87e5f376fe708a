"""Names that exist everywhere, and words that only look like names: what a project's own code need not define."""

from designdoc_assets.languages.python.builtin_names import BUILTINS, KEYWORDS

_DUNDERS = """
    __all__ __annotations__ __bases__ __builtins__ __cached__ __class__ __debug__ __delattr__ __dict__ __dir__ __doc__
    __eq__ __file__ __format__ __ge__ __getattribute__ __getstate__ __gt__ __hash__ __import__ __init__
    __init_subclass__ __le__ __loader__ __lt__ __main__ __module__ __mro__ __name__ __ne__ __new__ __package__ __path__
    __qualname__ __reduce__ __reduce_ex__ __repr__ __setattr__ __sizeof__ __slots__ __spec__ __str__ __subclasshook__
    __version__ __weakref__ __future__
"""
_TYPING = """
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
_COMMON = """
    args kwargs self cls argv env environ frozen kw_only maxsize metaclass slots
    bool boolean char const double enum fn func function interface let new nil null private public static struct this
    true false undefined var void NaN nan inf
    Accept Authorization Cookie Domain Host HttpOnly Location Origin Referer SameSite Secure Server Vary
    stdin stdout stderr localhost main master origin HEAD
    ascii base64 binary br brotli bz2 csv css deflate gzip html http https ini ipv4 ipv6 json jsonl latin1 markdown
    ndjson sha1 sha256 sha512 md5 sql ssh ssl tar tcp tls toml tsv udp url utf8 utf16 uri uuid wss xml yaml yml zip zstd
    bash cat cd chmod cmake conda cp curl docker echo git grep kubectl ls make mkdir mv mypy node npm npx pip pipx
    poetry pre-commit pyenv pylint pyright pytest python python2 python3 rm ruff sed sh sudo tox twine uv uvx virtualenv
    venv wget yarn zsh
"""
_PRODUCTS = """
    ActiveMQ AngularJS AppVeyor AsyncAPI BibTeX BigQuery BitBucket BlackBerry CalDAV CamelCase camelCase CentOS ChatGPT
    CherryPy CircleCI ClickHouse ClickUp CloudFlare CloudFormation CloudFront CloudWatch CoffeeScript CommonMark CouchDB
    CrateDB CockroachDB CPython DataDog DataFrame DataFrames DeepMind DeepSeek DevOps DevTools DigitalOcean DockerHub
    DocBook DuckDB DynamoDB EasyPost ECMAScript ElasticSearch EventBridge FastAPI FastCGI FastMCP FreeBSD GeoDjango
    GeoIP GeoJSON GitBook GitHub GitLab GitOps GraphDB GraphQL GraphiQL GreenPlum gRPC HashiCorp HipHop HomeBrew HubSpot
    HuggingFace HyperLogLog IronPython InfluxDB IntelliJ iOS JavaDoc JavaScript JetBrains JMeter JQuery JSONPath JUnit
    JupyterLab Jython KeyCloak LangChain LangGraph LangSmith LaTeX LibreOffice LinkedIn LiteLLM LlamaIndex MacBook macOS
    MacPorts MailChimp MailGun MariaDB MathML MatLab McCabe MicroPython MinIO MkDocs MongoDB MyPy MySQL MyST NetBSD
    NodeJS NoSQL NumPy NuGet OAuth OpenAI OpenAPI OpenBSD OpenCV OpenGL OpenID OpenMP OpenMetrics OpenSSH OpenSSL
    OpenSearch OpenShift OpenStack OpenTelemetry OpenType OpenVPN PagerDuty PascalCase PayPal PhantomJS PlanetScale
    PlayStation PostGIS PostScript PostgreSQL PostHog PowerPoint PowerShell ProtoBuf PubSub PyCharm PyCon PyData
    PyInstaller PyMongo PyMySQL PyOpenSSL PyPI PyPy PyQt PySide PySpark PyTorch PyYAML QuickBooks RabbitMQ ReactJS
    RedHat ReStructuredText RestructuredText reStructuredText RocksDB RocketMQ SageMaker SciPy ScyllaDB SendGrid
    ServiceNow SharePoint ShellCheck SmartOS snake_case SoundCloud SourceForge SpaCy SpringBoot SQLAlchemy SQLite
    StackOverflow StatsD StrictMode SunOS SurrealDB TensorBoard TensorFlow TextMate TimescaleDB TypeScript UnionFS
    UnixWare VictoriaMetrics VirtualBox VMware VueJS WebAssembly WebAuthn WebDAV WebDriver WebGL WebHook WebKit WebRTC
    WebSocket WhatsApp WireGuard WordPress x86_64 XPath YouTube ZeroMQ
"""

_SUFFIXES = """
    bak bat bin bz2 c cc cfg conf cpp crt css csv dat db dll dockerfile env exe gif gz h hpp htm html ico ini ipynb j2
    java jinja jinja2 jpeg jpg js json jsonl jsx key lock log map md mdx mjs mo ndjson parquet pdf pem php pid pkl png
    po proto ps1 pth py pyc pyd pyi pyw rb rs rst scss sh so sock sql sqlite sqlite3 svg tar tmpl toml ts tsv tsx ttf
    txt wasm webp whl xls xlsx xml yaml yml zip
"""

EVERYWHERE = frozenset({*KEYWORDS, *BUILTINS, *_DUNDERS.split(), *_TYPING.split(), *_COMMON.split()})
"""Known in code wherever they stand."""
METHODS = frozenset(_METHODS.split())
"""Of strings, collections and files: known behind anything but the name of a class."""
PRODUCTS = frozenset(_PRODUCTS.split())
"""Known in prose."""

FILE_SUFFIXES = frozenset(_SUFFIXES.split())
"""What a file's name may end in, without the dot."""
