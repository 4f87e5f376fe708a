"""setup.cfg and setup.py. setup.py is never run: only what it writes out as literals is read."""

import configparser
import posixpath
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace

from designdoc_assets.ecosystems.pypi.findings import EntryPoints, PythonFindings
from designdoc_assets.ecosystems.pypi.interpolation import interpolated
from designdoc_assets.ecosystems.pypi.pep508 import parse_requirement
from designdoc_assets.ecosystems.pypi.python_literals import COMPUTED, Literal, keyword_arguments
from designdoc_assets.ecosystems.pypi.setup_layouts import layout_of_call, layout_of_cfg

_GROUPS = {"install_requires": "", "setup_requires": "build", "tests_require": "test"}


def read_setup_cfg(text: str, into: PythonFindings) -> None:
    """Read the metadata and options that setuptools takes from a setup.cfg."""
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign] # names of extras and scripts keep their case
    try:
        parser.read_string(text)
    except configparser.Error as error:
        line = getattr(error, "lineno", None)
        into.problem(f"is not a valid configuration file{f': line {line}' if line else ''}; it was not read")
        return
    raw = {name: dict(parser.items(name)) for name in parser.sections()}
    sections = {
        name: {key: interpolated(value, section) for key, value in section.items()} for name, section in raw.items()
    }
    options = sections.get("options", {})
    for key, group in _GROUPS.items():
        _require_option(options.get(key, ""), group, f"options.{key}", into)
    for key, value in sections.get("options.extras_require", {}).items():
        _require_option(value, key, f"options.extras_require.{key}", into)
    fields: dict[str, object] = {
        key: value for key, value in sections.get("metadata", {}).items() if not value.startswith(("attr:", "file:"))
    }
    fields["requires_python"] = options.get("python_requires")
    into.layout = layout_of_cfg(sections)
    if "metadata" in sections or "options" in sections:
        groups = sections.get("options.entry_points", {})
        entry_points = {key: _entries(value.split("\n")) for key, value in groups.items()}
        files = _script_files(re.split(r"[\n,]", options.get("scripts", "")), into)
        into.distribution(fields, _with_commands(entry_points, files), "metadata.")


def _require_option(value: str, group: str, where: str, into: PythonFindings) -> None:
    """Declare what a list in setup.cfg asks for: on lines of its own, or on one line with semicolons."""
    if value.startswith("file:"):
        for reference in value.removeprefix("file:").split(","):
            into.include(reference.strip(), group, where)
        return
    on_lines = "\n" in value or parse_requirement(value, into.manifest, group) is not None
    _require_lines(value.split("\n" if on_lines else ";"), group, where, into)


def read_setup_py(text: str, into: PythonFindings) -> None:
    """Read the literal arguments of the calls of `setup` in a setup.py."""
    for arguments in keyword_arguments(text, ("setup", "setuptools.setup", "distutils.core.setup", "core.setup")):
        for key, group in _GROUPS.items():
            _require_lines(_lines(arguments.get(key), key, into), group, key, into)
        extras = arguments.get("extras_require")
        if extras is COMPUTED:
            _report_computed("extras_require", into)
        for extra, lines in extras.items() if isinstance(extras, dict) else ():
            where = f"extras_require.{extra}"
            _require_lines(_lines(lines, where, into), extra, where, into)
        if arguments.get("name") is COMPUTED:
            into.problem("computes its name when it runs; the name is not known")
        keys = {
            "name": "name",
            "version": "version",
            "description": "description",
            "python_requires": "requires_python",
        }
        fields = {field: value for key, field in keys.items() if isinstance(value := arguments.get(key), str)}
        entry_points = _entry_points(arguments.get("entry_points"), into)
        files = _script_files(_lines(arguments.get("scripts"), "scripts", into), into)
        into.distribution(fields, _with_commands(entry_points, files), "setup() argument ")
        into.layout = layout_of_call(text, arguments)


def _script_files(lines: Iterable[str], into: PythonFindings) -> dict[str, str]:
    """Return files that are installed as commands as they are: the name of each, and its path in the target."""
    folder = posixpath.dirname(into.manifest)
    paths = (posixpath.normpath(posixpath.join(folder, line.strip())) for line in lines if line.strip())
    return {posixpath.basename(path): path for path in paths if not path.startswith(("/", "../"))}


def _with_commands(entry_points: EntryPoints, commands: Mapping[str, str]) -> EntryPoints:
    key = "console_scripts"
    return {**entry_points, key: {**commands, **entry_points.get(key, {})}} if commands else entry_points


def _entry_points(value: "Literal | None", into: PythonFindings) -> EntryPoints:
    """Return entry points given as a table of lists, or as a text in the format of an .ini file."""
    if isinstance(value, str):
        parser = configparser.RawConfigParser(strict=False, delimiters=("=",))
        parser.optionxform = str  # type: ignore[assignment,method-assign]
        try:
            parser.read_string(value)
        except configparser.Error:
            into.problem("has entry_points that cannot be read; they are left out")
            return {}
        return {name: dict(parser.items(name)) for name in parser.sections()}
    if value is COMPUTED:
        _report_computed("entry_points", into)
    groups = value.items() if isinstance(value, dict) else ()
    return {group: _entries(_lines(entries, "entry_points", into)) for group, entries in groups}


def _entries(lines: Iterable[str]) -> dict[str, str]:
    """Return the parts of lines such as `name = package.module:function`."""
    pairs = (line.partition("=") for line in lines)
    return {name.strip(): target.strip() for name, _, target in pairs if name.strip() and target.strip()}


def _lines(value: "Literal | None", key: str, into: PythonFindings) -> list[str]:
    """Return the lines of a text, or the texts of a list; says so where a part of it is computed."""
    if isinstance(value, str):
        return value.split("\n")
    items = value if isinstance(value, list) else []
    if value is COMPUTED or COMPUTED in items:
        _report_computed(key, into)
    return [item for item in items if isinstance(item, str)]


def _report_computed(key: str, into: PythonFindings) -> None:
    into.problem(f"computes {key} when it runs; only the part of it that is written out is known")


def _require_lines(lines: Iterable[str], key: str, where: str, into: PythonFindings) -> None:
    """Declare what lines ask for. A key of extras may carry a marker: `socks:python_version<"3"`."""
    group, _, condition = key.partition(":")
    for index, line in enumerate(lines, start=1):
        if requirement := line.partition(" #")[0].strip():
            if requirement.startswith("#"):
                continue
            count = len(into.declared)
            into.require(requirement, group, f"{where}, entry {index}")
            into.declared[count:] = [
                (name, replace(declaration, marker=" and ".join(filter(None, (declaration.marker, condition.strip())))))
                for name, declaration in into.declared[count:]
            ]
