import json
from collections.abc import Mapping
from dataclasses import asdict
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from designdoc_assets.ecosystems.facts import Declaration, Dependency, Distribution, Manifests
from designdoc_assets.ecosystems.manifest_files import MAX_MANIFEST_BYTES
from designdoc_assets.ecosystems.pypi.file_names import is_manifest
from designdoc_assets.ecosystems.read import read_manifests
from designdoc_tests.trials import trials

MANIFEST_NAMES = [
    *("pyproject.toml", "setup.cfg", "setup.py", "Pipfile", "Pipfile.lock", "uv.lock", "poetry.lock", "pdm.lock"),
    *("pylock.toml", "requirements.txt", "requirements/dev.in"),
]


def manifests(files: Mapping[str, str | bytes]) -> Manifests:
    data = {path: text.encode() if isinstance(text, str) else text for path, text in files.items()}
    return read_manifests(data, data.__getitem__)


def declared(found: Manifests) -> dict[str, list[tuple[str, str]]]:
    return {d.name: [(x.group, x.specifier) for x in d.declarations] for d in found.dependencies}


def dependency(found: Manifests, name: str) -> Dependency:
    return next(d for d in found.dependencies if d.name == name)


def reasons(found: Manifests) -> list[str]:
    return [problem.reason for problem in found.problems]


