import re
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from designdoc_assets.ecosystems.pypi.import_names import import_names, is_tool, match_imports, stub_of
from designdoc_assets.ecosystems.pypi.known_distributions import IMPORT_NAMES, TOOLS
from designdoc_assets.ecosystems.pypi.names import normalise
from designdoc_assets.languages.python.stdlib_names import STDLIB_NAMES, is_stdlib


@pytest.mark.parametrize(
    ("distribution", "module"),
    [
        *(("PyYAML", "yaml"), ("Pillow", "PIL"), ("beautifulsoup4", "bs4"), ("scikit-learn", "sklearn")),
        *(
            ("python-dateutil", "dateutil"),
            ("opencv-python", "cv2"),
            ("protobuf", "google.protobuf"),
            ("attrs", "attr"),
        ),
        *(("google-cloud-storage", "google.cloud.storage"), ("azure-storage-blob", "azure.storage.blob")),
        *(("setuptools", "pkg_resources"), ("typing-extensions", "typing_extensions"), ("PyJWT", "jwt")),
        *(("msgpack-python", "msgpack"), ("psycopg2-binary", "psycopg2"), ("griffelib", "griffe")),
        *(("dagster-webserver", "dagster_webserver"), ("universal-pathlib", "upath"), ("ruamel.yaml", "ruamel.yaml")),
        *(("tree-sitter-python", "tree_sitter_python"), ("python-socketio", "socketio"), ("pyserial", "serial")),
        *(
            ("django-storages", "storages"),
            ("elasticsearch-py", "elasticsearch"),
            ("Flask-SQLAlchemy", "flask_sqlalchemy"),
        ),
        *(
            ("apache-airflow-providers-amazon", "airflow.providers.amazon"),
            ("google-cloud-secret-manager", "google.cloud.secret_manager"),
        ),
    ],
)
def test_a_distribution_claims_the_module_that_it_holds(distribution: str, module: str) -> None:
    assert module in import_names(distribution)
    match = match_imports([distribution], [f"{module}.part"])
    assert match.by_dependency == {distribution: (f"{module}.part",)}
    assert match.undeclared == {}


def test_imports_of_a_shared_package_go_to_the_distribution_that_holds_them() -> None:
    match = match_imports(
        ["google-cloud-storage", "google-cloud-bigquery", "protobuf", "pydantic", "pydantic-settings"],
        [
            "google.cloud.storage",
            "google.protobuf.json_format",
            "google.auth.default",
            "pydantic.settings",
            "pydantic_settings",
        ],
    )
    assert match.by_dependency == {
        "google-cloud-bigquery": (),
        "google-cloud-storage": ("google.cloud.storage",),
        "protobuf": ("google.protobuf.json_format",),
        "pydantic": ("pydantic.settings",),
        "pydantic-settings": ("pydantic_settings",),
    }
    assert match.undeclared == {"google.auth": ("google.auth.default",)}


def test_a_shared_package_alone_goes_to_all_that_are_in_it() -> None:
    match = match_imports(["google-cloud-storage", "google-cloud-bigquery"], ["google.cloud"])
    assert match.by_dependency == {
        "google-cloud-bigquery": ("google.cloud",),
        "google-cloud-storage": ("google.cloud",),
    }


def test_names_differ_from_imports_in_case_and_separators() -> None:
    match = match_imports(["ipython", "cython", "django-cors-headers"], ["IPython.display", "Cython", "corsheaders"])
    assert all(match.by_dependency.values())


def test_undeclared_imports_are_listed_by_top_level_name_without_the_standard_library() -> None:
    match = match_imports(["requests"], ["requests", "numpy.linalg", "numpy", "os.path", "tomllib", "distutils.core"])
    assert match.undeclared == {"numpy": ("numpy", "numpy.linalg")}


def test_a_likelier_owner_goes_before_a_guess() -> None:
    match = match_imports(["python-socks", "socks"], ["socks"])
    assert match.by_dependency == {"python-socks": (), "socks": ("socks",)}


def test_stubs_follow_the_library_that_they_describe_and_stand_for_none() -> None:
    match = match_imports(["types-PyYAML", "types-requests", "requests"], ["yaml", "requests.adapters"])
    assert match.by_dependency["types-PyYAML"] == ("yaml",)
    assert match.by_dependency["types-requests"] == ("requests.adapters",)
    assert match.undeclared == {"yaml": ("yaml",)}
    assert (stub_of("types-PyYAML"), stub_of("pandas-stubs"), stub_of("requests")) == ("pyyaml", "pandas", None)


@pytest.mark.parametrize(
    "tool",
    [
        "pytest-xdist",
        "Ruff",
        "mypy",
        "black",
        "hatchling",
        "uvicorn",
        "gunicorn",
        "wheel",
        "sphinx-tabs",
        "flake8-bugbear",
    ],
)
def test_what_is_used_without_an_import_is_a_tool(tool: str) -> None:
    assert is_tool(tool)


@pytest.mark.parametrize("library", ["requests", "numpy", "pydantic", "types-requests", "django"])
def test_a_library_is_no_tool(library: str) -> None:
    assert not is_tool(library)


def test_the_tables_name_distributions_as_they_are_looked_up() -> None:
    for name in [*IMPORT_NAMES, *TOOLS]:
        assert name == normalise(name)
    assert all(re.fullmatch(r"\w+(\.\w+)*", module) for modules in IMPORT_NAMES.values() for module in modules)


PARTS = st.sampled_from(["google", "cloud", "storage", "yaml", "os", "x_y", "azure"])
MODULES = st.lists(PARTS, min_size=1, max_size=4).map(".".join)
NAMES = st.sampled_from(["google-cloud-storage", "pyyaml", "x-y", "types-pyyaml", "azure-core", "google-auth"])


@given(st.lists(NAMES), st.lists(MODULES))
def test_every_import_is_claimed_or_undeclared_or_of_the_standard_library(names: list[str], modules: list[str]) -> None:
    match = match_imports(names, modules)
    claimed = {module for name, found in match.by_dependency.items() if stub_of(name) is None for module in found}
    undeclared = {module for found in match.undeclared.values() for module in found}
    assert claimed.isdisjoint(undeclared)
    assert {module for module in modules if not is_stdlib(module)} <= claimed | undeclared <= set(modules)
    assert set(match.by_dependency) == set(names)
    assert match == match_imports(reversed(names), reversed(modules))


@given(st.text())
def test_any_name_has_an_answer(name: str) -> None:
    assert import_names(name)
    is_tool(name)
    is_stdlib(name)


def test_the_standard_library_is_that_of_every_supported_python() -> None:
    running = {name for name in sys.stdlib_module_names if not name.startswith("_")}
    assert running <= STDLIB_NAMES
    assert {
        "distutils",
        "imp",
        "binhex",
        "formatter",
        "symbol",
        "compression",
        "annotationlib",
        "tomllib",
    } <= STDLIB_NAMES
    assert is_stdlib("os.path") and is_stdlib("_thread") and not is_stdlib("requests") and not is_stdlib("osx")
