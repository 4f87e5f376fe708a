"""Files that are not read as source, and yet may use what the target depends on: which they are, and what is in them.

Other forms of a language import, and so does vendored and generated code; configuration names what a tool is to load.
Prose proves nothing, and data is not looked into.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import PurePosixPath

from designdoc_assets.ecosystems.registry import ECOSYSTEMS
from designdoc_assets.languages.conventions import BY_A_TOOL
from designdoc_assets.languages.other_forms import OtherForm
from designdoc_assets.languages.registry import LANGUAGES
from designdoc_assets.source.rules import MAX_SOURCE_BYTES, Rules
from designdoc_assets.source.text import NotText, decode
from designdoc_assets.source.tree import SourceTree

_FORMS = {suffix: form for language in LANGUAGES for form in language.other_forms for suffix in form.suffixes}
_SCRIPTS = tuple(form for language in LANGUAGES for form in language.other_forms if not form.suffixes)
_CONFIGURATION = frozenset(
    {".toml", ".ini", ".cfg", ".conf", ".yaml", ".yml", ".json", ".sh", ".bash", ".bat", ".cmd", ".ps1", ".mk", ".env"}
)
_MAX_CONFIGURATION_BYTES = 1 << 18
"""What is longer is data."""
_NAMING = frozenset(suffix for each in ECOSYSTEMS for suffix in each.named_in)


@dataclass(frozen=True, slots=True)
class OtherFile:
    """The code of a file, or all of its text."""

    text: str
    form: OtherForm | None
    """In which it has code of a language; None if it has not."""


@dataclass(slots=True)
class OtherFiles:
    """What was found in them."""

    read: dict[str, OtherFile] = field(default_factory=dict)
    hashes: dict[str, str] = field(default_factory=dict)
    """The sha256 of each, or why it cannot be read."""
    unread: list[str] = field(default_factory=list)
    """Those that could import and cannot be read, or are too large."""

    def scripts(self) -> dict[str, OtherForm]:
        """Return the scripts that have no suffix, by path."""
        return {path: file.form for path, file in self.read.items() if file.form and not file.form.suffixes}


def read_others(tree: SourceTree, paths: Iterable[str], rules: Rules) -> OtherFiles:
    """Read those of the files at `paths` that may use a dependency."""
    found = OtherFiles()
    for path in paths:
        suffix = PurePosixPath(path).suffix.lower()
        form = _FORMS.get(suffix)
        if not (form or _may_configure(path, suffix, rules)) or rules.is_installed(path):
            continue
        limit = (form.most_bytes or MAX_SOURCE_BYTES) if form else _MAX_CONFIGURATION_BYTES
        try:
            raw = tree.read(path, limit)
        except OSError as error:
            found.hashes[path] = str(error.strerror)
            found.unread += [path] if form else []
            continue
        found.hashes[path] = hashlib.sha256(raw).hexdigest()
        try:
            text = decode(raw)
        except NotText:
            found.unread += [path] if form else []
            continue
        if not suffix:
            form = next((script for script in _SCRIPTS if script.is_script(text)), None)
        found.read[path] = OtherFile(form.code(text) if form else text, form)
    return found


def _may_configure(path: str, suffix: str, rules: Rules) -> bool:
    """Return whether a file may be configuration of the target, or a script: without a suffix, it is looked into."""
    rule = rules.left_out_folder(path)
    is_own = rule is None or rule.reason == BY_A_TOOL
    return is_own and not rules.is_test(path) and (suffix in _CONFIGURATION or suffix in _NAMING or not suffix)
