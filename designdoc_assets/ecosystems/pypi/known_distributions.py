"""What is known about well-known distributions: import names that do not follow from theirs, and use without import.

Tables only; the rules are in import_names.py. Distributions are named as PEP 503 normalises them.
"""

_IMPORTS = """
absl-py: absl
antlr4-python3-runtime: antlr4
apache-airflow: airflow
argon2-cffi: argon2
attrs: attr attrs
auth0-python: auth0
azure-identity: azure.identity
beautifulsoup4: bs4
biopython: Bio
cattrs: cattr cattrs
cx-oracle: cx_Oracle
databricks-sdk: databricks.sdk
databricks-sql-connector: databricks.sql
discord-py: discord
django-allauth: allauth
django-cors-headers: corsheaders
django-crispy-forms: crispy_forms
django-debug-toolbar: debug_toolbar
django-environ: environ
django-filter: django_filters
django-haystack: haystack
django-rest-swagger: rest_framework_swagger
djangorestframework-simplejwt: rest_framework_simplejwt
djangorestframework: rest_framework
dnspython: dns
docker-py: docker
drf-nested-routers: rest_framework_nested
enum34: enum
factory-boy: factory
faiss-cpu: faiss
faiss-gpu: faiss
fonttools: fontTools
gitpython: git
google-ads: google.ads
google-api-core: google.api_core
google-api-python-client: googleapiclient apiclient
google-auth: google.auth google.oauth2
google-cloud-aiplatform: google.cloud.aiplatform vertexai
google-cloud-core: google.cloud.client google.cloud.exceptions google.cloud.environment_vars
google-cloud-ndb: google.cloud.ndb
google-genai: google.genai
google-generativeai: google.generativeai
google-resumable-media: google.resumable_media
googleapis-common-protos: google.api google.rpc google.type google.longrunning
graphql-core: graphql
griffelib: griffe
grpcio-health-checking: grpc_health
grpcio-reflection: grpc_reflection
grpcio-status: grpc_status
grpcio-tools: grpc_tools
grpcio: grpc
hydra-core: hydra
import-linter: importlinter
ipython: IPython
kafka-python-ng: kafka
kafka-python: kafka
levenshtein: Levenshtein
markdown-it-py: markdown_it
mini-racer: py_mini_racer
msgpack-python: msgpack
mysql-connector-python: mysql
mysql-connector: mysql
mysqlclient: MySQLdb
netcdf4: netCDF4
nvidia-ml-py: pynvml
odfpy: odf
opencv-contrib-python-headless: cv2
opencv-contrib-python: cv2
opencv-python-headless: cv2
opencv-python: cv2
opensearch-py: opensearchpy
opentelemetry-api: opentelemetry
opentelemetry-sdk: opentelemetry.sdk
opentelemetry-semantic-conventions: opentelemetry.semconv
paho-mqtt: paho
pillow-simd: PIL
pillow: PIL
pinecone-client: pinecone
protobuf: google.protobuf
psycopg2-binary: psycopg2
py-cpuinfo: cpuinfo
pycrypto: Crypto
pycryptodome: Crypto
pycryptodomex: Cryptodome
pydispatcher: pydispatch
pygithub: github
pygobject: gi
pyicu: icu
pyinstaller: PyInstaller
pyjwt: jwt
pykerberos: kerberos
pymupdf: fitz pymupdf
pynacl: nacl
pyobjc-core: objc
pyopengl: OpenGL
pyopenssl: OpenSSL
pypdf2: PyPDF2
pyqt5: PyQt5
pyqt6: PyQt6
pyserial: serial
pyside6: PySide6
pysocks: socks sockshandler
pytest-xdist: xdist
pytest: pytest _pytest
python-box: box
python-consul: consul
python-dateutil: dateutil
python-docx: docx
python-dotenv: dotenv
python-gitlab: gitlab
python-jose: jose
python-json-logger: pythonjsonlogger
python-ldap: ldap
python-levenshtein: Levenshtein
python-magic: magic
python-multipart: python_multipart multipart
python-pptx: pptx
python-slugify: slugify
python-snappy: snappy
python-telegram-bot: telegram
python-xlib: Xlib
pyusb: usb
pywin32: win32api win32con win32gui win32file win32event win32process win32service win32com pythoncom pywintypes
pyyaml: yaml _yaml
pyzmq: zmq
quickjs-ng: quickjs
rpi-gpio: RPi
ruamel-yaml-clib: _ruamel_yaml
ruamel-yaml: ruamel.yaml
scikit-image: skimage
scikit-learn: sklearn
scikit-optimize: skopt
setuptools: setuptools pkg_resources
slack-sdk: slack_sdk slack
snowflake-connector-python: snowflake.connector
snowflake-snowpark-python: snowflake.snowpark
snowflake-sqlalchemy: snowflake.sqlalchemy
speechrecognition: speech_recognition
tensorflow-cpu: tensorflow
tensorflow-gpu: tensorflow
umap-learn: umap
universal-pathlib: upath
vadersentiment: vaderSentiment
websocket-client: websocket
zope-interface: zope.interface
"""

