from collections.abc import Mapping
from pathlib import Path

from designdoc_assets.languages.facts import Attribute, FileFacts, Function
from designdoc_assets.source.snapshot import Snapshot, read_snapshot
from designdoc_assets.source.working_tree import WorkingTree
from designdoc_tests.source.repositories import Target


def read(folder: Path, files: Mapping[str, str]) -> Snapshot:
    folder.mkdir()
    target = Target(folder)
    for path, text in files.items():
        target.write(path, text)
    return read_snapshot(WorkingTree(target.root))


def merged(folder: Path, module: str, stub: str) -> FileFacts:
    snapshot = read(folder / "shop", {"a.py": module, "a.pyi": stub})
    assert list(snapshot.files) == ["a.py"]
    return snapshot.files["a.py"].facts


def only(facts: FileFacts) -> Function:
    (function,) = facts.functions
    return function


def test_a_function_has_the_types_of_its_stub_and_its_own_docstring_and_defaults(tmp_path: Path) -> None:
    module = 'def f(a, b=1, c=2):\n    """Do it."""\n'
    function = only(merged(tmp_path, module, "def f(a: int, b: int = ..., c: int = 3) -> str: ...\n"))
    assert [(p.type, p.default) for p in function.signature.parameters] == [
        ("int", None),
        ("int", "1"),
        ("int", "3"),
    ]
    assert function.signature.returns == "str"
    assert function.doc is not None
    assert function.doc.summary == "Do it."


def test_overloads_of_a_stub_are_those_of_the_function(tmp_path: Path) -> None:
    stub = "from typing import overload\n@overload\ndef f(a: int) -> int: ...\n@overload\ndef f(a: str) -> str: ...\n"
    assert [form.returns for form in only(merged(tmp_path, "def f(a): ...\n", stub)).overloads] == ["int", "str"]


def test_attributes_and_constants_have_the_types_of_the_stub(tmp_path: Path) -> None:
    module = "LIMIT = 3\nclass A:\n    def __init__(self):\n        self.size = f()\n"
    facts = merged(tmp_path, module, "LIMIT: int\nclass A:\n    size: float\n    ghost: int\n")

    def types(attributes: tuple[Attribute, ...]) -> dict[str, str | None]:
        return {attribute.name: attribute.type for attribute in attributes}

    assert types(facts.constants) == {"LIMIT": "int"}
    assert types(facts.classes[0].attributes) == {"size": "float"}


def test_a_stub_without_a_module_speaks_for_itself(tmp_path: Path) -> None:
    snapshot = read(tmp_path / "shop", {"shop/__init__.py": "", "shop/fast.pyi": "def run(n: int) -> int: ...\n"})
    assert [function.name for function in snapshot.files["shop/fast.pyi"].facts.functions] == ["run"]


def test_stubs_for_code_of_others_are_left_out(tmp_path: Path) -> None:
    snapshot = read(tmp_path / "shop", {"a.py": "", "typings/requests/api.pyi": "def get(url: str) -> str: ...\n"})
    assert list(snapshot.files) == ["a.py"]
    assert [(entry.path, entry.reason) for entry in snapshot.skipped] == [
        ("typings/", "stubs for code of others (1 source file)")
    ]


def test_a_change_of_a_stub_changes_the_snapshot(tmp_path: Path) -> None:
    before = read(tmp_path / "one", {"a.py": "def f(a): ...\n", "a.pyi": "def f(a: int): ...\n"})
    after = read(tmp_path / "two", {"a.py": "def f(a): ...\n", "a.pyi": "def f(a: str): ...\n"})
    assert before.digest != after.digest
