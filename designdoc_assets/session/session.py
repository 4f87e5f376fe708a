"""A session: one run's work on one target, with its snapshot, docs tree and writer. Imports no Dagster."""

import os
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path

from designdoc_assets.artifacts.artifact import Artifact
from designdoc_assets.artifacts.canonical import sha256
from designdoc_assets.artifacts.registry import selected
from designdoc_assets.disputes.file import Dispute, DisputeFile
from designdoc_assets.disputes.ledger import DisputeLedger
from designdoc_assets.making.explanations import Explanations
from designdoc_assets.making.forecast import Estimate, forecast
from designdoc_assets.making.found import FoundTree, scan
from designdoc_assets.making.plan import Plan, Planned, plan_in_order
from designdoc_assets.making.production import Production
from designdoc_assets.making.progress import RunProgress
from designdoc_assets.making.receipts import Receipts, file_digests, inputs_digest
from designdoc_assets.making.workspace import open_workspace
from designdoc_assets.pages.tree import DocsTree
from designdoc_assets.session.claude import Spending, has_key, load_sdk, open_spending, statement_of
from designdoc_assets.session.docs import Docs, open_docs, source_urls
from designdoc_assets.session.folders import cache_folder, state_folder
from designdoc_assets.session.known import Known
from designdoc_assets.session.targets import repository
from designdoc_assets.settings.model import Settings
from designdoc_assets.source import collector
from designdoc_assets.source.cache import FactsCache
from designdoc_assets.source.commit_tree import CommitTree
from designdoc_assets.source.identity import identity
from designdoc_assets.source.published import Published, published
from designdoc_assets.source.snapshot import Snapshot, read_fingerprint, read_snapshot
from designdoc_assets.source.source_links import SourceLinks, source_links
from designdoc_assets.source.tree import SourceTree
from designdoc_assets.spending.ledger import Spent
from designdoc_assets.spending.statement import Statement


