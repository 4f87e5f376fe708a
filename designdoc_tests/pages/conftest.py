"""The places that docs trees are kept in, and what holds their locks: for tests of what holds for all of them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from threading import Thread
from uuid import uuid4

import pytest
from moto.server import DomainDispatcherApplication, create_backend_app
from s3fs import S3FileSystem
from werkzeug.serving import make_server

from designdoc_assets.pages.locks.database import DatabaseLocks
from designdoc_assets.pages.locks.files import FileLocks
from designdoc_assets.pages.locks.locks import Locks
from designdoc_assets.pages.stores.folder import FolderStore
from designdoc_assets.pages.stores.objects import ObjectStore
from designdoc_assets.pages.stores.store import Store
from designdoc_assets.spending.database import Database
from designdoc_tests.postgres import POSTGRES_URL, own_schema
from designdoc_tests.waiting import LIMIT_S

MakeLocks = Callable[[float], Locks]
"""Makes locks that wait for so many seconds, the same for each process that calls it."""

PATIENT_S = float(LIMIT_S)
IMPATIENT_S = 0.05


class S3:
    """A server on loopback that speaks S3.

    Attributes:
        on_read: Called in a thread of the server before it answers a GET.
    """

    def __init__(self) -> None:
        self.on_read: Callable[[], None] = lambda: None
        self._application = DomainDispatcherApplication(create_backend_app)
        self._server = make_server("127.0.0.1", 0, self._serve, threaded=True)
        Thread(target=self._server.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self._server.port}"

    def _serve(self, environ: dict[str, str], start: Callable[..., object]) -> object:
        if environ["REQUEST_METHOD"] == "GET" and "list-type" not in environ["QUERY_STRING"]:
            self.on_read()
        return self._application(environ, start)

    def close(self) -> None:
        self._server.shutdown()


@pytest.fixture(scope="session")
def s3_server() -> Iterator[S3]:
    server = S3()
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AWS_ENDPOINT_URL", server.url)
        environment.setenv("AWS_ACCESS_KEY_ID", "a-key")
        environment.setenv("AWS_SECRET_ACCESS_KEY", "a-secret")
        environment.setenv("AWS_DEFAULT_REGION", "us-east-1")
        yield server
    server.close()


@pytest.fixture
def s3(s3_server: S3) -> Iterator[S3]:
    """The server, as it is by itself."""
    yield s3_server
    s3_server.on_read = lambda: None


@pytest.fixture
def bucket(s3: S3) -> str:
    """The URL of an empty bucket."""
    name = f"docs-{uuid4().hex}"
    S3FileSystem(use_listings_cache=False).mkdir(name)
    return f"s3://{name}"


@dataclass(frozen=True)
class Kept:
    """A place that is kept, and what is in it behind the back of the docs tree."""

    open: Callable[[], Store]
    contents: Callable[[], dict[str, bytes]]
    put: Callable[[str, bytes], None]


@pytest.fixture(params=["folder", "s3"])
def kept(request: pytest.FixtureRequest, tmp_path: Path) -> Kept:
    """Each sort of store in turn, with nothing in it."""
    if request.param == "folder":
        root = tmp_path / "docs"

        def put(name: str, data: bytes) -> None:
            (root / name).parent.mkdir(parents=True, exist_ok=True)
            (root / name).write_bytes(data)

        def files() -> dict[str, bytes]:
            return {str(f.relative_to(root)): f.read_bytes() for f in root.rglob("*") if f.is_file()}

        return Kept(partial(FolderStore, root, tmp_path), files, put)
    url = f"{request.getfixturevalue('bucket')}/a folder/docs"
    path = url.removeprefix("s3://")
    direct = S3FileSystem(use_listings_cache=False)
    return Kept(
        partial(ObjectStore, url),
        lambda: {name.removeprefix(f"{path}/"): direct.cat_file(name) for name in direct.find(path)},
        lambda name, data: direct.pipe_file(f"{path}/{name}", data),
    )


def _database_locks(url: str, timeout_s: float) -> Locks:
    return DatabaseLocks(Database(url), timeout_s)


@pytest.fixture(
    params=["files", pytest.param("database", marks=pytest.mark.skipif(not POSTGRES_URL, reason="no PostgreSQL here"))]
)
def make_locks(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[MakeLocks]:
    """Each sort of locks in turn, which nobody holds."""
    if request.param == "files":
        yield partial(FileLocks, tmp_path / "state")
        return
    with own_schema() as url:
        yield partial(_database_locks, url)
