"""Names that any project may speak of without defining them, and words that only look like names.

The built-in names of a language are in its `Lexicon`.
"""

from designdoc_assets.languages.registry import LANGUAGES

_COMMON = """
    env bool boolean char const double enum fn func function interface let new nil null private public static struct
    this true false undefined var void NaN nan inf
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
    bak bat bin bz2 c cc cfg conf cpp crt css csv dat db dll dockerfile env exe gif gz h hpp htm html ico ini j2
    java jinja jinja2 jpeg jpg js json jsonl jsx key lock log map md mdx mjs mo ndjson parquet pdf pem php pid pkl png
    po proto ps1 rb rs rst scss sh so sock sql sqlite sqlite3 svg tar tmpl toml ts tsv tsx ttf
    txt wasm webp xls xlsx xml yaml yml zip
"""

EVERYWHERE = frozenset(_COMMON.split())
"""Names that exist in code of any language, beside the built-in ones of its own."""
PRODUCTS = frozenset(_PRODUCTS.split())
"""Names of products, which prose may use."""

FILE_SUFFIXES = frozenset(_SUFFIXES.split()).union(*(language.lexicon.suffixes for language in LANGUAGES))
"""What a file's name may end in, without the dot."""
