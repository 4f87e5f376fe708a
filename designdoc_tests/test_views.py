"""The views of ARCHITECTURE that follow from code and text: context, components, decisions, and Structurizr's DSL."""

import re
from pathlib import Path

import pytest

from designdoc_assets.analysis.known_systems import SORTS
from designdoc_assets.deployment import known_systems
from designdoc_assets.ecosystems.registry import ECOSYSTEMS
from designdoc_tests.rendered import LEAST_TEXT_PX, diagrams, reader
from designdoc_tests.support import docs_of, document, make_repo, write
from designdoc_tests.test_deployed import COMPOSE, KUBERNETES, SHOP


def page(tmp_path: Path, files: dict[str, str]) -> str:
    repo = make_repo(tmp_path / "repo", files)
    assert document(repo).success
    return (docs_of(repo) / "ARCHITECTURE.md").read_text()


def test_a_system_is_outside_where_the_product_imports_what_speaks_to_it(tmp_path: Path) -> None:
    files = {
        "pyproject.toml": '[project]\nname = "shop"\nversion = "1"\ndependencies = ["redis", "psycopg2-binary"]\n'
        '[project.optional-dependencies]\ntest = ["pymongo"]\n',
        "shop/__init__.py": "",
        "shop/queue.py": "from typing import TYPE_CHECKING\nimport redis\nif TYPE_CHECKING:\n    import pika\n"
        'SEARCH = "not amqp://x"\n',
        "shop/mail.py": "def send():\n    import smtplib\n",
        "shop/settings.py": 'class Settings:\n    lake: str = "s3://bucket/lake"\n',
        "shop/web.py": 'from fastapi import FastAPI\napp = FastAPI()\n\n\n@app.get("/")\ndef home(): ...\n',
        "shop/deny.py": "from fastapi import HTTPException\n\n\nclass Denied(HTTPException): ...\n",
        "examples/kafka.py": "import kafka\n",
        "tests/test_a.py": "import elasticsearch\n",
    }
    text = page(tmp_path, files)
    listed = re.findall(r"^\| ([^|]+) \| [a-z -]+ \| `?.*(?:imported|declared|addresses)", text, re.MULTILINE)
    assert sorted(listed) == ["Amazon S3", "Mail server (SMTP)", "PostgreSQL", "Redis"]
    assert "| Redis | in-memory store | `redis` imported by [`shop/queue.py`](packages/shop/queue.py.md) |" in text
    assert "`psycopg2-binary` declared in [`pyproject.toml`](../../pyproject.toml) |" in text
    assert "addresses `s3://` in [`shop/settings.py`](packages/shop/settings.py.md) |" in text
    assert "- HTTP clients: `fastapi` in [`shop/web.py`](packages/shop/web.py.md).\n" in text


def test_what_declares_a_client_as_servers_declare_it_takes_no_requests(tmp_path: Path) -> None:
    files = {
        "pom.xml": "<project><groupId>org.pay</groupId><artifactId>pay</artifactId><version>1</version></project>",
        "src/main/java/p/Api.java": "package p;\n\nimport jakarta.ws.rs.*;\n"
        "import org.eclipse.microprofile.rest.client.inject.RegisterRestClient;\n\n"
        '@RegisterRestClient @Path("/bills") public interface Api { @GET String all(); }\n',
        "src/main/java/p/Show.java": "package p;\n\nimport jakarta.ws.rs.WebApplicationException;\n\n"
        "public class Show { void run(Api api) { try { api.all(); } catch (WebApplicationException e) { } } }\n",
    }
    assert "HTTP clients" not in page(tmp_path, files)
    files["src/main/java/p/Bills.java"] = (
        'package p;\n\nimport jakarta.ws.rs.Path;\n\n@Path("/own") public class Bills { }\n'
    )
    assert "- HTTP clients: `jakarta.ws.rs` in [`src/main/java/p/Bills.java`]" in page(tmp_path / "served", files)


IN_ECOSYSTEMS = {
    "pg": {"package.json": '{"name": "a"}', "a.ts": 'import { Pool } from "pg";\nexport const p = new Pool();\n'},
    "github.com/lib/pq": {"go.mod": "module example.org/a\n", "a.go": 'package a\n\nimport _ "github.com/lib/pq"\n'},
    "org.postgresql": {"pom.xml": "<project/>", "A.java": "import org.postgresql.Driver;\nclass A {}\n"},
    "tokio_postgres": {
        "Cargo.toml": '[package]\nname = "a"\n[dependencies]\ntokio-postgres = "1"\n',
        "src/lib.rs": "use tokio_postgres::Client;\npub struct A;\n",
    },
}


@pytest.mark.parametrize("library", IN_ECOSYSTEMS)
def test_every_ecosystem_has_its_table(library: str, tmp_path: Path) -> None:
    assert f"| PostgreSQL | database | `{library}` imported by" in page(tmp_path, IN_ECOSYSTEMS[library])


