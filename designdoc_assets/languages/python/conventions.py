"""How files and folders of Python projects are called."""

from designdoc_assets.languages.conventions import BY_A_TOOL, Conventions, MadeFolder

_CACHES = ("__pycache__", ".mypy_cache", ".pytest_cache", ".ruff_cache", ".tox", ".nox", ".eggs", ".venv")

_OF_SPHINX = frozenset(
    {
        *("extensions", "templates_path", "exclude_patterns", "source_suffix", "master_doc", "root_doc", "project"),
        *("copyright", "author", "version", "release", "language", "html_theme", "html_static_path", "html_title"),
        *("html_theme_options", "autodoc_default_options", "autodoc_typehints", "intersphinx_mapping", "nitpicky"),
        *("pygments_style", "htmlhelp_basename", "latex_documents", "man_pages", "texinfo_documents"),
    }
)

CONVENTIONS = Conventions(
    tests=("test_*.py", "*_test.py", "conftest.py", "tests.py"),  # pytest, unittest, Django
    test_support=("conftest.py",),  # pytest, as for the next
    fixtures=("fixture",),
    program_files=(("__main__.py", "python -m {}"),),
    run_by_tools=("setup.py",),
    settings_of_tools={"conf.py": _OF_SPHINX},
    build_files=("setup.py", "noxfile.py", "conftest.py", "toxfile.py", "fabfile.py", "tasks.py"),
    generated=("*_pb2.py", "*_pb2.pyi", "*_pb2_grpc.py", "*_pb2_grpc.pyi"),  # protoc
    declarations=(".pyi",),
    made_folders=(
        *(MadeFolder(name, BY_A_TOOL, is_installed=True) for name in _CACHES),
        MadeFolder("*.egg-info", BY_A_TOOL),
        MadeFolder("site-packages", "vendored", is_installed=True),
        # Projects have packages of settings for an environment.
        *(MadeFolder(name, "vendored", is_certain=False, is_installed=True) for name in ("env", "venv")),
        MadeFolder("htmlcov", "generated", is_certain=False),  # coverage
        MadeFolder("_build", "generated", is_certain=False),  # Sphinx
        MadeFolder("typings", "stubs for code of others", is_certain=False),  # pyright; people name modules so
    ),
    made_marks=(
        *("pyvenv.cfg", "conda-meta/history"),  # virtual environments
        *("status.json", "objects.inv", ".buildinfo"),  # coverage, Sphinx
    ),
    copied_to=("lib/",),  # setuptools
)
