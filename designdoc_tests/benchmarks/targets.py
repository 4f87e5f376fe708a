"""Synthetic targets: repositories of any size, in every other way like real ones, and the same every time."""

import subprocess
from itertools import product
from pathlib import Path
from string import Template

MODULES_PER_PACKAGE = 20
CLASSES_PER_MODULE = 2
SOURCE = Path("src/acme")

_AREAS = ("billing", "catalog", "orders", "stock", "users", "search", "reports", "mail", "audit", "pricing")
_LAYERS = (
    "api",
    "store",
    "rules",
    "tasks",
    "views",
    "forms",
    "sync",
    "export",
    "jobs",
    "limits",
    "events",
    "keys",
    "core",
)
_NOUNS = (
    "invoice", "ledger", "ticket", "voucher", "parcel", "batch", "quota", "report", "contract", "schedule",
    "payment", "supplier", "customer", "address", "currency", "discount", "shipment", "warehouse", "session", "token",
)  # fmt: skip

_MODULE = Template('''\
"""$Noun records of the $area $layer: what they hold, and how they are kept."""

from __future__ import annotations

import logging
from dataclasses import dataclass, field
from decimal import Decimal
$imports
_log = logging.getLogger(__name__)

MAX_${NOUN}_LINES = $limit


@dataclass
class $Record$bases:
    """A $noun with its lines.

    Attributes:
        number: What people call it.
        lines: The amounts that it is made of.
    """

    number: str
    lines: list[Decimal] = field(default_factory=list)

    def total(self, rate: Decimal = Decimal(1)) -> Decimal:
        """Return the sum of all lines at an exchange `rate`."""
        return sum(self.lines, Decimal(0)) * rate

    def add(self, amount: Decimal) -> None:
        """Add a line.

        Raises:
            ValueError: It has `MAX_${NOUN}_LINES` already.
        """
        if len(self.lines) >= MAX_${NOUN}_LINES:
            raise ValueError(f"{self.number} is full")
        self.lines.append(amount)

    def is_open(self) -> bool:
        """Return whether anything is left to pay."""
        return self.total() > 0


class $Keeper:
    """Keeps each `$Record` of the $area $layer by its number."""

    def __init__(self, $upstream_parameter) -> None:
        self._known: dict[str, $Record] = {}
        $upstream_kept

    def find(self, number: str) -> $Record | None:
        """Return the $noun of that number, if there is one."""
        _log.debug("looking for %s", number)
        return self._known.get(number)

    def put(self, number: str, amounts: list[Decimal]) -> $Record:
        """Make a $noun of some amounts, and keep it."""
        record = $Record(number)
        for amount in amounts:
            record.add(amount)
        self._known[number] = record
        return record

    def overdue(self, limit: Decimal) -> list[$Record]:
        """Return those that are open and above `limit`."""
        return [record for record in self._known.values() if record.is_open() and record.total() > limit]
''')

_PYPROJECT = """\
[project]
name = "acme"
version = "1.0"
dependencies = ["requests>=2.31", "sqlalchemy>=2"]
"""


def make_target(folder: Path, modules: int) -> None:
    """Make a git repository of `modules` files with two classes each, and a package per twenty of them.

    A module imports up to two others of its package, and the first of each package one of the package before. A record
    inherits from that of the module above it, and a keeper holds the keeper there.
    """
    folder.mkdir(parents=True)
    (folder / "pyproject.toml").write_text(_PYPROJECT)
    (folder / ".gitignore").write_text("/docs/design/\n")
    for index in range(modules):
        path = folder / module_path(index)
        if index % MODULES_PER_PACKAGE == 0:
            path.parent.mkdir(parents=True, exist_ok=True)
            (path.parent / "__init__.py").write_text(f'"""The {" ".join(_package(index))} of the shop."""\n')
        path.write_text(_module(index))
    (folder / SOURCE / "__init__.py").write_text('"""A shop that sells everything."""\n')
    commit(folder)


def commit(folder: Path) -> None:
    """Commit everything in a folder, as a repository of its own."""
    author = ("-c", "user.name=Benchmark", "-c", "user.email=benchmark@example.com")
    for arguments in (("init", "--quiet"), ("add", "--all"), (*author, "commit", "--quiet", "--message", "Change")):
        subprocess.run(["git", *arguments], cwd=folder, check=True)


def module_path(index: int) -> Path:
    """Return the path of a module in its target."""
    area, layer = _package(index)
    return SOURCE / f"{area}_{layer}" / f"{_noun(index)}.py"


def _package(index: int) -> tuple[str, str]:
    names = list(product(_LAYERS, _AREAS))
    layer, area = names[index // MODULES_PER_PACKAGE]
    return area, layer


def _noun(index: int) -> str:
    return _NOUNS[index % MODULES_PER_PACKAGE]


def _class_names(index: int) -> tuple[str, str]:
    stem = f"{_package(index)[0].title()}{_noun(index).title()}"
    return stem, f"{stem}Keeper"


def _module(index: int) -> str:
    within = index % MODULES_PER_PACKAGE
    package = index - within
    # Within a package a tree, and so between packages: import chains of real code grow slowly with its size.
    parents = {package + within // 2, package + within // 3} if within else set()
    above = package // MODULES_PER_PACKAGE // 2 * MODULES_PER_PACKAGE
    parents |= {above} if not within and package else set()
    area, layer = _package(index)
    record, keeper = _class_names(index)
    first = min(parents, default=None)
    upstream = _class_names(first) if first is not None else None
    return _MODULE.substitute(
        imports="".join(sorted(map(_import, parents))) and "\n" + "".join(sorted(map(_import, parents))),
        area=area,
        layer=layer,
        noun=_noun(index),
        Noun=_noun(index).title(),
        NOUN=_noun(index).upper(),
        Record=record,
        Keeper=keeper,
        limit=100 + index % 50,
        bases=f"({upstream[0]})" if upstream and within else "",
        upstream_parameter=f"upstream: {upstream[1]}" if upstream else "name: str",
        upstream_kept="self._upstream = upstream" if upstream else "self._name = name",
    )


def _import(index: int) -> str:
    record, keeper = _class_names(index)
    module = ".".join(module_path(index).with_suffix("").parts[1:])
    return f"from {module} import {record}, {keeper}\n"
