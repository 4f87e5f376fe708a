"""Which files of a target are started where it runs, as files of deployment write it."""

import re
from collections.abc import Container

from designdoc_assets.deployment.facts import Deployment

_WORD = re.compile(r"[\w./-]+")


def started_files(deployment: Deployment, files: Container[str]) -> frozenset[str]:
    """Return the files that commands of images and of what runs name by their paths."""
    units = (unit.command for unit in deployment.units)
    images = (command for image in deployment.images for command in (image.entrypoint, image.command))
    words = (word.removeprefix("./") for command in (*units, *images) for word in _WORD.findall(command))
    return frozenset(word for word in words if word in files)
