"""What partitions stand for."""

from enum import StrEnum


class Grain(StrEnum):
    """What one partition stands for; also the names of the partitions definitions, in the order of a run."""

    FILES = "files"
    CLASSES = "classes"
    PACKAGES = "packages"
    DEPENDENCIES = "dependencies"
    DOCUMENTS = "documents"