class TestPyproject:
    def test_standard_tables_are_read(self) -> None:
        found = manifests(
            {
                "pyproject.toml": """
                [build-system]
                requires = ["hatchling>=1"]
                [project]
                name = "Shop"
                version = "1.2"
                description = "Sells"
                requires-python = ">=3.11"
                dependencies = ["Requests[socks] >=2, <3 ; python_version < '4'", "tool @ https://u:p@h.example/t.whl?k=1"]
                [project.optional-dependencies]
                fast = ["orjson"]
                all = ["shop[fast]"]
                [project.scripts]
                shop = "shop.cli:main"
                [project.gui-scripts]
                shop-ui = "shop.ui:main"
                [project.entry-points."shop.plugins"]
                b = "shop.b:B"
                a = "shop.a:A [extra]"
                [dependency-groups]
                test = ["pytest==9.*"]
                dev = ["ruff", {include-group = "test"}]
                """
            }
        )
        assert declared(found) == {
            "hatchling": [("build", ">=1")],
            "orjson": [("fast", "")],
            "pytest": [("test", "==9.*")],
            "requests": [("", ">=2,<3")],
            "ruff": [("dev", "")],
            "tool": [("", "")],
        }
        assert dependency(found, "requests").declarations == (
            Declaration("pyproject.toml", "", ">=2,<3", "python_version < '4'", ("socks",)),
        )
        assert dependency(found, "tool").declarations[0].direct == "https://h.example/t.whl"
        assert found.distributions == (
            Distribution(
                ecosystem="pypi",
                manifest="pyproject.toml",
                name="Shop",
                version="1.2",
                description="Sells",
                runs_on="Python >=3.11",
                scripts=(("shop", "shop.cli:main"), ("shop-ui", "shop.ui:main")),
                entry_points=(("shop.plugins", (("a", "shop.a:A"), ("b", "shop.b:B"))),),
            ),
        )
        assert found.problems == ()

    def test_poetry_tables_are_read(self) -> None:
        found = manifests(
            {
                "pyproject.toml": """
                [tool.poetry]
                name = "shop"
                version = "0.1"
                [tool.poetry.dependencies]
                python = "^3.11"
                requests = "^2.31"
                anything = "*"
                orjson = { version = "~3.9", optional = true, extras = ["b", "a"] }
                numpy = [{ version = "^1", python = "<3.12" }, { version = "^2", markers = "sys_platform == 'linux'" }]
                fork = { git = "https://user:pw@git.example/fork.git", tag = "v1" }
                [tool.poetry.extras]
                fast = ["orjson"]
                [tool.poetry.dev-dependencies]
                black = "24.1"
                [tool.poetry.group.docs.dependencies]
                sphinx = ">=7"
                [tool.poetry.scripts]
                shop = "shop:main"
                old = { callable = "shop:old" }
                raw = { reference = "bin/raw.sh", type = "file" }
                [tool.poetry.plugins."shop.plugins"]
                a = "shop.a:A"
                """
            }
        )
        assert declared(found) == {
            "anything": [("", "")],
            "black": [("dev", "24.1")],
            "fork": [("", "")],
            "numpy": [("", "^1"), ("", "^2")],
            "orjson": [("fast", "~3.9")],
            "requests": [("", "^2.31")],
            "sphinx": [("docs", ">=7")],
        }
        assert [x.marker for x in dependency(found, "numpy").declarations] == [
            "python <3.12",
            "sys_platform == 'linux'",
        ]
        assert dependency(found, "orjson").declarations[0].extras == ("a", "b")
        assert dependency(found, "fork").declarations[0].direct == "git+https://git.example/fork.git@v1"
        (distribution,) = found.distributions
        assert (distribution.name, distribution.version, distribution.runs_on) == ("shop", "0.1", "Python ^3.11")
        assert distribution.scripts == (("old", "shop:old"), ("shop", "shop:main"))
        assert distribution.entry_points == (("shop.plugins", (("a", "shop.a:A"),)),)
        assert found.problems == ()

    def test_tables_of_other_tools_are_read(self) -> None:
        found = manifests(
            {
                "pyproject.toml": """
                [project]
                name = "shop"
                dynamic = ["version", "dependencies"]
                dependencies = ["forked>1"]
                [tool.hatch.envs.lint]
                dependencies = ["ruff"]
                extra-dependencies = ["mypy"]
                [tool.pdm.dev-dependencies]
                test = ["pytest", "-e file:///${PROJECT_ROOT}/sub#egg=sub"]
                [tool.uv]
                dev-dependencies = ["tox"]
                [tool.uv.sources]
                forked = { git = "https://token@git.example/forked", rev = "abc" }
                [tool.setuptools.dynamic]
                dependencies = { file = ["deps/runtime.txt"] }
                optional-dependencies.fast = { file = "deps/fast.txt" }
                """,
                "deps/runtime.txt": "requests\n",
                "deps/fast.txt": "orjson\n",
            }
        )
        assert declared(found) == {
            "forked": [("", ">1")],
            "mypy": [("lint", "")],
            "orjson": [("fast", "")],
            "pytest": [("test", "")],
            "requests": [("", "")],
            "ruff": [("lint", "")],
            "tox": [("dev", "")],
        }
        assert dependency(found, "forked").declarations[0].direct == "git+https://git.example/forked@abc"
        assert found.distributions[0].version == ""
        assert found.problems == ()

    def test_legacy_flit_is_read(self) -> None:
        found = manifests(
            {
                "pyproject.toml": """
                [tool.flit.metadata]
                module = "shop"
                requires = ["requests"]
                dev-requires = ["tox"]
                requires-python = ">=3.8"
                [tool.flit.metadata.requires-extra]
                fast = ["orjson"]
                [tool.flit.scripts]
                shop = "shop:main"
                """
            }
        )
        assert declared(found) == {"orjson": [("fast", "")], "requests": [("", "")], "tox": [("dev", "")]}
        assert found.distributions[0].name == "shop"
        assert found.distributions[0].scripts == (("shop", "shop:main"),)

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            ("[project", "is not valid TOML: end of document; it was not read"),
            ("a = 1\nb = = 2", "is not valid TOML: line 2, column 5; it was not read"),
            ("a = " + "[" * 5000, "nests its values too deeply; it was not read"),
            ("project = 3", "has something other than a table at project; it is left out"),
            ("[project]\nname='x'\ndependencies = 3", "has something other than an array at project.dependencies"),
            ("[project.dependencies]\nrequests = '1'", "has something other than an array at project.dependencies"),
            ("[project]\nname = ['x']", "has something other than a text of at most 4096 characters at project.name"),
            ("[project]\nname = '../x'", "has no valid name of a distribution at project.name; it is left out"),
            ("[dependency-groups]\na=[{include-group='b'}]", "includes a dependency group that is not there"),
            ("[tool.poetry.dependencies]\nx = 1", "has something other than a table at tool.poetry.dependencies.x"),
            ("[tool.poetry.dependencies]\nx = '<b>'", "has no valid version constraint at tool.poetry.dependencies.x"),
            ("[tool.setuptools.dynamic]\ndependencies={file='../x'}", "names a file outside of the repository at"),
            ("[tool.setuptools.dynamic]\ndependencies={file='x.txt'}", "names a file that is not there at"),
        ],
    )
    def test_what_is_malformed_is_a_problem_with_its_place(self, text: str, reason: str) -> None:
        (found,) = reasons(manifests({"pyproject.toml": text}))
        assert found.startswith(reason)

    def test_an_invalid_requirement_leaves_its_neighbours(self) -> None:
        text = "[project]\nname='x'\ndependencies = ['a', 'not valid!', 4, 'b; " + "(" * 3000 + "', 'c']"
        found = manifests({"pyproject.toml": text})
        assert list(declared(found)) == ["a", "c"]
        assert reasons(found) == [
            f"has no valid requirement at project.dependencies, entry {entry}; it is left out" for entry in (2, 3, 4)
        ]


