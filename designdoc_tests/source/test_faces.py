"""Which file speaks for a package, and for whom a module is meant."""

import pytest

from designdoc_assets.languages.facts import FileFacts
from designdoc_assets.languages.linking import Surroundings
from designdoc_assets.languages.python.linker import Modules
from designdoc_assets.languages.registry import is_face


@pytest.mark.parametrize(
    ("path", "is_its_face"),
    [
        ("pay/__init__.py", True),
        ("pay/__init__.pyi", True),
        ("pay/init.py", False),
        ("pay/__main__.py", False),
        ("pay/__init__.txt", False),
    ],
)
def test_the_init_of_a_package_speaks_for_it(path: str, is_its_face: bool) -> None:
    assert is_face(path) == is_its_face


def test_what_has_a_private_name_on_its_way_is_for_no_user() -> None:
    paths = ["pay/__init__.py", "pay/_wire.py", "pay/_inner/__init__.py", "pay/_inner/a.py", "pay/b.py"]
    modules = Modules({path: FileFacts("python", 1, "") for path in paths}, Surroundings())
    assert {path: modules.visibility(path) for path in ("pay/b.py", "pay/_wire.py", "pay/_inner/a.py")} == {
        "pay/b.py": "public",
        "pay/_wire.py": "private",
        "pay/_inner/a.py": "private",
    }
