"""Jobs."""

from .work import Job
