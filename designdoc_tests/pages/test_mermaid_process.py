"""mermaid.js in a process of its own: whoever asks it, whatever dies, the run goes on and nothing stays behind."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from designdoc_assets.markup.mermaid.parser import parse, parser_available
from designdoc_tests.pages.parsers import cpu_s, is_alive, parsers, wait_until_busy
from designdoc_tests.support import PAY, docs_of, make_repo
from designdoc_tests.waiting import LIMIT_S, wait_for

pytestmark = [
    pytest.mark.skipif(not parser_available(), reason="mermaid.js is not installed: install designdoc-assets[mermaid]"),
    pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are listed in /proc"),
]

GOOD, BAD = "classDiagram\n    Client <|-- Gateway", "flowchart TB\n    A --> B : x"
ENDLESS = "classDiagram\n    A " + "style:" * 8000
"""Takes mermaid.js longer than any test waits."""
PRELUDE = f"""
import atexit, os, signal, subprocess, sys, threading, time
from designdoc_assets.markup.mermaid.parser import parse
from designdoc_tests.pages.parsers import parsers, wait_until_busy
GOOD, BAD, ENDLESS = {GOOD!r}, {BAD!r}, {ENDLESS!r}
def check():
    assert parse(GOOD) is None
    assert parse(BAD).startswith("Parse error on line 2")
"""
JOB = ["job", "execute", "-m", "designdoc_assets.definitions", "-j", "design_docs"]
STRICT = ["-X", "dev", "-W", "error"]
"""What is not closed or not waited for is said on the standard error."""


def run(program: str, *options: str) -> subprocess.CompletedProcess[str]:
    """Run a program to its end."""
    command = [sys.executable, *options, "-c", PRELUDE + program]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=LIMIT_S)


@contextmanager
def started(program: str) -> Iterator[subprocess.Popen[str]]:
    """Start a program that says `ready` when something may happen to it."""
    command = [sys.executable, "-c", PRELUDE + program]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, process_group=0)
    try:
        assert process.stdout
        assert process.stdout.readline() == "ready\n", process.communicate()[1]
        yield process
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)
        process.communicate()


def is_quiet(done: subprocess.CompletedProcess[str]) -> bool:
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    return True


def kill_the(parser: int) -> None:
    os.kill(parser, signal.SIGKILL)
    wait_for(lambda: not is_alive(parser), f"the end of the parser {parser}", every_s=0.01)


# --- who asks it


def test_the_job_as_a_bare_process_parses_its_diagrams_and_ends_well(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "pay", PAY)
    command = [sys.executable, "-m", "dagster", *JOB]
    environment = os.environ | {"DESIGNDOC_REPO": str(repo)}
    with (tmp_path / "log").open("wb") as log:
        job = subprocess.Popen(command, cwd=tmp_path, env=environment, stdout=log, stderr=log)
        seen: set[int] = set()
        while job.poll() is None:
            seen |= parsers(job.pid)
            time.sleep(0.01)
    assert job.returncode == 0, (tmp_path / "log").read_text()
    assert len(seen) == 1
    assert not any(map(is_alive, seen))
    assert "\nclassDiagram" in (docs_of(repo) / "packages/pay/gateway.py.md").read_text()
    assert "mermaid.js" not in (tmp_path / "log").read_text()


def test_nothing_is_started_before_the_first_diagram_and_v8_is_never_loaded_here() -> None:
    program = """
children = f"/proc/{os.getpid()}/task/{os.getpid()}/children"
assert open(children).read() == ""
check()
assert len(open(children).read().split()) == 1
assert not {"py_mini_racer", "mermaidx"} & {*sys.modules}
"""
    assert is_quiet(run(program))


def test_several_threads_share_one_parser_and_each_gets_its_own_answer() -> None:
    kinds = [
        ("classDiagram\n    A <|-- B", None),
        *((f"flowchart TB\n    A\n    B{n} -->", f"B{n} -->") for n in range(7)),
    ]
    with ThreadPoolExecutor(8) as threads:
        answers = [*threads.map(parse, [text for text, _ in kinds] * 20)]
    for answer, (_, part) in zip(answers, kinds * 20, strict=True):
        assert answer is None if part is None else part in (answer or "")
    assert len(parsers()) == 1


@pytest.mark.parametrize("busy", [False, True])
def test_a_forked_process_has_a_parser_of_its_own_also_if_its_parents_is_busy(busy: bool) -> None:
    program = f"""
