"""Types whose members stand in several files, as one, before anything is resolved.

In many languages a method may stand in another file than its type, and belongs to the type all the same.
"""

import hashlib
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import PurePosixPath

from designdoc_assets.languages.facts import Class, Extension, FileFacts, Function, Heritage

_Pieces = Sequence[tuple[str, Extension]]

Files = Mapping[str, FileFacts]


def assembled(files: Files) -> Files:
    """Return the facts of all files, with the members in extensions put into the types that they belong to.

    A type is looked for in the extension's own file, and then in the folder of that. Where there is none, or are two,
    the extension stays by itself: a member on the page of a wrong type is worse than one on none.
    """
    pieces: dict[str, dict[str, list[tuple[str, Extension]]]] = defaultdict(lambda: defaultdict(list))
    found = dict(files)
    types = _Types(files)
    for path, facts in files.items():
        if facts.extensions:
            homes = [types.home(path, facts.language, extension) for extension in facts.extensions]
            for home, extension in zip(homes, facts.extensions, strict=True):
                pieces[home][extension.type].append((path, extension))
            with_homes = (replace(each, home=home) for each, home in zip(facts.extensions, homes, strict=True))
            found[path] = replace(facts, extensions=tuple(with_homes))
    pieces.pop("", None)
    for path, of_types in pieces.items():
        classes = (
            _with_pieces(cls, path, of_types[cls.qualname]) if cls.qualname in of_types and cls.number == 1 else cls
            for cls in found[path].classes
        )
        found[path] = replace(found[path], classes=tuple(classes))
    return found


class _Types:
    """Where types stand, by folder and language."""

    def __init__(self, files: Files) -> None:
        self._files = files
        self._by_folder: dict[tuple[PurePosixPath, str], dict[str, set[str]]] | None = None

    def home(self, path: str, language: str, extension: Extension) -> str:
        """Return the file in which the type of an extension stands; empty where that is not known."""
        if extension.home:
            return extension.home  # its language told it
        if any(cls.qualname == extension.type for cls in self._files[path].classes):
            return path
        if self._by_folder is None:
            self._by_folder = {}
            for other, facts in self._files.items():
                types = self._by_folder.setdefault((PurePosixPath(other).parent, facts.language), defaultdict(set))
                for cls in facts.classes:
                    types[cls.qualname].add(other)
        homes = self._by_folder[PurePosixPath(path).parent, language].get(extension.type, set())
        return next(iter(homes)) if len(homes) == 1 else ""


def _with_pieces(cls: Class, path: str, pieces: _Pieces) -> Class:
    methods = [*cls.methods, *(_placed(method, at, path) for at, each in pieces for method in each.methods)]
    digests = [cls.digest, *(extension.digest for _, extension in pieces)]
    commentary = [cls.commentary, *(extension.commentary for _, extension in pieces)]
    return replace(
        cls,
        methods=tuple(methods),
        attributes=(*cls.attributes, *(value for _, each in pieces for value in each.attributes)),
        heritage=tuple(
            dict.fromkeys((*cls.heritage, *(_said(entry, at, path) for at, each in pieces for entry in each.heritage)))
        ),
        elsewhere=tuple(dict.fromkeys(at for at, each in pieces if at != path and (each.methods or each.attributes))),
        digest=hashlib.sha256("\n".join(digests).encode()).hexdigest(),
        commentary=hashlib.sha256("\n".join(commentary).encode()).hexdigest() if any(commentary) else "",
    )


def _said(entry: Heritage, at: str, path: str) -> Heritage:
    return replace(entry, path=at) if at != path else entry


def _placed(method: Function, at: str, path: str) -> Function:
    return replace(method, path=at) if at != path else method
