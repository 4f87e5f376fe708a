"""How pages speak of things in TypeScript."""

from designdoc_assets.languages.ecmascript.words import words_of

WORDS = words_of("TypeScript")
