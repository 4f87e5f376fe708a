import pytest

from designdoc_assets.source.errors import TargetError
from designdoc_assets.source.rules import Exclusion, Rules


def is_test(path: str, *others: str) -> bool:
    return Rules({path, *others}).is_test(path)


def left_out(path: str, *others: str) -> tuple[str, str] | None:
    return Rules({path, *others}).left_out_folder(path)


@pytest.mark.parametrize(
    "path", ["test_pay.py", "src/pay_test.py", "conftest.py", "pay/tests.py", "tests/helpers.py", "pay/tests/a/b.py"]
)
def test_test_code_is_known_by_its_names(path: str) -> None:
    assert is_test(path)


@pytest.mark.parametrize("path", ["pay_tests/a.py", "pay/tests_e2e/a.py", "test/a.py", "lib/test/a.py"])
def test_test_code_is_known_by_the_names_of_its_folders(path: str) -> None:
    assert is_test(path)


@pytest.mark.parametrize("path", ["testing.py", "contest.py", "latest/a.py", "attests.py", "sqlalchemy/testing/a.py"])
def test_names_that_merely_sound_like_tests_are_source(path: str) -> None:
    assert not is_test(path)


def test_a_folder_named_test_inside_a_package_is_source() -> None:
    assert not is_test("django/test/client.py", "django/__init__.py")
    assert not is_test("django/test/client/a.py", "django/__init__.py")
    assert is_test("django/test/client.py", "other/__init__.py")


@pytest.mark.parametrize(
    ("path", "folder", "reason"),
    [
        ("vendor/a/b.py", "vendor/", "vendored"),
        ("web/node_modules/x/vendor/a.py", "web/node_modules/", "vendored"),
        ("pip/_vendor/a.py", "pip/_vendor/", "vendored"),
        (".venv/lib/a.py", ".venv/", "belongs to a tool"),
        (".github/scripts/a.py", ".github/", "belongs to a tool"),
        ("x.egg-info/a.py", "x.egg-info/", "belongs to a tool"),
        ("build/lib/a.py", "build/", "generated"),
        ("docs/_build/a.py", "docs/_build/", "generated"),
        ("env/bin/a.py", "env/", "vendored"),
    ],
)
def test_vendored_tool_and_generated_folders_are_left_out(path: str, folder: str, reason: str) -> None:
    assert left_out(path) == (folder, reason)


@pytest.mark.parametrize("name", ["build", "dist", "target", "out", "env", "venv"])
def test_a_package_with_the_name_of_a_generated_folder_is_source(name: str) -> None:
    assert left_out(f"src/{name}/a/b.py", f"src/{name}/__init__.py") is None
    assert left_out(f"src/{name}/a/b.py", f"src/{name}/a/__init__.py") is not None


@pytest.mark.parametrize("path", ["cmd/build/main.py", "src/target/select.py", "env/settings.py", "dist/ship.py"])
def test_a_folder_that_git_tracks_is_source_whatever_its_name(path: str) -> None:
    assert Rules({path}, are_tracked=True).left_out_folder(path) is None
    assert left_out(path) is not None


@pytest.mark.parametrize(
    ("path", "other"),
    [
        ("env/lib/a.py", "env/pyvenv.cfg"),
        ("docs/_build/conf.py", "docs/_build/objects.inv"),
        ("target/a.py", "target/CACHEDIR.TAG"),
        ("build/lib/pay/a.py", "src/pay/a.py"),
        ("build/lib/pay/a.py", "pay/a.py"),
        ("typings/yaml.pyi", "typings/toml.pyi"),
    ],
)
def test_a_folder_that_a_tool_filled_is_left_out_though_git_tracks_it(path: str, other: str) -> None:
    assert Rules({path, other}, are_tracked=True).left_out_folder(path) is not None


@pytest.mark.parametrize("path", ["vendor/a.py", "web/node_modules/x/a.py", ".venv/lib/a.py"])
def test_code_of_others_is_left_out_though_git_tracks_it(path: str) -> None:
    assert Rules({path}, are_tracked=True).left_out_folder(path) is not None


def test_a_file_with_the_name_of_a_left_out_folder_is_source() -> None:
    assert left_out("vendor") is None
    assert left_out("src/build.py") is None


def test_excluded_paths_are_gitignore_patterns() -> None:
    exclusion = Exclusion(["/gen", "*_old.py", "!keep_old.py", "sub/"], docs=None)
    excluded = {"gen/a.py", "a_old.py", "src/b_old.py", "src/sub/c.py"}
    assert {path for path in (*excluded, "src/gen/a.py", "keep_old.py", "b.py") if path in exclusion} == excluded


def test_the_docs_tree_is_excluded_and_its_neighbours_are_not() -> None:
    exclusion = Exclusion([], docs="docs/design")
    assert "docs/design/a.py" in exclusion
    assert "docs/designer/a.py" not in exclusion


@pytest.mark.parametrize("pattern", ["!", "a\\", "[z-a]"])
def test_a_malformed_pattern_is_named(pattern: str) -> None:
    with pytest.raises(TargetError, match="exclude_paths") as error:
        Exclusion(["a", pattern], docs=None)
    assert repr(pattern) in str(error.value)