class TestRequirementsFiles:
    def test_the_format_of_pip_is_read(self) -> None:
        found = manifests(
            {
                "requirements.txt": """
# a comment
--index-url https://user:secret@index.example/simple
-i https://index.example
--no-binary :all:
requests[security] >= 2.8.1, == 2.8.* ; python_version < "3.13"  # why
hashed==1.0 \\
    --hash=sha256:aaaa \\
    --hash=sha256:bbbb
joined\\
==2
optioned --config-settings=a=b
-e .
.[test]
-e ./libs/own
git+https://user:pw@git.example/org/forked.git@v1#egg=forked[x]&subdirectory=a
--editable=git+ssh://git@git.example/editable.git#egg=editable
https://h.example/dl/wheel_name-1.0-py3-none-any.whl ; sys_platform == "win32"
named @ git+https://token@git.example/named@main
./vendored/local-2.0.tar.gz
"""
            }
        )
        assert declared(found) == {
            "editable": [("", "")],
            "forked": [("", "")],
            "hashed": [("", "==1.0")],
            "joined": [("", "==2")],
            "local": [("", "")],
            "named": [("", "")],
            "optioned": [("", "")],
            "requests": [("", ">=2.8.1,==2.8.*")],
            "wheel-name": [("", "")],
        }
        assert {d.name: d.declarations[0].direct for d in found.dependencies if d.declarations[0].direct} == {
            "editable": "git+ssh://git.example/editable.git",
            "forked": "git+https://git.example/org/forked.git@v1",
            "local": "./vendored/local-2.0.tar.gz",
            "named": "git+https://git.example/named@main",
            "wheel-name": "https://h.example/dl/wheel_name-1.0-py3-none-any.whl",
        }
        assert dependency(found, "wheel-name").declarations[0].marker == 'sys_platform == "win32"'
        assert dependency(found, "requests").declarations[0].extras == ("security",)
        assert found.problems == ()

    def test_lines_that_cannot_be_understood_are_problems_with_their_number(self) -> None:
        found = manifests({"requirements.txt": "a\n\nnot valid\ngit+https://x.example/y.git\n../away\nb"})
        assert list(declared(found)) == ["a", "b"]
        assert reasons(found) == [
            "does not name the distribution that it takes from elsewhere at line 4; it is left out",
            "does not name the distribution that it takes from elsewhere at line 5; it is left out",
            "has no valid requirement at line 3; it is left out",
        ]

    def test_included_files_are_read_once_and_in_the_group_of_who_includes_them(self) -> None:
        found = manifests(
            {
                "requirements-dev.txt": "-r requirements.txt\n-r deps/common.txt\n--requirement=deps\\more.txt\nruff",
                "requirements.txt": "requests\n-r requirements-dev.txt\n",
                "deps/common.txt": "-r more.txt\ntqdm",
                "deps/more.txt": "-rcommon.txt\nrich",
            }
        )
        assert declared(found) == {
            "requests": [("", "")],
            "rich": [("requirements-dev", "")],
            "ruff": [("requirements-dev", "")],
            "tqdm": [("requirements-dev", "")],
        }
        assert dependency(found, "rich").declarations[0].manifest == "deps/more.txt"
        assert found.problems == ()

    def test_a_file_that_setuptools_names_is_runtime(self) -> None:
        pyproject = "[tool.setuptools.dynamic]\ndependencies={file='requirements/prod.txt'}"
        found = manifests({"pyproject.toml": pyproject, "requirements/prod.txt": "requests"})
        assert declared(found) == {"requests": [("", "")]}

    def test_nothing_outside_of_the_repository_is_asked_for(self) -> None:
        asked = []

        def read(path: str) -> bytes:
            asked.append(path)
            return b"-r ../../etc/passwd\n-r /etc/passwd\n-c https://u:p@x.example/c.txt\n-r missing.txt"

        found = read_manifests(["a/requirements.txt", "etc/passwd"], read)
        assert asked == ["a/requirements.txt"]
        assert reasons(found) == [
            "names a file on another machine at line 3; it was not fetched",
            "names a file outside of the repository at line 1; it was not read",
            "names a file outside of the repository at line 2; it was not read",
            "names a file that is not there at line 4",
        ]

    def test_constraints_and_compiled_files_say_what_is_locked(self) -> None:
        header = "#\n# This file is autogenerated by pip-compile with Python 3.11\n#\n"
        found = manifests(
            {
                "requirements.in": "requests>=2\n-c constraints.txt",
                "requirements.txt": "requests==2.31.0 \\\n    --hash=sha256:aa\nurllib3==2.0\n",
                "constraints.txt": "requests==2.30\nidna>=3",
                "requirements-dev.txt": header + "requests==2.32.0\n",
            }
        )
        assert declared(found) == {"requests": [("", ">=2")]}
        assert dependency(found, "requests").locked == (
            ("constraints.txt", "2.30"),
            ("requirements-dev.txt", "2.32.0"),
            ("requirements.txt", "2.31.0"),
        )

    @pytest.mark.parametrize(
        ("path", "group"),
        [
            ("requirements.txt", ""),
            ("services/api/requirements.txt", ""),
            ("requirements-dev.txt", "requirements-dev"),
            ("dev-requirements.txt", "dev-requirements"),
            ("requirements/base.txt", "requirements/base"),
            ("docs/requirements.txt", "docs/requirements"),
            (".github/requirements.txt", ".github/requirements"),
            ("tests/requirements/py3.txt", "tests/requirements/py3"),
        ],
    )
    def test_the_name_of_a_requirements_file_tells_its_group(self, path: str, group: str) -> None:
        assert declared(manifests({path: "requests"})) == {"requests": [(group, "")]}

    @pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
    def test_every_encoding_with_a_byte_order_mark_is_read(self, encoding: str) -> None:
        text = "requests==2\r\nflask\r\n"
        data = ("\ufeff" + text if encoding.endswith("e") else text).encode(encoding)
        assert list(declared(manifests({"requirements.txt": data}))) == ["flask", "requests"]