class Session:
    """A target and everything that a run needs to document it. Nothing is read before it is asked for.

    Attributes:
        settings: The settings of the run.
        plan_only: Whether nothing is to be made or changed.
        is_superseded: Whether a run for newer code has taken over.
        progress: How far the run is.
        kinds: The kinds that the settings select, in order.
        known: By kind, the reports that the instance had before the target was read; None until they are asked for.
    """

    def __init__(  # noqa: PLR0913 - what a run is about
        self,
        settings: Settings,
        target: SourceTree,
        *,
        force: bool,
        run: str = "",
        plan_only: bool = False,
        progress: RunProgress | None = None,
        api_key: str | None = None,
    ) -> None:
        self._api_key = api_key
        self.progress = progress or RunProgress()
        self.plan_only = plan_only
        self.is_superseded = False
        self.known: dict[str, Known] | None = None
        self.settings = settings
        self._target = target
        self._force = force
        self._forecasts: dict[tuple[Artifact, ...], list[Estimate]] = {}
        self._run = run
        self.kinds = selected(settings.stages.only, settings.stages.skip)
        self._receipts = Receipts(cache_folder() / "receipts")

    @cached_property
    def in_order(self) -> Plan | None:
        """The plan, with nothing due in it, if a run left a receipt and no byte has changed since; None otherwise.

        Raises:
            TargetError: The target cannot be documented.
            OutputError: The docs tree cannot be used.
        """
        if self._force:
            return None
        self.progress.enter("Looking for changes")
        languages = self.settings.languages
        target = read_fingerprint(
            self._target, languages=languages.include, exclude=languages.exclude_paths, docs=self._docs.inside
        )
        self.docs.check_writable()  # after the target: where that is no folder, the output cannot be one either
        self.docs.sweep()
        inputs = self._inputs(target, file_digests(self.docs, self._found.digests))
        return plan_in_order(self._found, self.kinds) if self._receipts.is_there(self.docs, inputs) else None

    @cached_property
    def snapshot(self) -> Snapshot:
        """The target as it was read.

        Raises:
            TargetError: The target cannot be documented.
        """
        self.progress.enter("Reading the target")
        with collector.kept_off():
            return read_snapshot(
                self._target,
                languages=self.settings.languages.include,
                exclude=self.settings.languages.exclude_paths,
                include_tests=self.settings.languages.include_tests,
                docs=self._docs.inside,
                cache=FactsCache(cache_folder() / "facts.sqlite"),
                note=self.progress.note,
                meanwhile=load_sdk if self._may_call else lambda: None,
            )

    @cached_property
    def docs(self) -> DocsTree:
        """The docs tree, ready to be read and written.

        Raises:
            SettingsError: There is no place for them.
            SupersededError: Docs of newer code are there already, or being made.
            OutputError: The place cannot be used.
            JournalError: The database that holds the locks cannot be used.
            LockError: The same, or they are held for too long.
        """
        self._docs.begin()
        return self._docs.tree

    @cached_property
    def production(self) -> Production:
        """The production, which makes the artifacts of the target.

        Raises:
            TargetError: The target cannot be documented.
            OutputError: The docs tree cannot be used.
        """
        snapshot = self.snapshot  # first: what cannot be documented needs no journal
        with collector.kept_off():
            claude = self.spending.claude if self.spending else None
            address = sha256(self.docs.address)
            explanations = Explanations(cache_folder() / "explanations" / f"{address[:32]}.json")
            return Production(
                snapshot,
                open_workspace(self.docs, self._found, explanations),
                claude,
                self.kinds,
                ("*",) if self._force else (),
                parallelism=self.settings.pipeline.parallelism,
                model_diagrams=self.settings.stages.diagrams == "model",
                sources=source_urls(self.settings, self._target, self._docs),
                context_tokens=self.settings.writer.context_tokens,
                progress=self.progress,
            )

    @property
    def is_begun(self) -> bool:
        """Whether this run has a production of its own; without one, `in_order` is the plan."""
        return "production" in self.__dict__

    @property
    def is_planned(self) -> bool:
        """Whether the plan is drawn up. No call of a model is made before."""
        return self.is_begun and "plan" in self.production.__dict__

    def waiting(self) -> tuple[list[Dispute], Sequence[str]]:
        """Return what waits for a person now: open disputes, and pages that outlived their subject.

        Raises:
            OutputError: The docs tree cannot be read.
        """
        orphans = self.production.survey.tree_status.orphans if self.is_begun else self._found.orphans
        return DisputeLedger(DisputeFile(self.docs)).open(), orphans

    @cached_property
    def spending(self) -> Spending | None:
        """Claude and the budget; None for the static writer.

        Raises:
            UnknownPriceError: A model has no price.
            JournalError: The journal cannot be used.
        """
        if not self._asks_claude:
            return None
        return open_spending(self.settings, self._run, state_folder(), anew=self._force, key=self._api_key)

    @cached_property
    def target_name(self) -> str:
        """The name of the target, the same for all its clones.

        Raises:
            TargetError: The repository is damaged.
        """
        return identity(repository(self.settings))

    @property
    def repository(self) -> Path:
        """The folder of the repository; of a remote, its mirror."""
        return self._target.folder if isinstance(self._target, CommitTree) else Path(str(self.settings.repo))

    def where(self, page: str) -> str:
        """Return where a person finds a page of the docs: its path, its URL, or the command that shows it."""
        at = self._docs.at
        return f"git -C {self.repository} show {at}/{page}" if at else self.docs.location(page)

    @cached_property
    def published(self) -> Published:
        """The pages of the docs that have an address on the web."""
        repo, folder = self.settings.repo, self._docs.tree.folder
        if isinstance(repo, Path) and folder is not None and self._docs.branch is None:
            return published(repo, folder)
        return Published()

    @cached_property
    def source_links(self) -> SourceLinks:
        """The links that open the source that was read."""
        return source_links(repository(self.settings), self._target, self.snapshot.commit)

    @property
    def commit_shown(self) -> str:
        """The commit that is documented, in the form that metadata shows; empty outside git."""
        commit = self.snapshot.commit or ""
        return commit if not commit or isinstance(self._target, CommitTree) else f"{commit} and the working tree"

    def forecast(self, items: Iterable[Planned]) -> list[Estimate]:
        """Return the cost of making some artifacts of the plan, by kind."""
        if self.spending is None:
            return []
        items = list(items)
        artifacts = tuple(item.artifact for item in items)
        models = (self.settings.models.doer, self.settings.models.checker)
        if artifacts not in self._forecasts:  # it is shown in several places
            self._forecasts[artifacts] = forecast(self.production.plan, items, models, self.spending.prices)
        return self._forecasts[artifacts]

    def spent(self) -> Spent | None:
        """Return the statement of the budget's window; None where nothing can be spent."""
        return self.production.wait_for(self.spending.budget.spent()) if self.spending else None

    def statement(self) -> Statement:
        """Return the statement of the budget's window, whoever writes.

        Raises:
            JournalError: The journal cannot be used.
        """
        return statement_of(self.settings, self._run, state_folder())

    def close(self) -> None:
        """Close connections, if any were opened."""
        if self.is_begun:
            self.production.close()
        if self.__dict__.get("spending"):
            self.__dict__["spending"].journal.close()
        if "_docs" in self.__dict__:
            self._docs.close()
        self._target.close()
        collector.let_go()
        collector.leave_at_exit()

    def commit_docs(self) -> str | None:
        """Commit the docs to their branch, and return the commit; None if there is nothing to commit.

        Raises:
            SupersededError: The branch has docs of newer code.
            OutputError: It cannot be committed.
            LockError: Another run holds the docs for too long.
        """
        is_begun = "docs" in self.__dict__ and not self.plan_only
        return self._docs.branch.commit() if is_begun and self._docs.branch else None

    @cached_property
    def _docs(self) -> Docs:
        return open_docs(self.settings, self._target, state_folder(), plan_only=self.plan_only, force=self._force)

    @cached_property
    def _asks_claude(self) -> bool:
        """Whether Claude writes: without a key, too, if it wrote before. An error is better than losing its texts."""
        kind = self.settings.writer.kind
        return kind == "claude" or (kind == "auto" and (self._may_call or self.docs.has_content()))

    @property
    def _may_call(self) -> bool:
        """Whether Claude is called, if there is anything to write."""
        return self.settings.writer.kind != "static" and (bool(self._api_key) or has_key(os.environ))

    def leave_receipt(self) -> None:
        """Leave a receipt at the end of a run, if nothing is left to do."""
        pages = self.production.remainder.left_in_order()
        if pages is not None:
            inputs = self._inputs(self.snapshot.fingerprint, pages)
            self._receipts.leave(self.docs, inputs, in_tree=self.production.remainder.has_changed_pages)

    @cached_property
    def _found(self) -> FoundTree:
        with collector.kept_off():
            return scan(self.docs)

    def _inputs(self, target: str, pages: Mapping[str, str]) -> str:
        languages = self.settings.languages
        reading = [languages.include, languages.exclude_paths]
        writer = self.settings.models.doer if self._asks_claude else None
        making = [languages.include_tests, [kind.name for kind in self.kinds], writer, self.settings.stages.diagrams]
        return inputs_digest(target, pages, [*reading, *making])