check()
[before] = parsers()
if {busy}:
    threading.Thread(target=parse, args=(ENDLESS, 600.0), daemon=True).start()
    wait_until_busy(before)
child = os.fork()
if child == 0:
    check()
    assert before not in parsers()
    assert len(parsers()) == 1
    sys.exit()
assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
assert parsers() == {{before}}
if not {busy}:
    check()
"""
    assert is_quiet(run(program, *STRICT))


LAST = """
import atexit
@atexit.register
def last():
    from designdoc_assets.markup.mermaid.parser import parse
    assert parse("classDiagram\\n    A <|-- B") is None
    assert "line 2" in parse("flowchart TB\\n    A --> B : x")
    print("parsed")
"""


@pytest.mark.parametrize("program", [LAST, LAST + PRELUDE, LAST + PRELUDE + "check()", PRELUDE + "check()" + LAST])
def test_diagrams_are_parsed_while_python_ends(program: str) -> None:
    command = [sys.executable, *STRICT, "-c", program]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LIMIT_S)
    assert (done.returncode, done.stdout, done.stderr) == (0, "parsed\n", "")


def test_python_ends_its_parser() -> None:
    registered_before_ours_and_so_run_after_it = """
import atexit
@atexit.register
def last():
    from designdoc_tests.pages.parsers import parsers
    print("left:", *parsers())
"""
    command = [sys.executable, *STRICT, "-c", registered_before_ours_and_so_run_after_it + PRELUDE + "check()"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LIMIT_S)
    assert (done.returncode, done.stdout, done.stderr) == (0, "left:\n", "")


def test_python_ends_at_once_if_a_daemon_thread_is_in_the_middle_of_a_diagram() -> None:
    program = """
check()
threading.Thread(target=parse, args=(ENDLESS, 600.0), daemon=True).start()
[parser] = parsers()
wait_until_busy(parser)
"""
    assert is_quiet(run(program, *STRICT))


# --- what dies


def test_a_parser_that_is_killed_between_two_diagrams_is_replaced() -> None:
    assert parse(GOOD) is None
    [before] = parsers()
    kill_the(before)
    assert "line 2" in (parse(BAD) or "")
    assert len(parsers() - {before}) == 1


def test_a_parser_that_is_killed_while_it_loads_is_replaced() -> None:
    parse(GOOD)
    before = parsers()
    for parser in before:
        kill_the(parser)
    with ThreadPoolExecutor(1) as threads:
        answer = threads.submit(parse, BAD)
        [loading] = wait_for(lambda: parsers() - before, "a new parser", every_s=0.01)
        kill_the(loading)
        assert "line 2" in (answer.result() or "")


def test_a_diagram_whose_parser_is_killed_once_is_parsed_again() -> None:
    parse(GOOD)
    [before] = parsers()
    with ThreadPoolExecutor(1) as threads:
        answer = threads.submit(parse, ENDLESS, 4.0)
        wait_until_busy(before)
        kill_the(before)
        assert answer.result() == "mermaid.js did not finish in 4 s: make the diagram smaller."
    assert parse(GOOD) is None


def test_a_diagram_that_ends_two_parsers_is_told_of_and_the_next_is_parsed() -> None:
    parse(GOOD)
    before = parsers()
    with ThreadPoolExecutor(1) as threads:
        answer = threads.submit(parse, ENDLESS, LIMIT_S)
        for _ in range(2):
            [parser] = wait_for(
                lambda: {pid for pid in parsers() if cpu_s(pid) > 4}, "a parser at work"
            )  # it has loaded long ago
            kill_the(parser)
        assert answer.result() == "mermaid.js crashed 2 times (Killed): make the diagram smaller, or leave it out."
    assert parse(GOOD) is None
    assert not before & parsers()


def test_a_parser_that_stands_still_is_ended_at_the_deadline() -> None:
    parse(GOOD)
    [parser] = parsers()
    os.kill(parser, signal.SIGSTOP)
    assert parse(GOOD, timeout_sec=0.5) == "mermaid.js did not finish in 0.5 s: make the diagram smaller."
    assert not is_alive(parser)
    assert parse(GOOD) is None


def test_an_interrupt_from_the_terminal_ends_what_was_asked_and_no_answer_is_taken_for_another() -> None:
    program = """