class TestSetupFiles:
    def test_values_of_setup_cfg_refer_to_each_other(self) -> None:
        extras = "[options.extras_require]\nfast =\n  uvloop\nbig =\n  %(fast)s\n  100%%\nall =\n  %(big)s\n  rich\n"
        found = manifests({"setup.cfg": extras})
        assert declared(found) == {"rich": [("all", "")], "uvloop": [("all", ""), ("big", ""), ("fast", "")]}

    @pytest.mark.parametrize("value", ["%(a)s", "%(nothing)s", "%(a)s%(a)s%(a)s%(a)s%(a)s%(a)s%(a)s%(a)s%(a)s%(a)s x"])
    def test_references_that_lead_nowhere_or_never_end_are_a_problem_of_the_manifest(self, value: str) -> None:
        found = manifests({"setup.cfg": f"[options.extras_require]\na = {value}\n"})
        assert reasons(found) == ["has no valid requirement at options.extras_require.a, entry 1; it is left out"]

    def test_setup_cfg_is_read(self) -> None:
        found = manifests(
            {
                "setup.cfg": """
[metadata]
name = shop
version = attr: shop.__version__
description = Sells
[options]
python_requires = >=3.8
install_requires =
    requests>=2
    # a comment
    tomli; python_version < "3.11"
setup_requires = wheel; setuptools
[options.extras_require]
Fast = orjson
[options.entry_points]
console_scripts =
    Shop = shop.cli:main
shop.plugins =
    a = shop.a:A
""",
            }
        )
        assert declared(found) == {
            "orjson": [("Fast", "")],
            "requests": [("", ">=2")],
            "setuptools": [("build", "")],
            "tomli": [("", "")],
            "wheel": [("build", "")],
        }
        assert dependency(found, "tomli").declarations[0].marker == 'python_version < "3.11"'
        (distribution,) = found.distributions
        assert (distribution.name, distribution.version, distribution.description) == ("shop", "", "Sells")
        assert distribution.runs_on == "Python >=3.8"
        assert distribution.scripts == (("Shop", "shop.cli:main"),)
        assert distribution.entry_points == (("shop.plugins", (("a", "shop.a:A"),)),)

    def test_literals_of_setup_py_are_read(self) -> None:
        found = manifests(
            {
                "setup.py": r"""
from setuptools import setup
VERSION = "1." "2"
base = ["requests>=2", 'tomli; python_version < "3.11"']
base += ["six"]
test = ["pytest"]
test.append("tox")
extras = {"test": test, "fast": ("orjson",), ":sys_platform == 'win32'": ["pywin32"]}
extras_all = dict(extras, **{"all": test + ["black"]})
options = {"python_requires": ">=3.8"}

def main():
    base = ["not this"]
    setup(
        name="shop",
        version=VERSION,
        description="It\'s \
sold",
        install_requires=base,
        extras_require={**extras, "all": test + ["black"], "one": extras["fast"]},
        entry_points={"console_scripts": ["shop = shop.cli:main [x]"], "shop.plugins": "a=shop.a:A"},
        **options,
    )
""",
            }
        )
        assert declared(found) == {
            "black": [("all", "")],
            "orjson": [("fast", ""), ("one", "")],
            "pytest": [("all", ""), ("test", "")],
            "pywin32": [("", "")],
            "requests": [("", ">=2")],
            "six": [("", "")],
            "tomli": [("", "")],
            "tox": [("all", ""), ("test", "")],
        }
        assert dependency(found, "pywin32").declarations[0].marker == "sys_platform == 'win32'"
        (distribution,) = found.distributions
        assert (distribution.name, distribution.version, distribution.description) == ("shop", "1.2", "It's sold")
        assert distribution.runs_on == "Python >=3.8"
        assert distribution.scripts == (("shop", "shop.cli:main"),)
        assert distribution.entry_points == (("shop.plugins", (("a", "shop.a:A"),)),)
        assert found.problems == ()

    def test_what_setup_py_computes_is_a_problem_and_never_run(self, tmp_path: Path) -> None:
        witness = tmp_path / "ran"
        text = f"""
open({str(witness)!r}, "w").close()
import setuptools
setuptools.setup(name=name(), version=f"{{1}}", install_requires=["a", read("b")], extras_require=load(),
                 entry_points='''
                 [console_scripts]
                 shop = shop:main
                 ''')
"""
        found = manifests({"setup.py": text})
        assert not witness.exists()
        assert list(declared(found)) == ["a"]
        assert found.distributions[0].scripts == (("shop", "shop:main"),)
        assert reasons(found) == [
            "computes extras_require when it runs; only the part of it that is written out is known",
            "computes install_requires when it runs; only the part of it that is written out is known",
            "computes its name when it runs; the name is not known",
        ]

    def test_values_that_grow_without_bound_count_as_computed(self) -> None:
        doubling = "\n".join(f"x{n + 1} = x{n} + x{n}" for n in range(50))
        chain = " + ".join(['["a"]'] * 20_000)
        calls = "f" + "()" * 20_000
        text = (
            f"x0 = ['a']\nself = self + ['b']\n{doubling}\n{calls}\nsetup(install_requires=x50, tests_require={chain}, "
        )
        found = manifests({"setup.py": f"{text} setup_requires=self)"})
        assert declared(found) == {"a": [("test", "")], "b": [("build", "")]}
        assert len(found.problems) == 3

    def test_the_manifests_of_one_folder_describe_one_distribution(self) -> None:
        found = manifests(
            {
                "a/pyproject.toml": "[build-system]\nrequires=[]\n[project]\nname='one'\ndynamic=['version']",
                "a/setup.cfg": "[metadata]\nname=two\nversion=3\n",
                "a/setup.py": "setup(description='text')",
                "b/setup.py": "setup(name='other', install_requires=['one', 'three'])",
            }
        )
        assert [(d.manifest, d.name, d.version, d.description) for d in found.distributions] == [
            ("a/pyproject.toml", "one", "3", "text"),
            ("b/setup.py", "other", "", ""),
        ]
        assert list(declared(found)) == ["three"], "a target's own distribution is no dependency of it"


