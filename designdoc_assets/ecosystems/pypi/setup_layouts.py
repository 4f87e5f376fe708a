"""What setup.cfg and setup.py tell setuptools to put into a distribution."""

import re
from collections.abc import Mapping

from designdoc_assets.ecosystems.pypi.layouts import Find, Layout, find_of, folders_of
from designdoc_assets.ecosystems.pypi.python_literals import COMPUTED, Literal, keyword_arguments

_FIND, _FIND_NAMESPACE = "find_packages", "find_namespace_packages"


def layout_of_cfg(sections: Mapping[str, Mapping[str, str]]) -> Layout:
    """Return what the sections of a setup.cfg say."""
    options = sections.get("options", {})
    pairs = (line.partition("=") for line in options.get("package_dir", "").split("\n") if "=" in line)
    places = {name.strip(): place.strip() for name, _, place in pairs}
    packages = options.get("packages", "").strip()
    finds: list[Find] = []
    if packages in {"find:", "find_namespace:"}:
        found = sections.get("options.packages.find", {})
        include, exclude = (_split(found.get(key, "")) for key in ("include", "exclude"))
        takes_namespaces = packages == "find_namespace:"
        where = found.get("where", places.get("", "")).strip()
        finds.append(find_of(where, include, exclude, takes_namespaces=takes_namespaces))
    listed = [] if finds else _split(packages)
    roots = folders_of([*listed, *_split(options.get("py_modules", ""))], places)
    tests = sections.get("tool:pytest", {}).get("testpaths", "").split()
    return Layout(roots, finds=tuple(finds), test_paths=tuple(tests))


def layout_of_call(text: str, arguments: Mapping[str, Literal]) -> Layout:
    """Return what the arguments of a call of `setup` say; of packages that are looked for, one call alone can be told.

    Args:
        text: The setup.py.
        arguments: Those of the call.
    """
    table = arguments.get("package_dir")
    places = {key: value for key, value in table.items() if isinstance(value, str)} if isinstance(table, dict) else {}
    packages = arguments.get("packages")
    finds = _finds(text) if packages is COMPUTED else []
    roots = folders_of([*_texts(packages), *_texts(arguments.get("py_modules"))], places)
    return Layout(roots, finds=tuple(finds))


def _finds(text: str) -> list[Find]:
    names = (_FIND, _FIND_NAMESPACE)
    calls = [(name, call) for name in names for call in keyword_arguments(text, (name, f"setuptools.{name}"))]
    if len(calls) != 1:
        return []
    name, call = calls[0]
    where = call.get("where", call.get("0", ""))
    patterns = [call.get("include", call.get("2", [])), call.get("exclude", call.get("1", []))]
    if not isinstance(where, str) or COMPUTED in patterns:
        return []
    include, exclude = map(_texts, patterns)
    return [find_of(where, include, exclude, takes_namespaces=name == _FIND_NAMESPACE)]


def _texts(value: "Literal | None") -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _split(text: str) -> list[str]:
    return [part.strip() for part in re.split(r"[\n,]", text) if part.strip()]
