"""Key flows on SYSTEM_DESIGN: where they begin, in which order calls stand, and what is drawn."""

import re
from pathlib import Path

from designdoc_tests.test_starts import system_design

SCRIPT = 'pay = "pay.cli:main"'


def flow(text: str, name: str) -> str:
    """Return what stands below the heading of a flow, names without links."""
    section = text.partition(f"{name}\n")[2]
    section = re.split(r"^#{2,3} ", section, maxsplit=1, flags=re.MULTILINE)[0]
    return re.sub(r"\[(`[^`]+`)\]\([^)]+\)", r"\1", section)


def messages(section: str) -> list[str]:
    """Return what is said in a sequence: who, to whom, what; a dotted arrow as `..>`."""
    names = dict(re.findall(r"participant (p\d+) as (.+)", section))
    found = re.findall(r"(p\d+)(-->>|->>)(p\d+): (.+)", section)
    return [f"{names[a]} {'..>' if '--' in arrow else '->'} {names[b]}: {said}" for a, arrow, b, said in found]


def test_calls_stand_in_the_order_in_which_they_are_made(tmp_path: Path) -> None:
    files = {
        "cli.py": "import requests\n\nfrom pay.bank import Bank, check\nfrom pay.notes import note\n\n\n"
        "def main():\n    requests.get('x')\n    _run(Bank().charge(check(1)))\n    requests.post('x')\n\n\n"
        "def _run(value):\n    note(value)\n",
        "bank.py": "def check(amount):\n    return limit(amount)\n\n\ndef limit(amount):\n    return amount\n\n\n"
        "class Bank:\n    kept = check(3)\n\n    def charge(self, amount):\n        return self.log(amount)\n\n"
        "    def log(self, amount):\n        return amount\n",
        "notes.py": "def note(value):\n    return value\n",
    }
    text = system_design(tmp_path, files, SCRIPT)
    section = flow(text, "### Command `pay`")
    assert messages(section) == [
        "cli.py -> requests: get()",
        "cli.py -> Bank: Bank()",
        "cli.py -> bank.py: check()",
        "bank.py -> bank.py: limit()",
        "cli.py -> Bank: charge()",
        "Bank -> Bank: log()",
        "cli.py -> notes.py: note()",
        "cli.py -> requests: post()",
    ], "and what the body of a class calls is called when its file is loaded"
    assert "- `main` *(calls `requests.get`, `requests.post`)*\n" in section


def test_what_is_handed_over_is_dotted_and_comes_last(tmp_path: Path) -> None:
    files = {
        "cli.py": "import threading\n\nfrom pay.work import begin, load, work\n\n\n"
        "def main():\n    threading.Thread(target=work).start()\n    begin()\n    load()\n",
        "work.py": "def work():\n    step()\n\n\ndef step(): ...\n\n\ndef begin():\n    load()\n\n\ndef load(): ...\n",
    }
    section = flow(system_design(tmp_path, files, SCRIPT), "### Command `pay`")
    assert messages(section)[-2:] == ["cli.py ..> work.py: work()", "work.py -> work.py: step()"]
    assert "A dotted arrow: handed over, not called here." in section
    assert "`work` *(handed over)* → `step`" in section


def test_flows_begin_where_users_start_and_not_in_what_packages_offer_each_other(tmp_path: Path) -> None:
    chain = "def a():\n    b()\n\n\ndef b():\n    c()\n\n\ndef c():\n    d()\n\n\ndef d(): ...\n"
    routes = "".join(
        f'@app.get("/{name}")\ndef {name}():\n    x{name}.a()\n\n\n' for name in ("one", "two", "three", "four")
    )
    imports = "".join(f"from pay import x{name}\n" for name in ("one", "two", "three", "four"))
    files = {
        "web.py": f"from fastapi import FastAPI\n\n{imports}\napp = FastAPI()\n\n\n{routes}",
        **{f"x{name}.py": chain for name in ("one", "two", "three", "four")},
        "offered/__init__.py": f"{chain}",
    }
    text = system_design(tmp_path, files)
    headings = re.findall(r"^### (.*)$", text.partition("## Key flows")[2].partition("\n## ")[0], re.MULTILINE)
    assert headings == [f"Route `GET /{name}`" for name in ("one", "two", "three", "four")]
