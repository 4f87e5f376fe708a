"""Opens the target that the settings name; while they are read, since it may hold a settings file of its own."""

from collections.abc import Mapping
from pathlib import Path

from designdoc_assets.settings.addresses import Url
from designdoc_assets.settings.file import MAX_BYTES, parse, read_file
from designdoc_assets.settings.model import FILE_NAME, Settings
from designdoc_assets.settings.problems import SettingsError
from designdoc_assets.source import git
from designdoc_assets.source.remote import Remote
from designdoc_assets.source.targets import open_target
from designdoc_assets.source.tree import SourceTree


def repository(settings: Settings) -> Path | Remote:
    """Return the repository that the settings name.

    Raises:
        TargetError: Its URL is of a kind that is not fetched.
    """
    return _repository(settings.repo)


class TargetOpener:
    """Opens a target once.

    Args:
        mirrors: The folder of repositories that are fetched from URLs.
    """

    def __init__(self, mirrors: Path) -> None:
        self._mirrors = mirrors
        self._opened: SourceTree | None = None

    def settings_file(self, repo: Path | Url, ref: str | None) -> Mapping[str, object]:
        """Return the target's settings file: with a `ref`, as it is in that commit.

        Raises:
            SettingsError: It cannot be used.
            TargetError: The target cannot be had.
        """
        if isinstance(repo, Path) and ref is None and not git.is_bare(repo):
            return read_file(repo)
        self._opened = self._open(repo, ref)
        try:
            return parse(self._opened.read(FILE_NAME, MAX_BYTES))
        except FileNotFoundError:
            return {}
        except OSError as error:
            raise SettingsError([f"{FILE_NAME} in {self._opened.name} cannot be read: {error.strerror}."]) from error

    def target(self, settings: Settings) -> SourceTree:
        """Return the target that the settings describe; if docs go to a branch, always at a commit.

        Raises:
            TargetError: The target cannot be had.
        """
        ref = settings.ref or ("HEAD" if settings.output.branch else None)
        if self._opened is None:
            self._opened = self._open(settings.repo, ref)
        return self._opened

    def _open(self, repo: Path | Url, ref: str | None) -> SourceTree:
        return open_target(_repository(repo), ref, self._mirrors)


def _repository(repo: Path | Url) -> Path | Remote:
    if isinstance(repo, Path):
        return repo
    remote = Remote.parse(repo.text)
    assert remote is not None  # the setting's check told it from a folder
    return remote
