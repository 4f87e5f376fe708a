"""What tests of the Claude writer share: a server on loopback as the provider, repositories, and what was asked."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from designdoc_tests.messages_api.calls import Call
from designdoc_tests.messages_api.provider import ACCEPTED_KEY
from designdoc_tests.messages_api.server import MessagesApi, messages_api
from designdoc_tests.support import PAY, docs_of, document, make_repo, run_git

BROAD = PAY | {
    "pay/gateway.py": PAY["pay/gateway.py"].replace(
        "        return cents > 0\n",
        "        return cents > 0\n"
        + "".join(
            f"\n    def {verb}(self, cents: int) -> int:\n"
            f'        """Let it {verb} money."""\n        return cents * {number}\n'
            for number, verb in enumerate(("keep", "count", "refuse", "lend", "report"))
        ),
    )
}
"""The small repository with a class that has enough to say for a page of its own: `Gateway` with six methods."""
CONTENT = ".designdoc/content"
"""Where a docs tree keeps what models wrote."""


def written_by_claude(folder: Path, files: Mapping[str, str], *answers: object) -> Path:
    """Return a repository with docs that Claude wrote, committed; the answers are those of `messages_api`."""
    repo = make_repo(folder / "pay", files)
    with pytest.MonkeyPatch.context() as environment, provider(*answers):
        environment.setenv("XDG_STATE_HOME", str(folder / "state"))
        run = document(repo, writer="claude")
        assert run.success, run.failure
    run_git(repo, "add", "-A")
    run_git(repo, "commit", "-q", "-m", "docs")
    return repo


@contextmanager
def provider(*arguments: object, **options: object) -> Iterator[MessagesApi]:
    """Serve as the provider; the arguments are those of `messages_api`."""
    with messages_api(*arguments, **options) as server, key_for(server.url):  # type: ignore[arg-type]
        yield server


@contextmanager
def key_for(url: str) -> Iterator[None]:
    """Set the key, and the server that it is for."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("ANTHROPIC_API_KEY", ACCEPTED_KEY)
        environment.setenv("ANTHROPIC_BASE_URL", url)
        yield


def repo_of_classes(folder: Path, files: int, *, packages: int = 1) -> Path:
    """Make a repository of some files with two classes each, spread over packages."""
    sources = {f"p{index % packages}/__init__.py": f'"""Package {index % packages}."""\n' for index in range(packages)}
    for index in range(files):
        sources[f"p{index % packages}/m{index}.py"] = (
            f'"""Module {index}."""\n\n\n'
            f"class First{index}:\n    def start(self, amount: int) -> int:\n        return amount + {index}\n\n\n"
            f"class Second{index}(First{index}):\n"
            f"    def stop(self, reason: str) -> str:\n        return reason * {index}\n"
        )
    return make_repo(folder, sources)


class Prompt(NamedTuple):
    """The three texts of a request."""

    system: str
    data: str
    task: str


def prompt_of(call: Call) -> Prompt:
    """Return what a call said to the model; it has to be just one block of each sort."""
    [system] = call.request["system"]
    [message] = call.request["messages"]
    data, task = message["content"]
    return Prompt(system["text"], data["text"], task["text"])


def stored_content(repo: Path) -> dict[tuple[str, str], dict[str, Any]]:
    """Return what a docs tree keeps of what models wrote, by kind and partition."""
    files = [json.loads(file.read_text()) for file in (docs_of(repo) / CONTENT).rglob("*.json")]
    return {
        (name.partition(" ")[0], entry["partition"]): entry
        for file in files
        for name, entry in file["artifacts"].items()
    }
