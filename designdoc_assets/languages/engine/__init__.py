"""One reader for all languages that queries can describe: `.scm` with fixed names of captures gives facts.

A language's folder brings

- `__init__.py` with `LANGUAGE`, a `language.EngineLanguage`: it tells its dialect, whose module it imports where it is
  asked for it, since most runs read no file of the language; its reader's version; and the grammar's wheel (a
  dependency in pyproject.toml).
- `<name>.scm`, the queries, and a `Dialect` (see `dialect`): grammars, `doc` for its doc comments, `path_of` and
  `object_of` for expressions and types, `parameters`, and `finish` for what no pattern can say: visibility, words,
  overloads, getters, members that belong to another type (`Definition.belongs_to`), programs, what a
  mentioned name is a member of where that is not written (`found.members_of`), `found.unit`. A suffix with a grammar
  of its own is one of `grammars`: the tree with the fewest errors is taken.
- the tables of `Language`: words, lexicon, conventions, rules, types; and a linker. `configurations` names the files
  whose texts the linker is given (`go.mod`). Where the files of a unit see each other's names, all have the same
  `Linker.name_of`, and `NameRules.has_shared_units` is set.

Names of captures. A definition is one node, whichever patterns find it: their captures are put together.

- `@definition.KIND`: a definition. KIND is one of `definition.TYPES`, `CALLABLES`, `VALUES`, with `_` for a blank.
- `@name`: its name. Several names in one statement are a definition each: `(...) @name @definition.field`.
- `@statement`: what such a name is a part of.
- `@type_parameters`, `@parameters`, `@returns`: of a function, as written. The tail of its signature is all that is
  written from behind `@parameters` to the end of `@returns`, or to the end of `@tail` where more is to be shown. A
  result that is written before the name stands there on pages, too, behind the type parameters.
- `@body`: of a function: it is left out first where a text is too long for a writer.
- `@type`, `@value`: of a value, as written.
- `@receiver`: where a method names its object: what stands there is no use.
- `@heritage.extends`, `.implements`, `.embeds`, `.mixes_in`, `.derives`: a type that it takes something from.
- any other name: `Definition.parts` has it, for `finish`.
- `@import.FORM`: an import, with `@module`, `@name` and `@alias`: see `Dialect.imported`.
- `@file`: the node above which the file's own doc stands. `@unit`: what the file says that it belongs to, for `finish`.
- `@annotation`: one that stands by itself above a definition, outside of its node: it becomes that one's.
- `@scope`: the body of a function. Functions and values in it are details, and no facts; types are kept.
- `@closure`: a function without a name, or one nested in another: its local names are its own.
- `@guard`: a branch that leaves because something is missing; `@handler`: one that is come to when something went
  wrong, or that ends in an exception. See `use_facts.Standing`.
- `@comment`, `@literal`: every comment; every literal that counts to the letter.
- `@use.KIND`: a name in use. KIND is one of `facts.UseKind`. Of a `call`, capture the whole call. A `type` in a body
  becomes a `local_type`. Where several patterns find the same place, the kind counts that says most.
- `@bound`: a local name, with `@bound.type` (the type it is declared with), `@bound.values` (what it is set to) or
  `@bound.elements` (what a loop goes over); by itself, one of which nothing is known.
- `@variable`: the name of an environment variable that is read: a literal, a parameter, or a sum of both; with
  `@variable.root`: the name that reading it starts from.

What starts from a local name is told by what that holds; one that holds different things holds none for sure.

Never anchor a pattern at the root of a tree: where a file is not understood as a whole, that is an `ERROR`. Of a field
that a node may have several times (`a, b`), leave the name out of the pattern: with it, some grammars match the first
alone.
"""

ENGINE_VERSION = "8"
"""To be raised with every change of the engine that changes what languages read."""
