"""What end-to-end tests share: a repository to document, a run of the job on it, and what is on disk afterwards."""

import ctypes
import json
import multiprocessing
import os
import posixpath
import shutil
import subprocess
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import unquote

import dagster as dg
import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token

from designdoc_assets.definitions import defs
from designdoc_assets.making.found import standings
from designdoc_assets.making.receipts import Receipts
from designdoc_assets.pages.layout import is_page
from designdoc_assets.pages.markers import SHORT, RegionHeader
from designdoc_assets.pages.page import parse_page
from designdoc_assets.pages.regions import Region
from designdoc_tests.instances import unread_instance

T = TypeVar("T")


PAY: Mapping[str, str] = {
    "pay/__init__.py": '"""Payments."""\n',
    "pay/gateway.py": (
        '"""Talking to banks."""\n\nimport requests\n\n\n'
        'class Gateway:\n    """Where money goes."""\n\n'
        '    def send(self, cents: int) -> bool:\n        """Send money."""\n        return cents > 0\n\n\n'
        'class HttpGateway(Gateway):\n    """Sends it by HTTP."""\n\n'
        '    def send(self, cents: int) -> bool:\n        return requests.post("x", json=cents).ok\n'
    ),
    "pay/order.py": (
        '"""Orders."""\n\nfrom pay.gateway import Gateway\n\n\n'
        'class Order:\n    """What somebody buys."""\n\n'
        "    def __init__(self, gateway: Gateway) -> None:\n        self.gateway = gateway\n\n"
        '    def pay(self) -> bool:\n        """Pay it."""\n        return self.gateway.send(100)\n'
    ),
    "pyproject.toml": '[project]\nname = "pay"\ndependencies = ["requests>=2"]\n',
}
"""A small repository: three files, three classes, a package, a dependency."""


def make_repo(folder: Path, files: Mapping[str, str | bytes], *, git: bool = True) -> Path:
    """Make a repository of these files below `folder`, which becomes its root; `git` tracks and commits them."""
    folder.mkdir(parents=True, exist_ok=True)
    for path, content in files.items():
        write(folder, path, content)
    if git:
        run_git(folder, "init", "-q", "-b", "main")
        commit(folder)
    return folder


def repo_like(source: Path, folder: Path, *left_out: str) -> Path:
    """Make a repository of a folder's files, all but those of some names, in another folder, which is returned."""
    shutil.copytree(source, folder, ignore=shutil.ignore_patterns(*left_out))
    run_git(folder, "init", "-q", "-b", "main")
    commit(folder)
    return folder


def write(root: Path, path: str, content: str | bytes) -> Path:
    """Write a file of a repository, with its folders."""
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(content.encode() if isinstance(content, str) else content)
    return file


def commit(repo: Path) -> str:
    """Track all that is in the working tree but the docs, and return the commit."""
    run_git(repo, "add", "-A", "--", ".", ":!docs/design")
    run_git(repo, "commit", "-q", "--allow-empty", "-m", "change")
    return run_git(repo, "rev-parse", "HEAD")


def run_git(repo: Path, *arguments: str) -> str:
    """Return what a git command prints. Identity and dates are fixed, and no configuration of the user has a say."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    environment |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
    for who in ("AUTHOR", "COMMITTER"):
        environment |= {f"GIT_{who}_NAME": "n", f"GIT_{who}_EMAIL": "n@example.org"}
        environment |= {f"GIT_{who}_DATE": "2024-01-01T00:00:00Z"}
    command = ["git", "-c", "core.autocrlf=false", *arguments]
    done = subprocess.run(command, cwd=repo, env=environment, check=True, capture_output=True, text=True)
    return done.stdout.strip()


@dataclass(frozen=True)
class Documented:
    """What a run of the job did."""

    success: bool
    made: tuple[tuple[str, str], ...]
    """Kind and partition of each artifact that it reported, in order."""
    assets: tuple[str, ...]
    """The key of each asset that it reported, `repo_snapshot` included."""
    failure: str
    """The sentence that the user reads, or the stack of a defect; empty where nothing failed."""
    log: str
    """What the code logged, a line each."""

    @property
    def kinds(self) -> dict[str, int]:
        """How many artifacts of each kind it reported."""
        return dict(Counter(kind for kind, _ in self.made))


def document(repo: Path | str, instance: dg.DagsterInstance | None = None, **config: Any) -> Documented:
    """Run `design_docs` on a repository, in this process, so that it plans for itself. `config` is the resource's."""
    with _planning_anew():
        return document_again(repo, instance, **config)


def document_again(repo: Path | str, instance: dg.DagsterInstance | None = None, **config: Any) -> Documented:
    """Do the same on a machine that remembers what its last run left in order."""
    return _run("design_docs", repo, instance, config)


