"""The folders on this machine for what is neither the target nor its docs: state and caches."""

import os
from pathlib import Path

from platformdirs import user_cache_path, user_state_path

APPLICATION = "designdoc-assets"


def state_folder() -> Path:
    """Return the folder for what must outlive a run: beside Dagster's own storage, if there is one."""
    home = os.environ.get("DAGSTER_HOME")
    return Path(home) / "designdoc" if home else user_state_path(APPLICATION)


def cache_folder() -> Path:
    """Return the folder of caches, which may be removed at any time."""
    return user_cache_path(APPLICATION)
