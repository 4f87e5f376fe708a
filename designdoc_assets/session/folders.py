"""Where on this machine things are kept that are neither the target nor its docs."""

import os
from pathlib import Path

from platformdirs import user_cache_path, user_state_path

APPLICATION = "designdoc-assets"


def state_folder() -> Path:
    """Return where a deployment keeps what must outlive a run: beside Dagster's own records, if it keeps any."""
    home = os.environ.get("DAGSTER_HOME")
    return Path(home) / "designdoc" if home else user_state_path(APPLICATION)


def cache_folder() -> Path:
    """Return where is kept what saves time and nothing else."""
    return user_cache_path(APPLICATION)