PROGRAMS = {
    "subprocess": {
        "a.py": "import os\nfrom subprocess import run\n\n\ndef f(x):\n    run(['git', 'log'])\n    run(f'no {x}')\n"
        "    x.run('rm')\n    os.system('cd /')\n    run('/bin/odd')\n"
    },
    "os/exec": {
        "go.mod": "module example.org/a\n",
        "a.go": 'package a\n\nimport "os/exec"\n\nfunc F() { exec.CommandContext(nil, "git", "log") }\n',
    },
    "child_process": {
        "package.json": '{"name": "a"}',
        "a.ts": 'import { spawn } from "node:child_process";\nexport function f() { spawn("git", ["log"]); }\n',
    },
    "ProcessBuilder": {
        "pom.xml": "<project/>",
        "A.java": 'class A { void f() throws Exception { new ProcessBuilder("git", "log").start(); } }\n',
    },
    "std::process": {
        "Cargo.toml": '[package]\nname = "a"\n',
        "src/lib.rs": 'pub fn f() { std::process::Command::new("git").status(); }\n',
    },
}


@pytest.mark.parametrize("by", PROGRAMS)
def test_a_program_that_is_started_by_its_name_is_outside(by: str, tmp_path: Path) -> None:
    path = list(PROGRAMS[by])[-1]
    text = page(tmp_path, PROGRAMS[by])
    assert f"| git | program | started with `{by}` in [`{path}`](packages/{path}.md) |\n" in text
    assert text.count("| program |") == 1


def test_tables_name_systems_of_which_it_is_said_what_they_are() -> None:
    named = {system for each in ECOSYSTEMS for system in each.systems.clients.values()}
    named |= {*known_systems.SYSTEMS_OF_IMAGES.values(), *known_systems.SYSTEMS_OF_SCHEMES.values()}
    assert named == {*SORTS}


def test_what_was_looked_for_is_said_where_nothing_was_found(tmp_path: Path) -> None:
    text = page(tmp_path, {"a.py": "x = 1\n"})
    for title in ("Context", "Containers", "Build, delivery and configuration", "Decisions"):
        assert f"## {title}" not in text
    assert text.count("Looked for, and not found: ") == 1
    assert "Dockerfile" in text


def test_folders_of_the_product_are_components_and_nothing_beside_it_is(tmp_path: Path) -> None:
    files = {f"shop/{name}/__init__.py": f'"""What {name} is for."""\n' for name in ("web", "core", "store", "util")}
    files |= {f"shop/{name}/part_{n}.py": "X = 1\n" for name in ("web", "core", "store", "util") for n in range(4)}
    files |= {
        "shop/__init__.py": "from shop.web import part_0 as part_0\n",
        "shop/web/part_0.py": "import shop.core.part_0\nimport shop.util.part_0\n",
        "shop/web/part_1.py": "".join(f"import shop.core.part_{n}\n" for n in range(4)),
        "shop/web/part_2.py": "".join(f"import shop.core.part_{n}\n" for n in range(4)),
        "shop/web/part_3.py": "".join(f"import shop.core.part_{n}\n" for n in range(4)),
        "shop/core/part_0.py": "import shop.store.part_0\nimport shop.store.part_1\n",
        "shop/store/part_0.py": "import shop.core.part_1\n",
        "tests/test_a.py": "import shop.web.part_0\n",
        "benchmarks/run.py": "import shop.web.part_0\n",
    }
    text = page(tmp_path, files).partition("## Components")[2]
    assert "components in " in text
    assert "benchmarks" not in text and "tests" not in text
    assert "| [`shop/web`](packages/shop/web/README.md) | What web is for. | 5 |" in text
    assert "web ==> core" in text
    assert "A thick arrow stands for 5 imports or more." in text
    assert "Names in the picture are those in `shop`." in text
    cycle = (
        "[`shop/core`](packages/shop/core/README.md), [`shop/store`](packages/shop/store/README.md) import each other."
    )
    assert cycle in text
    assert "- `shop/store/part_0.py` imports `shop/core/part_1.py`.\n" in text


