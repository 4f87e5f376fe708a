"""How pages speak of things in JavaScript."""

from designdoc_assets.languages.ecmascript.words import words_of

WORDS = words_of("JavaScript")
