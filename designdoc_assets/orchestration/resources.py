"""The resource that all assets and the job share: the target, as the run configuration describes it."""

from typing import Any

import dagster as dg
from pydantic import Field, PrivateAttr

from designdoc_assets.orchestration.failures import explained
from designdoc_assets.orchestration.session import Session, open_session


class DesignDocsResource(dg.ConfigurableResource):  # type: ignore[type-arg]
    """The repository to document. What is not set comes from DESIGNDOC_* variables, then from `.designdoc.toml`."""

    repo: str | None = Field(
        default=None, description="Folder of the repository; else DESIGNDOC_REPO, else the current one."
    )
    output: str | None = Field(default=None, description="Folder of the docs tree; else docs/design in the repository.")
    writer: str | None = Field(default=None, description="Who writes prose: auto, static or claude.")
    force: bool = Field(default=False, description="Make the selected artifacts anew even where nothing changed.")
    skip: list[str] | None = Field(default=None, description="Kinds of artifacts to leave as they are.")
    only: list[str] | None = Field(default=None, description="The only kinds of artifacts to make.")
    languages: list[str] | None = Field(default=None, description="Languages to read; else all that are supported.")
    exclude_paths: list[str] | None = Field(default=None, description="What not to read, as gitignore patterns.")
    include_tests: bool | None = Field(default=None, description="Whether test code gets pages of its own.")
    _session: Session | None = PrivateAttr(default=None)

    @property
    def session(self) -> Session:
        """The work of this run. Opened at first use, since Dagster makes resources more often than it runs.

        Raises:
            dagster.Failure: The settings, the target or the docs tree are not usable; it says why and what to do.
        """
        if self._session is None:
            with explained():
                self._session = open_session(self._run_settings(), force=self.force)
        return self._session

    def _run_settings(self) -> dict[str, Any]:
        return {
            "repo": self.repo,
            "output": {"dir": self.output},
            "writer": {"kind": self.writer},
            "stages": {"skip": self.skip, "only": self.only},
            "languages": {
                "include": self.languages,
                "exclude_paths": self.exclude_paths,
                "include_tests": self.include_tests,
            },
        }
