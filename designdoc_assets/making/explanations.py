"""Why an artifact is stale: the digests of each part of its inputs when it was made, kept on the machine that made it.

They decide nothing: without them, a plan still says that inputs changed, but not which.
"""

import json
import logging
from collections.abc import Mapping
from pathlib import Path

from designdoc_assets.artifacts.canonical import Versioned
from designdoc_assets.pages.markers import SHORT
from designdoc_assets.pages.stores.files import write_file

_log = logging.getLogger(__name__)

MOST_KEPT = 50_000
"""Artifacts that are kept, of some 200 bytes each; with more, the oldest are dropped."""


class Explanations:
    """The digests of the parts of inputs, by data version, in a file that is read when first asked for."""

    def __init__(self, file: Path | None) -> None:
        self._file = file
        self._kept: dict[str, dict[str, str]] | None = None
        self._new: dict[str, dict[str, str]] = {}

    def parts(self, data_version: str) -> Mapping[str, str] | None:
        """Return the digests of the inputs that had this data version; None where they are not known."""
        if self._kept is None:
            self._kept = self._read()
        return self._new.get(data_version[:SHORT]) or self._kept.get(data_version[:SHORT])

    def keep(self, inputs: Versioned) -> None:
        """Keep the inputs of an artifact that was made."""
        self._new[inputs.data_version[:SHORT]] = dict(inputs.parts)

    def save(self) -> None:
        """Write what was kept to the file, beside what other runs wrote meanwhile."""
        if not self._new or self._file is None:
            return
        kept = {version: parts for version, parts in self._read().items() if version not in self._new} | self._new
        newest = dict(list(kept.items())[-MOST_KEPT:])
        try:
            write_file(self._file, json.dumps(newest, separators=(",", ":")).encode())
        except OSError as error:
            _log.warning(
                "Why pages get stale could not be noted in %s (%s): plans will not name it.", self._file, error
            )
        self._kept, self._new = newest, {}

    def _read(self) -> dict[str, dict[str, str]]:
        if self._file is None:
            return {}
        try:
            found = json.loads(self._file.read_text("utf-8"))
        except FileNotFoundError:
            return {}
        except (OSError, ValueError) as error:
            _log.warning("What is noted in %s of why pages get stale cannot be read (%s).", self._file, error)
            return {}
        return found if isinstance(found, dict) else {}