def test_a_pipfile_is_read() -> None:
    found = manifests(
        {
            "Pipfile": """
            [[source]]
            url = "https://user:pw@index.example/simple"
            [packages]
            requests = {version = ">=2", extras = ["socks"], sys_platform = "== 'win32'"}
            any = "*"
            local = {path = "./lib", editable = true}
            [dev-packages]
            pytest = "==9"
            [docs]
            sphinx = "*"
            [requires]
            python_version = "3.11"
            """
        }
    )
    assert declared(found) == {
        "any": [("", "")],
        "local": [("", "")],
        "pytest": [("dev", "==9")],
        "requests": [("", ">=2")],
        "sphinx": [("docs", "")],
    }
    assert dependency(found, "requests").declarations[0].marker == "sys_platform == 'win32'"
    assert dependency(found, "local").declarations[0].direct == "./lib"


def test_lock_files_say_the_versions_of_what_is_declared_and_of_nothing_else() -> None:
    package = '[[package]]\nname = "Requests"\nversion = "{}"\n[[package]]\nname = "own"\nsource = {{virtual = "."}}\n'
    found = manifests(
        {
            "pyproject.toml": "[project]\nname='own'\ndependencies=['requests>=2']",
            "uv.lock": package.format("2.1") + package.format("2.2"),
            "poetry.lock": package.format("2.3"),
            "sub/pdm.lock": package.format("2.4"),
            "pylock.dev.toml": package.format("2.5").replace("package", "packages"),
            "Pipfile.lock": json.dumps({"_meta": {}, "default": {"requests": {"version": "==2.6"}}, "develop": {}}),
        }
    )
    assert [d.name for d in found.dependencies] == ["requests"]
    assert dependency(found, "requests").locked == (
        ("Pipfile.lock", "2.6"),
        ("poetry.lock", "2.3"),
        ("pylock.dev.toml", "2.5"),
        ("sub/pdm.lock", "2.4"),
        ("uv.lock", "2.1"),
        ("uv.lock", "2.2"),
    )
    assert found.problems == ()