def resolve(
    repo: Path,
    issue: str,
    resolution: str = "",
    replacement: str | None = None,
    *,
    instance: dg.DagsterInstance | None = None,
    **config: Any,
) -> Documented:
    """Run `resolve_dispute` on a repository, in this process. `config` is the resource's."""
    said = {"id": issue, "resolution": resolution} | ({} if replacement is None else {"replacement": replacement})
    return _run("resolve_dispute", repo, instance, config, ops={"resolve": {"config": said}})


def _run(
    job: str, repo: Path | str, instance: dg.DagsterInstance | None, config: Mapping[str, Any], **more: Any
) -> Documented:
    with ExitStack() as stack:
        used = instance or stack.enter_context(unread_instance())
        result = defs.get_job_def(job).execute_in_process(
            instance=used,
            run_config={"resources": {"designdoc": {"config": {"repo": str(repo), **config}}}, **more},
            raise_on_error=False,
        )
        made = [event.step_materialization_data.materialization for event in _materializations(result)]
        entries = used.all_logs(result.run_id)
        return Documented(
            success=result.success,
            made=tuple((m.asset_key.to_user_string(), m.partition) for m in made if m.partition is not None),
            assets=tuple(m.asset_key.to_user_string() for m in made),
            failure=next(filter(None, map(_failure, result.all_events)), ""),
            log="\n".join(entry.user_message for entry in entries if entry.dagster_event is None),
        )


@contextmanager
def _planning_anew() -> Iterator[None]:
    """Let no run rely on what an earlier one left in order, wherever it noted that."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(Receipts, "is_there", lambda self, tree, inputs: False)
        yield


def _materializations(result: dg.ExecuteInProcessResult) -> Iterator[dg.DagsterEvent]:
    return (event for event in result.all_events if event.is_step_materialization)


def _failure(event: dg.DagsterEvent) -> str:
    if not event.is_step_failure:
        return ""
    data = event.step_failure_data
    if data.user_failure_data and data.user_failure_data.description:
        return data.user_failure_data.description
    return f"defect: {data.error.to_string() if data.error else event.message}"


def without_privileges(action: Callable[[], T]) -> T:
    """Return what `action` returns in a process to which permissions apply, even where the tests run as root."""
    fork = multiprocessing.get_context("fork")
    receiver, sender = fork.Pipe(duplex=False)

    def run() -> None:
        _drop_privileges()
        sender.send(action())

    child = fork.Process(target=run)
    child.start()
    sender.close()
    try:
        return receiver.recv()  # type: ignore[no-any-return]
    finally:
        child.join()


def _drop_privileges() -> None:
    """Give up, for good, what lets root pass over the permissions of files."""
    if os.geteuid() != 0:
        return
    libc = ctypes.CDLL(None, use_errno=True)
    header = (ctypes.c_uint32 * 2)(0x20080522, 0)  # the third version of the call; this process
    sets = (ctypes.c_uint32 * 6)()  # effective, permitted, inheritable: the low halves, then the high ones
    assert libc.capget(header, sets) == 0
    passes_over = 1 << 1 | 1 << 2  # CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH
    for low_half in range(3):
        sets[low_half] &= ~passes_over
    assert libc.capset(header, sets) == 0


def tree_bytes(folder: Path) -> dict[str, bytes]:
    """Return the content of every file below a folder but receipts, which tell how a tree came to be up to date."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file() and file.parent.name != "receipts")
    return {str(file.relative_to(folder)): file.read_bytes() for file in files}


def tree_stamps(folder: Path) -> dict[str, tuple[int, int, bytes]]:
    """Return time of change, inode and content of every file below a folder: a write of any sort changes them."""
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return {str(f.relative_to(folder)): (f.stat().st_mtime_ns, f.stat().st_ino, f.read_bytes()) for f in files}


def nothing_is_made(repo: Path) -> None:
    """Check that a run makes nothing and writes nothing, be it by what the last run left in the cache or without it."""
    before = tree_stamps(docs_of(repo))
    for cache in (os.environ["XDG_CACHE_HOME"], str(repo.parent / "empty-cache")):
        with pytest.MonkeyPatch.context() as environment:
            environment.setenv("XDG_CACHE_HOME", cache)
            run = document(repo)
        assert run.success, run.failure
        assert run.assets == ()
        assert "Nothing has changed." in run.log
        assert tree_stamps(docs_of(repo)) == before
    shutil.rmtree(repo.parent / "empty-cache")


def docs_of(repo: Path) -> Path:
    """Return the default docs tree of a repository."""
    return repo / "docs" / "design"


def page(docs: Path, name: str) -> str:
    """Return the text of a page of a docs tree."""
    return (docs / name).read_text()


def markdown_tokens(text: str) -> list[Token]:
    """Return everything that a Markdown page holds, as a renderer sees it."""
    return _flat(MarkdownIt("commonmark").enable("table").parse(text))


def _flat(tokens: Iterable[Token]) -> list[Token]:
    return [inner for token in tokens for inner in (token, *_flat(token.children or []))]


