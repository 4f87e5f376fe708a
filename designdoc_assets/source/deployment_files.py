"""The files of a target that say how it is run and delivered: which they are, and their text."""

import hashlib

from designdoc_assets.deployment.facts import Deployment
from designdoc_assets.deployment.read import MOST_BYTES, may_tell, read_deployment
from designdoc_assets.languages.conventions import BY_A_TOOL
from designdoc_assets.source.others import OtherFiles
from designdoc_assets.source.selection import Selection
from designdoc_assets.source.text import NotText, decode


def read_deployment_files(target: Selection, others: OtherFiles) -> tuple[Deployment, dict[str, str]]:
    """Return what they say, and the sha256 of each that was read for it alone, or why it cannot be read.

    Args:
        target: What is to be read.
        others: The files that were read already.
    """
    hashes: dict[str, str] = {}

    def text_of(path: str) -> str | None:
        if (read := others.read.get(path)) and read.form is None:
            return read.text
        try:
            raw = target.tree.read(path, MOST_BYTES)
            hashes[path] = hashlib.sha256(raw).hexdigest()
            return decode(raw)
        except OSError as error:
            hashes[path] = str(error.strerror)
            raise
        except NotText:
            pass
        return None

    own = (path for path in target.paths if may_tell(path) and _is_own(path, target))
    return read_deployment(own, text_of, target.rules.is_test), hashes


def _is_own(path: str, target: Selection) -> bool:
    """Whether a file is the target's: what tools are configured by is, too."""
    rule = target.rules.left_out_folder(path)
    return rule is None or (rule.reason == BY_A_TOOL and not target.rules.is_installed(path))
