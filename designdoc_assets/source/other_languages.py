"""In which languages the code is that nothing here reads, told by the names of files."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath

from designdoc_assets.languages.registry import LANGUAGES

_TABLE = """
JavaScript: js mjs cjs jsx
TypeScript: ts mts cts tsx
Vue: vue
Svelte: svelte
HTML: html htm xhtml
CSS: css scss sass less
Java: java
Kotlin: kt kts
Scala: scala sc
Groovy: groovy gradle
Clojure: clj cljs cljc
C: c h
C++: cc cpp cxx hh hpp hxx
CUDA: cu cuh
C#: cs
F#: fs fsi
Objective-C: m mm
Swift: swift
Go: go
Zig: zig
Nim: nim
D: d
Ruby: rb rake
PHP: php
Perl: pl pm
Lua: lua
R: r rmd
Julia: jl
Haskell: hs
OCaml: ml mli
Elixir: ex exs
Erlang: erl
Dart: dart
Fortran: f f77 f90 f95 f03 f08
Ada: adb ads
Pascal: pas
COBOL: cob cbl
Assembly: s asm
Shell: sh bash zsh fish
PowerShell: ps1 psm1
Batch: bat cmd
SQL: sql
Protocol Buffers: proto
Thrift: thrift
GraphQL: graphql gql
Terraform: tf
Solidity: sol
"""
_ROWS = [row.partition(": ") for row in _TABLE.split("\n")]
_FORMS = [form for language in LANGUAGES for form in language.other_forms if form.name]
_NAMES = {f".{suffix}": name for name, _, suffixes in _ROWS for suffix in suffixes.split()}
_NAMES |= {suffix: form.name for form in _FORMS for suffix in form.suffixes}
SEARCHED = frozenset(form.name for form in _FORMS)
"""Those in which imports of dependencies are looked for, and nothing else."""


@dataclass(frozen=True, slots=True)
class UnreadLanguage:
    """A language that is not read, and the files in it."""

    name: str
    paths: tuple[str, ...]


def unread_languages(paths: Iterable[str], scripts: Mapping[str, str]) -> tuple[UnreadLanguage, ...]:
    """Return the languages of files that are not read, the most frequent first.

    Args:
        paths: The files.
        scripts: What those without a suffix are written in, by path.
    """
    named = [(name, path) for path in paths if (name := _NAMES.get(PurePosixPath(path).suffix.lower()))]
    named += [(name, path) for path, name in scripts.items()]
    found: dict[str, list[str]] = {}
    for name, path in named:
        found.setdefault(name, []).append(path)
    ordered = sorted(found.items(), key=lambda entry: (-len(entry[1]), entry[0]))
    return tuple(UnreadLanguage(name, tuple(sorted(of))) for name, of in ordered)