def test_decisions_are_listed_with_what_replaces_what(tmp_path: Path) -> None:
    nygard = "# 1. Use files\n\nDate: 2024-02-03\n\n## Status\n\nSuperseded by [2. A database](0002-database.md)\n"
    newer = "# 2. A database\n\nDate: 2024-05-06\n\n## Status\n\nAccepted\n\nSupersedes [1. Use files](0001-files.md)\n"
    madr = '---\nstatus: "proposed"\ndate: 2025-01-02\n---\n\n# Use `queues` | maybe\n\n## Context\n\nNone.\n'
    files = {
        **SHOP,
        "docs/adr/0001-files.md": nygard,
        "docs/adr/0002-database.md": newer,
        "docs/adr/README.md": "# Decisions\n",
        "docs/adr/0000-template.md": "# Title of the decision\n",
        "rfcs/0012-queues.md": "# RFC 12: Queues\n\n- Start Date: 2023-04-05\n- Status: draft\n",
        "keps/sig-a/99-pods/README.md": "# KEP-99: Pods\n",
        "doc/decisions/0001-queues.md": madr,
        "README.md": "# Shop\n\nSells.\n\n## Goals\n\n- Sell `fast`.\n- <script>x</script>\n\n## Use\n\nRun it.\n",
    }
    text = page(tmp_path, files)
    one, two = "../../docs/adr/0001-files.md", "../../docs/adr/0002-database.md"
    assert (
        f"| [1. Use files]({one}) | superseded | 2024-02-03 | superseded by [`docs/adr/0002-database.md`]({two}) |"
        in text
    )
    assert f"| [2. A database]({two}) | accepted | 2024-05-06 | supersedes [`docs/adr/0001-files.md`]({one}) |" in text
    assert "| [Use queues \\| maybe](../../doc/decisions/0001-queues.md) | proposed | 2025-01-02 | |" in text
    assert "| [RFC 12: Queues](../../rfcs/0012-queues.md) | draft | 2023-04-05 | |" in text
    assert "| [KEP-99: Pods](../../keps/sig-a/99-pods/README.md) | | | |" in text
    assert "Title of the decision" not in text
    assert "## Goals" not in text
    design = (docs_of(tmp_path / "repo") / "SYSTEM_DESIGN.md").read_text()
    goals = design.partition("## Goals and features")[2].partition("## Packages")[0]
    assert "*Goals* in [`README.md`](../../README.md):\n\n- Sell `fast`.\n" in goals
    assert "Run it" not in goals and "<script>" not in goals


def test_the_views_are_a_workspace_of_structurizr(tmp_path: Path) -> None:
    files = {
        **SHOP,
        "compose.yaml": COMPOSE,
        "shop/odd.py": '"""Says "no" and ${NAME} \\\\."""\nimport redis\nimport shop.cli\n',
    }
    repo = make_repo(tmp_path / "repo", files)
    assert document(repo).success
    text = (docs_of(repo) / ".designdoc/workspace.dsl").read_text()
    check_grammar(text)
    assert 'target = softwareSystem "shop" {' in text
    assert 'container "worker" "celery -A shop worker" "shop:latest"' in text
    assert 'softwareSystem "Redis" "in-memory store"' in text
    write(repo, "compose.yaml", COMPOSE.replace("  cache:\n", "  queue: {image: nats}\n  cache:\n"))
    assert document(repo).success
    again = (docs_of(repo) / ".designdoc/workspace.dsl").read_text()
    check_grammar(again)
    assert again != text and '"NATS"' in again


_STRING = r'"(?:[^"\\$]|\$(?!\{))*"'
_GRAMMAR = (
    rf"workspace {_STRING} \{{|model \{{|views \{{|\}}|include \*|autoLayout",
    rf"(?P<id>\w+) = (?:person|softwareSystem|container|component)(?: {_STRING}){{1,3}}(?: \{{)?",
    rf"(?P<from>\w+) -> (?P<to>\w+)(?: {_STRING})?",
    rf"(?:systemContext|container|component) (?P<of>\w+) {_STRING} \{{",
)


def check_grammar(text: str) -> None:
    """Check the part of the DSL's grammar that is used: statements, braces, identifiers before they are used."""
    known: set[str] = set()
    relations: set[str] = set()
    depth = 0
    for line in text.splitlines():
        found = next(filter(None, (re.fullmatch(form, line.strip()) for form in _GRAMMAR)), None)
        assert found, line
        names = found.groupdict()
        if "id" in names:
            assert names["id"] not in known
            known.add(names["id"])
        assert all(name in known for key, name in names.items() if key != "id"), line
        if "from" in names:
            assert names["from"] != names["to"] and line not in relations
            relations.add(line)
        depth += line.endswith("{") - (line.strip() == "}")
        assert depth >= 0
    assert depth == 0


def test_pictures_of_all_views_are_read_at_the_width_of_a_page(tmp_path: Path) -> None:
    many = "services:\n" + "".join(
        f"  a-service-with-a-long-name-{n}:\n    image: registry.example.org/team/some-image-{n}:1.0\n"
        f"    depends_on: [a-service-with-a-long-name-{(n * 3 + 1) % 20}]\n"
        for n in range(20)
    )
    libraries = (
        "redis",
        "psycopg",
        "pika",
        "boto3",
        "kafka",
        "stripe",
        "slack_sdk",
        "pymongo",
        "openai",
        "hvac",
        "nats",
    )
    code = "".join(f"import {name}\n" for name in (*libraries, "elasticsearch", "neo4j", "fastapi", "docker"))
    repo = make_repo(tmp_path / "repo", {**SHOP, "compose.yaml": many, "k8s.yaml": KUBERNETES, "shop/all.py": code})
    assert document(repo).success
    texts = [text for name, text in diagrams(repo).items() if name.startswith("ARCHITECTURE")]
    assert len(texts) >= 3
    with reader() as somebody:
        drawn = somebody.diagrams(texts)
    assert [one.problem for one in drawn if one.problem] == []
    assert [one for one in drawn if one.smallest_px < LEAST_TEXT_PX] == []
    text = (docs_of(repo) / "ARCHITECTURE.md").read_text()
    assert "Not drawn: " in text