@pytest.mark.parametrize(
    "path", [*MANIFEST_NAMES, "sub/pyproject.toml", "docs/requirements.txt", "tests/requirements.txt"]
)
def test_manifests_are_known_by_name(path: str) -> None:
    assert is_manifest(path)


@pytest.mark.parametrize(
    "path",
    [
        *("tests/data/pyproject.toml", "examples/app/setup.py", "docs/pyproject.toml", "vendor/x/requirements.txt"),
        *(
            "tests/fixtures/requirements.txt",
            "a/node_modules/b/setup.py",
            "pyproject.toml.bak",
            "my_setup.py",
            "shop_tests/cases/a/pyproject.toml",
            "tests_e2e/pyproject.toml",
            "notes.txt",
        ),
    ],
)
def test_manifests_of_tests_examples_and_foreign_code_are_passed_over(path: str) -> None:
    assert not is_manifest(path)
    assert manifests({path: "["}) == Manifests()


def test_files_that_are_no_text_too_large_or_unreadable_are_problems() -> None:
    def read(path: str) -> bytes:
        if path == "setup.py":
            raise PermissionError(13, "Permission denied", "/secret/place/setup.py")
        return {
            "Pipfile": b"\xff\xfe\xff",
            "setup.cfg": b"[metadata]\0",
            "pyproject.toml": b"#" * (MAX_MANIFEST_BYTES + 1),
            "uv.lock": b"#" * (MAX_MANIFEST_BYTES + 1),
        }[path]

    found = read_manifests(["setup.py", "Pipfile", "setup.cfg", "pyproject.toml", "uv.lock"], read)
    assert [(p.path, p.reason) for p in found.problems] == [
        ("Pipfile", "is not text in UTF-8; it was not read"),
        ("pyproject.toml", "is larger than 1 MiB; it was not read"),
        ("setup.cfg", "is not text: it holds zero bytes; it was not read"),
        ("setup.py", "could not be opened: Permission denied"),
    ]