_TOOLS = """
alabaster alembic autoflake autopep8 awscli bandit basedpyright behave black blacken-docs build bump2version bumpver
bumpversion cfn-lint check-manifest cibuildwheel codecov codespell commitizen copier cookiecutter coverage coveralls
cruft cython dagit dagster-webserver darglint deptry detect-secrets diff-cover djlint docformatter doc8 docutils-stubs
editables enum-tools fawltydeps flake8 flit flit-core flit-scm furo grpcio-tools gunicorn hatch hatch-fancy-pypi-readme
hatch-vcs hatchling honcho hypercorn import-linter interrogate invoke ipdb ipykernel ipython isort jupyter jupyter-book
jupyterlab licensecheck locust mccabe maturin meson-python mike mkdocs mkdocstrings mkdocstrings-python mutmut mypy
nbconvert nbqa nbsphinx nbstripout ninja nodeenv nose notebook nox numpydoc pbr pdbpp pdm pdm-backend pep8 pep8-naming
pip pip-audit pip-licenses pip-tools pipdeptree pipenv pipx poetry poetry-core poetry-dynamic-versioning pre-commit prek
prospector py-spy pybind11 pycodestyle pydocstyle pyflakes pyinstaller pylint pymarkdownlnt pyre-check pyright
pyroma pytest python-semantic-release pyupgrade radon readme-renderer reno reuse ruff safety scikit-build
scikit-build-core scriv semgrep setuptools setuptools-git-versioning setuptools-rust setuptools-scm slotscheck sphinx
supervisor tbump towncrier tox tox-gh-actions tox-uv twine ty unimport uv uv-build uv-dynamic-versioning uvicorn uwsgi
validate-pyproject versioneer vulture waitress watchfiles wheel xdoctest xenon yamllint yapf zensical zest-releaser
zizmor
aiosqlite asyncmy asyncpg colorama cryptography email-validator greenlet hiredis httptools mysqlclient odfpy openpyxl
psycopg psycopg-binary psycopg-c psycopg2 psycopg2-binary pymysql python-multipart pysocks tzdata uvloop whitenoise
xlrd zstandard
"""

IMPORT_NAMES = {
    name: tuple(modules.split()) for name, _, modules in (line.partition(": ") for line in _IMPORTS.strip().split("\n"))
}
"""The modules of a distribution, the main one first; they may be dotted, where others share the package."""

TOOLS = frozenset(_TOOLS.split())
"""Distributions that are run as commands or build backends, or that another library loads by itself (drivers)."""

TOOL_PREFIXES = (
    *("pytest-", "sphinx-", "sphinxcontrib-", "flake8-", "pylint-", "mkdocs-", "tox-", "nox-", "hatch-", "pdm-"),
    *("poetry-plugin-", "setuptools-", "mypy-", "jupyterlab-", "pre-commit-", "opentelemetry-instrumentation-"),
)
"""What the names of the plugins of tools begin with."""

NAMESPACES = {
    "google-cloud-": "google.cloud",
    "google-": "google",
    "azure-": "azure",
    "zope-": "zope",
    "plone-": "plone",
    "collective-": "collective",
    "jaraco-": "jaraco",
    "backports-": "backports",
    "databricks-": "databricks",
    "snowflake-": "snowflake",
    "sphinxcontrib-": "sphinxcontrib",
    "opentelemetry-": "opentelemetry",
    "apache-airflow-providers-": "airflow.providers",
    "llama-index-": "llama_index",
}
"""Packages that many distributions share, by what the names of these begin with; the longest beginning counts."""
