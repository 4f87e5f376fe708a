"""The grains: what one partition stands for, such as a file or a class."""

from enum import StrEnum


class Grain(StrEnum):
    """What one partition stands for, in the order of a run; also the names of the partitions definitions."""

    FILES = "files"
    CLASSES = "classes"
    PACKAGES = "packages"
    DEPENDENCIES = "dependencies"
    DOCUMENTS = "documents"
