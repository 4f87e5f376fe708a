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
        "cli.py -> bank.py: check()",
        "bank.py -> bank.py: limit()",
        "cli.py -> Bank: charge()",
        "Bank -> Bank: log()",
        "cli.py -> notes.py: note()",
        "cli.py -> requests: post()",
    ], "an object of plain data is none that is called, and what a class body calls is called when its file is loaded"
    assert "- `main` *(calls `requests.get`, `requests.post`)*\n" in section


def test_what_is_handed_over_is_dotted_and_comes_last(tmp_path: Path) -> None:
    files = {
        "cli.py": "import threading\n\nfrom pay.work import begin, load, work\n\n\n"
        "def main():\n    threading.Thread(target=work).start()\n    begin()\n    load()\n",
        "work.py": "def work():\n    step()\n\n\ndef step(): ...\n\n\ndef begin():\n    load()\n\n\ndef load(): ...\n",
    }
    section = flow(system_design(tmp_path, files, SCRIPT), "### Command `pay`")
    assert messages(section)[-2:] == ["cli.py ..> work.py: work()", "work.py -> work.py: step()"]
    assert "A dotted arrow: handed over, or called in a function that is defined here" in section
    assert "`work` *(not called here)* → `step`" in section


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


STEPS = "".join(f"def {name}(value=None): ...\n\n\n" for name in ("first", "second", "third", "fourth", "wrong", "odd"))
IMPORT = "from pay.steps import first, fourth, odd, second, third, wrong\n\n\n"


def test_what_handles_and_raises_errors_is_left_out_and_guards_come_last(tmp_path: Path) -> None:
    main = """\
def main(value):
    if not value:
        return odd(value)
    if value > 9:
        raise ValueError(wrong(value))
    try:
        first()
    except KeyError:
        wrong(2)
    else:
        second()
    finally:
        third()
"""
    section = flow(system_design(tmp_path, {"cli.py": IMPORT + main, "steps.py": STEPS}, SCRIPT), "### Command `pay`")
    assert [each.partition(": ")[2] for each in messages(section)] == ["first()", "second()", "third()", "odd()"]


def test_nested_functions_stand_where_they_are_called(tmp_path: Path) -> None:
    main = """\
def main(values):
    def inner():
        second()

    def given():
        fourth()

    first()
    inner()
    third()
    return sorted(values, key=lambda value: odd(value)), given
"""
    section = flow(system_design(tmp_path, {"cli.py": IMPORT + main, "steps.py": STEPS}, SCRIPT), "### Command `pay`")
    assert messages(section) == [
        "cli.py -> steps.py: first()",
        "cli.py -> steps.py: second()",
        "cli.py -> steps.py: third()",
        "cli.py ..> steps.py: fourth()",
        "cli.py ..> steps.py: odd()",
    ]


def test_a_handler_that_a_function_defines_begins_its_own_flow(tmp_path: Path) -> None:
    app = """\
from flask import Flask

from pay.steps import first, fourth, second, third


def create_app():
    app = Flask(__name__)
    fourth()

    @app.get("/pay")
    def pay():
        first()
        second()
        third()

    return app
"""
    section = flow(system_design(tmp_path, {"app.py": app, "steps.py": STEPS}), "### Route `GET /pay`")
    assert [each.partition(": ")[2] for each in messages(section)] == ["first()", "second()", "third()"]


def test_methods_that_classes_have_from_others_are_told(tmp_path: Path) -> None:
    files = {
        "cli.py": "from pay.models import Bill\n\n\n"
        "def main():\n    bill = Bill()\n    bill.check()\n    bill.save()\n",
        "models.py": "from django.db import models\n\n\n"
        "class Bill(models.Model):\n    def check(self):\n        self.full_clean()\n",
    }
    section = flow(system_design(tmp_path, files, SCRIPT), "### Command `pay`")
    assert messages(section) == [
        "cli.py -> Bill: Bill()",
        "cli.py -> Bill: check()",
        "Bill -> Bill: full_clean()",
        "cli.py -> Bill: save()",
    ]
    assert "`Bill.save` *(from `Model`)*" in section


def test_a_constructor_that_a_class_inherits_is_followed(tmp_path: Path) -> None:
    """Flows ended at a class without a constructor of its own, and what the inherited one calls was missing."""
    files = {
        "cli.py": "from pay.bills import Open\n\n\ndef main():\n    Open(1)\n",
        "bills.py": "from pay.store import load\n\n\nclass Bills:\n    def __init__(self, payer):\n"
        "        self.lines = load(payer)\n\n\nclass Open(Bills):\n    title = 'Open'\n",
        "store.py": "def load(payer):\n    return fetch(payer)\n\n\ndef fetch(payer): ...\n",
    }
    section = flow(system_design(tmp_path, files, SCRIPT), "### Command `pay`")
    assert messages(section) == ["cli.py -> Open: Open()", "Open -> store.py: load()", "store.py -> store.py: fetch()"]


def test_what_a_picture_has_no_room_for_is_counted(tmp_path: Path) -> None:
    parts = [f"part{at}" for at in range(5)]
    imports = "".join(f"from pay import {part}\n" for part in parts)
    chain = "def begin():\n    one()\n\n\ndef one():\n    two()\n\n\ndef two(): ...\n"
    calls = "".join(f"    {part}.begin()\n" for part in parts)
    files = {"cli.py": f"{imports}\n\ndef main():\n{calls}", **{f"{part}.py": chain for part in parts}}
    section = flow(system_design(tmp_path, files, SCRIPT), "### Command `pay`")
    drawn = messages(section)
    left = re.search(r"The picture leaves out (\d+) of the (\d+) calls below\.", section)
    assert left is not None
    assert int(left[2]) - int(left[1]) == len(drawn)
    assert len(re.findall(r"`(?:begin|one|two)`", section)) == int(left[2])


def test_a_flow_says_where_it_is_not_known_how_it_goes_on(tmp_path: Path) -> None:
    files = {
        "cli.py": "from pay.bank import Bank\n\n\n"
        "def main(link):\n    bank = Bank(link)\n    bank.open()\n    bank.pay()\n",
        "bank.py": "class Bank:\n    def __init__(self, link):\n        self.link = link\n        self.kept = {}\n\n"
        "    def open(self):\n        self.link.dial()\n\n    def pay(self):\n        return self.kept.items()\n",
    }
    section = flow(system_design(tmp_path, files, SCRIPT), "### Command `pay`")
    assert "`Bank.open` *(calls `self.link.dial`: where that leads is not known)*" in section
    assert "self.kept" not in section