@pytest.mark.parametrize(
    "authority_and_rest",
    [
        *("user:hunter2@h.example/x-1.zip", "hunter2@h.example/x-1.zip", "user:hun@hunter2@h.example/x-1.zip"),
        *("user:hunter2/y@h.example/x-1.zip", "user:hunter2?y@h.example/x-1.zip", "user:${hunter2}@h.example/x-1.zip"),
        *("h.example/x-1.zip?token=hunter2", "h.example/x-1.zip#hunter2"),
    ],
)
def test_credentials_never_leave_a_manifest(authority_and_rest: str) -> None:
    url = f"https://{authority_and_rest}"
    found = manifests(
        {
            "requirements.txt": f"{url}\n--extra-index-url {url}\n-r {url}\n! {url}",
            "pyproject.toml": f"""
            project.dependencies = ['x @ {url}', 'y']
            tool.uv.sources.y = {{ url = '{url}' }}
            """,
            "Pipfile": f"source=[{{url='{url}'}}]\npackages.x={{file='{url}'}}\npackages.y={{git='{url}'}}",
            "setup.py": f"setup(name='{url}', install_requires=['x @ {url}'])",
        }
    )
    direct = {declaration.direct for d in found.dependencies for declaration in d.declarations}
    assert direct == {"https://h.example/x-1.zip", "git+https://h.example/x-1.zip"}
    assert "hunter2" not in repr(found)


def test_a_key_that_is_a_url_is_reported_without_its_credentials() -> None:
    found = manifests({"pyproject.toml": "project.name = 'x'\nproject.scripts.'https://user:hunter2@h' = 1"})
    assert reasons(found) == [
        "has something other than a text of at most 4096 characters at project.scripts.https://h; it is left out"
    ]


