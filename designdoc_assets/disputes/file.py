"""`hil-issues.yaml`: the disputes that wait for a person, and those that people resolved. Comments in it survive."""

import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from designdoc_assets.pages.errors import OutputError
from designdoc_assets.pages.tree import DocsTree

if TYPE_CHECKING:
    from ruamel.yaml import YAML

FILE_NAME = "hil-issues.yaml"
RESOLVED = "resolved"
_VERSION = 1
_ID_CHARACTERS = 10
_HEADER = """\
Artifacts that failed a check after the last attempt, or that a person edited and whose sources changed since.
Resolve one by writing its `resolution`, and run again; or launch the job `resolve_dispute` with its id.
"""


@dataclass(frozen=True, slots=True)
class Dispute:
    """An entry of the file. `resolution` is None until a person wrote one."""

    artifact: str
    stage: str
    severity: str
    doer_said: str
    checker_said: str
    attempts: int
    suggested_fixes: tuple[str, ...]
    status: str = "unresolved"
    resolution: str | None = None

    @property
    def id(self) -> str:
        """The id of the dispute, which the same artifact and check always have."""
        return id_for(self.artifact, self.stage)

    @property
    def is_resolved(self) -> bool:
        """Whether a person decided it."""
        return self.status == RESOLVED


def id_for(artifact: str, stage: str) -> str:
    """Return the id that a dispute about an artifact at a stage has, whether there is such a dispute or not."""
    digest = hashlib.sha256(f"{artifact} {stage}".encode("utf-8", "surrogateescape")).hexdigest()
    return f"{stage}-{digest[:_ID_CHARACTERS]}"


class DisputeFile:
    """The disputes of a docs tree. Reading costs nothing where there is no file."""

    def __init__(self, tree: DocsTree) -> None:
        self._tree = tree

    def read(self) -> dict[str, Dispute]:
        """Return all disputes by id. One with a new resolution is resolved, unless it was reopened.

        Raises:
            OutputError: The file is not what this tool, or a person who follows its form, writes.
        """
        return self.parse(self._tree.read_text(FILE_NAME))

    @staticmethod
    def parse(text: str | None) -> dict[str, Dispute]:
        """Return the disputes in the file's text; none where there is no file. It raises as `read` does."""
        return _disputes(_load(text)) if text is not None else {}

    def update(self, change: Callable[[Mapping[str, Dispute]], Mapping[str, Dispute]]) -> bool:
        """Change the disputes under the file's lock, and return whether the file changed; without any it is removed.

        Args:
            change: Gets the disputes that the file holds now, by id, and returns those that it shall hold.

        Raises:
            OutputError: The file cannot be read or written. It is left as it was.
            LockError: Its lock could not be had.
        """

        def changed(text: str | None) -> str | None:
            document = _load(text) if text is not None else {}
            wanted = change(_disputes(document))
            if not wanted:
                return None
            written = _updated(document, dict(sorted(wanted.items(), key=lambda d: (d[1].artifact, d[1].stage))))
            return written if text is not None else "".join(f"# {line}\n" for line in _HEADER.splitlines()) + written

        return self._tree.update_text(FILE_NAME, changed)


def _disputes(document: Any) -> dict[str, Dispute]:
    found = map(_dispute, _entries(document))
    return {dispute.id: dispute for dispute in found}


def _updated(document: Any, wanted: Mapping[str, Dispute]) -> str:
    by_id = {entry.get("id"): entry for entry in _entries(document)}
    entries = []
    for dispute_id, dispute in wanted.items():
        entry = by_id.get(dispute_id)
        if entry is None:
            entry = {}
        values = _values(dispute)
        for name, value in values.items():
            # Writing an equal value anew would lose how a person wrote it; and a resolution that appeared since the
            # file was read is a person's, for the next run.
            is_new_resolution = name == "resolution" and value is None and entry.get(name) is not None
            if not is_new_resolution and (name not in entry or _plain(entry[name]) != value):
                entry[name] = value
        entries.append(entry)
    document["version"] = _VERSION
    document["unresolved_count"] = sum(not dispute.is_resolved for dispute in wanted.values())
    if "issues" in document and document["issues"] is not None:
        document["issues"][:] = entries
    else:
        document["issues"] = entries
    buffer = io.StringIO()
    _yaml().dump(document, buffer)
    return buffer.getvalue()


def _values(dispute: Dispute) -> dict[str, Any]:
    return {
        "id": dispute.id,
        "artifact": dispute.artifact,
        "stage": dispute.stage,
        "severity": dispute.severity,
        "doer_said": dispute.doer_said,
        "checker_said": dispute.checker_said,
        "attempts": dispute.attempts,
        "suggested_fixes": list(dispute.suggested_fixes),
        "status": dispute.status,
        "resolution": dispute.resolution,
    }


def _plain(value: object) -> object:
    return [str(item) for item in value] if isinstance(value, Sequence) and not isinstance(value, str) else value


def _dispute(entry: Mapping[str, Any]) -> Dispute:
    try:
        resolution = entry.get("resolution")
        dispute = Dispute(
            artifact=str(entry["artifact"]),
            stage=str(entry["stage"]),
            severity=str(entry.get("severity", "major")),
            doer_said=str(entry.get("doer_said", "")),
            checker_said=str(entry.get("checker_said", "")),
            attempts=int(entry.get("attempts", 1)),
            suggested_fixes=tuple(str(fix) for fix in entry.get("suggested_fixes") or ()),
            status=str(entry.get("status", "unresolved")),
            resolution=str(resolution).strip() or None if resolution is not None else None,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise OutputError(
            f"{FILE_NAME} has an entry that cannot be read ({error}). Every dispute needs `artifact` and `stage`; mend "
            "the entry, or delete it: an open dispute comes back by itself."
        ) from error
    if dispute.resolution and dispute.status == "unresolved":
        return replace(dispute, status=RESOLVED)
    return dispute if dispute.resolution else replace(dispute, status="unresolved")


def _entries(document: Any) -> list[Any]:
    issues = document.get("issues") if isinstance(document, Mapping) else None
    if issues is None and isinstance(document, Mapping):
        return []
    if not isinstance(issues, Sequence) or isinstance(issues, str) or not all(isinstance(e, Mapping) for e in issues):
        raise OutputError(f"{FILE_NAME} is not a mapping with a list of `issues`. Mend it, or delete it and run again.")
    return list(issues)


def _load(text: str) -> Any:
    from ruamel.yaml.error import YAMLError  # noqa: PLC0415 - costs 60 ms, and most trees have no disputes

    try:
        document = _yaml().load(text)
    except (YAMLError, RecursionError) as error:
        place = getattr(getattr(error, "problem_mark", None), "line", None)
        where = f" (line {place + 1})" if place is not None else ""
        raise OutputError(f"{FILE_NAME} is not valid YAML{where}. Mend it, or delete it and run again.") from error
    return {} if document is None else document


def _yaml() -> "YAML":
    from ruamel.yaml import YAML  # noqa: PLC0415 - see above

    yaml = YAML()
    yaml.preserve_quotes = True
    yaml.width = 4096
    yaml.indent(mapping=2, sequence=4, offset=2)
    return yaml