check()
before = parsers()
try:
    print("ready", flush=True)
    while True:
        time.sleep(0.01)
except KeyboardInterrupt:
    check()
assert parsers() == before
try:
    print("ready", flush=True)
    parse(ENDLESS, 600)
except KeyboardInterrupt:
    check()
    print("parsed")
"""
    with started(program) as process:
        [parser] = parsers(process.pid)
        os.killpg(process.pid, signal.SIGINT)
        assert process.stdout
        assert process.stdout.readline() == "ready\n"
        wait_until_busy(parser)
        os.killpg(process.pid, signal.SIGINT)
        assert process.communicate(timeout=LIMIT_S) == ("parsed\n", "")
        assert process.returncode == 0


@pytest.mark.parametrize("doing", ["time.sleep(600)", "parse(ENDLESS, 600)", "kill(); parse(GOOD)"])
def test_no_parser_outlives_the_process_that_asked_it_even_if_others_of_it_do(doing: str) -> None:
    program = f"""
def kill():
    [parser] = parsers()
    os.kill(parser, signal.SIGKILL)
check()
subprocess.Popen(["sleep", "600"])
if os.fork() == 0:
    time.sleep(600)
print("ready", flush=True)
{doing}
time.sleep(600)
"""
    with started(program) as process:
        first = parsers(process.pid)
        if "ENDLESS" in doing:
            wait_until_busy(*first)
        if "kill" in doing:
            first |= wait_for(lambda: parsers(process.pid) - first, "a new parser", every_s=0.01)  # which is loading
        process.kill()
        wait_for(lambda: not any(map(is_alive, first)), f"the end of {first}")


# --- what cannot be


def test_where_v8_cannot_start_the_job_documents_all_the_same_and_says_so_once(tmp_path: Path) -> None:
    repo = make_repo(tmp_path / "pay", PAY)
    limited = """
import resource, sys
resource.setrlimit(resource.RLIMIT_AS, (1 << 34, 1 << 34))  # V8 reserves a terabyte
from dagster._cli import main
main()
"""
    job = subprocess.run(
        [sys.executable, "-c", limited, *JOB],
        cwd=tmp_path,
        env=os.environ | {"DESIGNDOC_REPO": str(repo)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert job.returncode == 0, job.stderr
    assert job.stderr.count("mermaid.js cannot be started (Trace/breakpoint trap): from here on, diagrams ship") == 1
    assert "\nclassDiagram" in (docs_of(repo) / "packages/pay/gateway.py.md").read_text()
    assert not (docs_of(repo) / "hil-issues.yaml").exists()


@pytest.mark.parametrize("python", ["/nowhere/python", "/bin/false"])
def test_where_no_process_can_be_started_diagrams_pass_and_it_is_said_once(python: str) -> None:
    done = run(f"sys.executable = {python!r}; assert parse(BAD) is None; assert parse(BAD) is None", *STRICT)
    assert (done.returncode, done.stdout) == (0, "")
    assert len(done.stderr.splitlines()) == 1
    assert "mermaid.js cannot be started" in done.stderr


# --- what it loads


def test_nothing_of_the_current_directory_is_run_be_it_on_the_path_or_not(tmp_path: Path) -> None:
    for name in ("py_mini_racer/__init__.py", "mermaidx/__init__.py", "json.py", "socket.py", "sitecustomize.py"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_text(f"open({str(tmp_path / 'ran')!r}, 'w')")
    program = """
os.chdir(sys.argv[1])
sys.path[:0] = ["", sys.argv[1]]
os.environ["PYTHONPATH"] = sys.argv[1]
check()
"""
    command = [sys.executable, "-c", PRELUDE + program, str(tmp_path)]
    assert is_quiet(subprocess.run(command, capture_output=True, text=True, check=False, timeout=LIMIT_S))
    assert not (tmp_path / "ran").exists()


def test_it_is_found_where_only_pythonpath_leads_to_it(tmp_path: Path) -> None:
    path = [os.path.relpath(entry, tmp_path) for entry in sys.path if entry]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path)}
    command = [sys.executable, "-S", "-c", PRELUDE + "check()"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert is_quiet(done)