def test_a_port_is_no_password() -> None:
    found = manifests({"requirements.txt": "x @ git+https://h.example:8080/x.git@v1"})
    assert dependency(found, "x").declarations[0].direct == "git+https://h.example:8080/x.git@v1"


def test_the_result_does_not_depend_on_the_order_of_files_and_is_json() -> None:
    files = {
        "b/requirements.txt": "requests\nflask",
        "a/requirements.txt": "flask>=2\nrequests",
        "pyproject.toml": "[project]\nname='x'\ndependencies=['zope.interface', 'Flask']",
    }
    found = manifests(files)
    assert found == manifests(dict(reversed(files.items())))
    assert [d.name for d in found.dependencies] == ["flask", "requests", "zope-interface"]
    assert json.loads(json.dumps(asdict(found)))["dependencies"][0]["ecosystem"] == "pypi"


@given(st.binary(max_size=300))
@settings(max_examples=trials(150, 40), deadline=None)
def test_no_bytes_make_the_reading_fail(data: bytes) -> None:
    manifests(dict.fromkeys(MANIFEST_NAMES, data))


FRAGMENTS = st.sampled_from(
    [
        *(
            "[project]\n",
            "[tool.poetry.dependencies]\n",
            "[metadata]\n",
            "[options]\n",
            "[[package]]\n",
            "[packages]\n",
        ),
        *("setup(", ")", "[", "]", "{", "}", "=", ",", "\n", " ", "\\\n", '"', "'", "#", ";", "@", "-r ", "-e ", "://"),
        *(
            "name",
            "version",
            "dependencies",
            "install_requires",
            "entry_points",
            "x",
            "1",
            ">=2",
            "**",
            "+",
            ".append(",
        ),
    ]
)


@given(st.lists(FRAGMENTS, max_size=40))
@settings(max_examples=trials(300, 60), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_no_text_made_of_what_manifests_are_made_of_makes_the_reading_fail(parts: list[str]) -> None:
    manifests(dict.fromkeys(MANIFEST_NAMES, "".join(parts)))


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.sampled_from(["x", "x>=1", "../x", ""]),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(
                [
                    *(
                        "project",
                        "dependencies",
                        "optional-dependencies",
                        "scripts",
                        "entry-points",
                        "name",
                        "tool",
                        "poetry",
                    ),
                    *(
                        "group",
                        "dev-dependencies",
                        "extras",
                        "plugins",
                        "build-system",
                        "requires",
                        "uv",
                        "sources",
                        "hatch",
                    ),
                    *(
                        "envs",
                        "pdm",
                        "flit",
                        "metadata",
                        "setuptools",
                        "dynamic",
                        "file",
                        "dependency-groups",
                        "version",
                    ),
                    *("include-group", "default", "_meta", "package", "packages", "x"),
                ]
            ),
            inner,
            max_size=4,
        )
    ),
    max_leaves=25,
)


def toml(value: object) -> str:
    """Return a value as inline TOML; null, which TOML lacks, becomes an empty text."""
    if isinstance(value, dict):
        return "{" + ", ".join(f"{key} = {toml(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(toml, value)) + "]"
    return '""' if value is None else json.dumps(value)


@given(
    st.dictionaries(st.sampled_from(["project", "tool", "dependency-groups", "package", "packages", "default"]), VALUES)
)
@settings(max_examples=trials(200, 50), deadline=None)
def test_no_value_of_a_wrong_type_makes_the_reading_fail(document: dict[str, object]) -> None:
    text = "\n".join(f"{key} = {toml(value)}" for key, value in document.items())
    files: dict[str, str | bytes] = dict.fromkeys(["pyproject.toml", "Pipfile", "uv.lock", "pylock.toml"], text)
    found = manifests(files | {"Pipfile.lock": json.dumps(document)})
    assert not any("is not valid TOML" in reason for reason in reasons(found))