def links(folder: Path, page: str) -> list[str]:
    """Return where the links of a page lead, as paths below `folder`; links to servers and headings are left out."""
    targets = [
        str(token.attrs["href"]) for token in markdown_tokens((folder / page).read_text()) if token.type == "link_open"
    ]
    local = (unquote(target.partition("#")[0], errors="surrogateescape") for target in targets if ":" not in target)
    return [posixpath.normpath(posixpath.join(posixpath.dirname(page), target)) for target in local if target]


def dead_links(folder: Path) -> list[tuple[str, str]]:
    """Return page and target of each link that leads to no page, and to no source."""
    pages = [name for name in tree_bytes(folder) if is_page(name)]
    found = [(page, target, folder / target) for page in pages for target in links(folder, page)]
    return [(page, target) for page, target, file in found if not (file.is_file() or _is_outside(target, file))]


def _is_outside(target: str, file: Path) -> bool:
    return target.startswith("../") and file.exists()


def reached_from_readme(folder: Path) -> set[str]:
    """Return the pages that a reader comes to who starts at the README and follows links."""
    found, pending = {"README.md"}, ["README.md"]
    while pending:
        targets = links(folder, pending.pop())
        new = {target for target in targets if is_page(target) and not target.startswith("../")} - found
        found |= new
        pending += new
    return found


def run_job(
    repo: Path | str,
    instance: dg.DagsterInstance,
    job: str = "design_docs",
    *,
    asset_selection: Sequence[dg.AssetKey] | None = None,
    partition_key: str | None = None,
    tags: Mapping[str, str] | None = None,
    **config: Any,
) -> dg.ExecuteInProcessResult:
    """Run a job on a repository, in this process. `config` is that of the resource."""
    with _planning_anew():
        return defs.resolve_job_def(job).execute_in_process(
            instance=instance,
            run_config={
                "resources": {"designdoc": {"config": {"repo": str(repo)} | config}},
                "loggers": {"console": {"config": {"log_level": "ERROR"}}},
            },
            asset_selection=asset_selection,
            partition_key=partition_key,
            tags=tags,
            raise_on_error=False,
        )


def latest_materializations(instance: dg.DagsterInstance, kind: str) -> dict[str, dg.AssetMaterialization]:
    """Return the latest record that an instance has of each partition of a kind."""
    records = instance.fetch_materializations(dg.AssetKey(kind), limit=1000, ascending=True).records
    events = (record.asset_materialization for record in records)
    return {event.partition: event for event in events if event is not None and event.partition is not None}


def recorded_versions(instance: dg.DagsterInstance, kinds: Iterable[str]) -> dict[tuple[str, str], str]:
    """Return the data version that an instance has of each artifact, as far as a region says it."""
    return {
        (kind, key): (event.tags or {})["dagster/data_version"][:SHORT]
        for kind in kinds
        for key, event in latest_materializations(instance, kind).items()
    }


def check_evaluations(instance: dg.DagsterInstance) -> list[dg.AssetCheckEvaluation]:
    """Return all evaluations of checks that an instance has, oldest first."""
    runs = sorted(instance.get_run_records(), key=lambda record: record.storage_id)
    entries = [entry for run in runs for entry in instance.all_logs(run.dagster_run.run_id)]
    return [entry.asset_check_evaluation for entry in entries if entry.asset_check_evaluation is not None]


def regions(repo: Path) -> dict[tuple[str, str], RegionHeader]:
    """Return the header of each region on the pages of a repository's docs, by kind and partition."""
    files = {str(file.relative_to(docs_of(repo))): file for file in docs_of(repo).rglob("*") if file.is_file()}
    pages = {name: file for name, file in files.items() if is_page(name)}
    found = [standings(parse_page(page.read_text()), name) for name, page in pages.items()]
    headers = [standing.header for page in found for standing in page.values() if standing.header is not None]
    return {(header.kind, header.partition): header for header in headers}


def check_whole(files: Mapping[str, bytes], later: Mapping[str, bytes]) -> None:
    """Check that all in some files of a docs tree is as it will be at the end: none is torn.

    What several artifacts share may lack those that are still to be made.
    """
    for name, content in files.items():
        there, whole = _pieces(name, content.decode()), _pieces(name, later[name].decode())
        assert there, name
        assert there == [piece for piece in whole if piece in there], name


def _pieces(name: str, text: str) -> list[str]:
    """Return what a file consists of: sections, texts around them, and what models wrote of each artifact."""
    if name.endswith(".json"):
        return [f"{key}: {value}" for part in json.loads(text).values() for key, value in _items(part)]
    pieces = (piece.render("\n") if isinstance(piece, Region) else str(piece) for piece in parse_page(text).pieces)
    return [piece.strip() for piece in pieces if piece.strip()]


def _items(part: object) -> list[tuple[object, object]]:
    return list(part.items()) if isinstance(part, dict) else [("", part)]
