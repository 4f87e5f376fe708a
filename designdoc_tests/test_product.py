"""What is the product: what builds ship. What stands beside it is named in one line, and is in no view."""

import re
from collections.abc import Mapping
from pathlib import Path

import pytest

from designdoc_tests.support import docs_of, document, make_repo

LINE = "Beside the product, and in no view of it: "
KINDS = ("examples", "my-samples", "demo_app", "benchmarks", "docs", "tutorials", "scripts", "testproject", "tools")
"""Folders of each kind of what stands beside a product."""

PYTHON = {
    "pyproject.toml": '[project]\nname = "pay"\nversion = "1"\n[project.scripts]\npay = "pay.cli:main"\n'
    '[tool.setuptools]\npackages = ["pay"]\n',
    "pay/__init__.py": '"""Pays."""\n',
    "pay/cli.py": '"""The command."""\nfrom pay.core import Store, charge\n\n\ndef main():\n    charge(Store())\n',
    "pay/core.py": '"""Charges."""\nfrom abc import ABC, abstractmethod\n\n\nclass Store(ABC):\n    """Keeps."""\n\n'
    "    @abstractmethod\n    def keep(self): ...\n\n\ndef charge(store: Store):\n    store.keep()\n    take()\n\n\n"
    "def take():\n    give()\n\n\ndef give(): ...\n",
}
PYTHON_BESIDE = (
    '"""Marked {name}."""\nimport os\nimport redis\nfrom flask import Flask\nfrom pay.core import Store\n\n'
    'LEAK = os.environ["MARKED_{name}"]\napp = Flask(__name__)\n\n\n'
    '@app.route("/marked-{name}")\ndef marked_{name}():\n'
    "    Marked{name}().keep()\n\n\nclass Marked{name}(Store):\n    def keep(self): ...\n\n\n"
    'if __name__ == "__main__":\n    marked_{name}()\n'
)
GO = {
    "go.mod": "module example.com/pay\n\ngo 1.22\n",
    "main.go": 'package main\n\nimport "example.com/pay/core"\n\nfunc main() { core.Charge() }\n',
    "core/core.go": "// Package core charges.\npackage core\n\n// Store keeps.\ntype Store interface {\n\tKeep()\n}\n\n"
    "func Charge() { Take() }\n\nfunc Take() { Give() }\n\nfunc Give() {}\n",
}
GO_BESIDE = (
    'package main\n\nimport (\n\t"net/http"\n\t"os"\n\n\t"github.com/redis/go-redis/v9"\n'
    '\t"example.com/pay/core"\n)\n\n'
    "type Marked{name} struct{{}}\n\nfunc (m Marked{name}) Keep() {{ core.Charge() }}\n\n"
    'func main() {{\n\tos.Getenv("MARKED_{name}")\n\tredis.NewClient(nil)\n'
    '\thttp.HandleFunc("/marked-{name}", nil)\n}}\n'
)
JAVA = {
    "pom.xml": "<project><groupId>org.example</groupId><artifactId>pay</artifactId><version>1</version></project>",
    "src/main/java/org/example/pay/Main.java": "package org.example.pay;\n\n/** Pays. */\npublic class Main {\n"
    "    public static void main(String[] args) { Core.charge(null); }\n}\n",
    "src/main/java/org/example/pay/Core.java": "package org.example.pay;\n\npublic class Core {\n"
    "    public static void charge(Store store) { store.keep(); take(); }\n    public static void take() { give(); }\n"
    "    public static void give() {}\n}\n",
    "src/main/java/org/example/pay/Store.java": "package org.example.pay;\n\npublic interface Store { void keep(); }\n",
}
JAVA_BESIDE = (
    "package org.marked;\n\nimport org.example.pay.Store;\nimport redis.clients.jedis.Jedis;\n\n"
    "public class Marked{name} implements Store {{\n    public void keep() {{ new Jedis(); }}\n\n"
    '    public static void main(String[] args) {{ System.getenv("MARKED_{name}"); new Marked{name}().keep(); }}\n}}\n'
)
JAVASCRIPT = {
    "package.json": '{"name": "pay", "bin": {"pay": "lib/cli.js"}, "files": ["lib"]}',
    "lib/cli.js": '#!/usr/bin/env node\nimport { charge } from "./core.js";\n\n'
    "export function main() { charge(); }\n\nmain();\n",
    "lib/core.js": "export class Store { keep() {} }\n\nexport function charge() { take(); }\n\n"
    "export function take() { give(); }\n\nexport function give() {}\n",
}
JAVASCRIPT_BESIDE = (
    '#!/usr/bin/env node\nimport express from "express";\nimport redis from "redis";\n'
    'import {{ Store }} from "../lib/core.js";\n\nexport class Marked{name} extends Store {{ keep() {{}} }}\n\n'
    'const app = express();\napp.get("/marked-{name}", () => new Marked{name}(process.env.MARKED_{name}));\n'
)
RUST = {
    "Cargo.toml": '[package]\nname = "pay"\nversion = "1.0.0"\n',
    "src/main.rs": "mod core;\n\nfn main() { core::charge(); }\n",
    "src/core.rs": "//! Charges.\npub trait Store { fn keep(&self); }\n\npub fn charge() { take(); }\n\n"
    "pub fn take() { give(); }\n\npub fn give() {}\n",
}
RUST_BESIDE = (
    "use redis::Client;\n\npub struct Marked{name};\n\n"
    "impl pay::core::Store for Marked{name} {{ fn keep(&self) {{}} }}\n\n"
    'fn main() {{ std::env::var("MARKED_{name}"); Client::open(""); }}\n'
)
LANGUAGES = {
    "Python": (PYTHON, "run.py", PYTHON_BESIDE),
    "Go": (GO, "main.go", GO_BESIDE),
    "Java": (JAVA, "src/main/java/org/marked/Marked{name}.java", JAVA_BESIDE),
    "JavaScript": (JAVASCRIPT, "run.js", JAVASCRIPT_BESIDE),
    "Rust": (RUST, "run.rs", RUST_BESIDE),
}


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_document_shows_anything_that_stands_beside_the_product_but_in_one_line(
    language: str, tmp_path: Path
) -> None:
    product, path, text = LANGUAGES[language]
    files = dict(product)
    for at, kind in enumerate(KINDS):
        name = "abcdefghijkl"[at].upper()
        files[f"{kind}/{path.format(name=name)}"] = text.format(name=name)
        files[f"{kind}/{kind}.yaml"] = "services: {}\n"
    docs = documented(tmp_path, files)
    for name in ("SYSTEM_DESIGN.md", "ARCHITECTURE.md", "README.md", "llms.txt", ".designdoc/workspace.dsl"):
        page = (docs / name).read_text()
        page = page.partition("<summary>Beside it:")[0].partition("## Optional")[0]
        shown = "\n".join(line for line in page.splitlines() if LINE not in line)
        assert not re.search("marked|redis", shown, re.IGNORECASE), name
        assert [kind for kind in KINDS if re.search(rf"(?<![\w.]){kind}[/`\"]", shown)] == [], name
    for name in ("SYSTEM_DESIGN.md", "ARCHITECTURE.md"):
        (line,) = (line for line in (docs / name).read_text().splitlines() if LINE in line)
        assert set(KINDS) <= set(re.findall(r"`([^`]+)` \(", line)), line


def documented(folder: Path, files: Mapping[str, str]) -> Path:
    repo = make_repo(folder / "repo", files)
    run = document(repo, writer="static")
    assert run.success, run.failure
    return docs_of(repo)


def beside(docs: Path) -> set[str]:
    """Return what the line names."""
    text = (docs / "SYSTEM_DESIGN.md").read_text()
    return set(re.findall(r"`([^`]+)`", text.partition(LINE)[2].partition("\n")[0]))


def programs(docs: Path) -> dict[str, str]:
    """Return what README says is run: names, and the files that they begin in."""
    return dict(re.findall(r"^- `([^`]+)` \*\(\w+\)\* in \[?`([^`:]+)", (docs / "README.md").read_text(), re.MULTILINE))


CODE = '"""Words."""\n\n\ndef f(): ...\n'
PACKAGES = {f"{name}/__init__.py": CODE for name in ("pay", "helpers", "pay_plugins")}
BUILD = '[build-system]\nrequires = ["x"]\nbuild-backend = "{}"\n[project]\nname = "pay"\nversion = "1"\n'
BUILDS = {
    "setuptools, a list": {"pyproject.toml": BUILD.format("setuptools") + '[tool.setuptools]\npackages = ["pay"]\n'},
    "setuptools, patterns": {
        "pyproject.toml": BUILD.format("setuptools")
        + '[tool.setuptools.packages.find]\nexclude = ["helpers*", "*_plugins"]\n'
    },
    "setup.cfg": {
        "setup.cfg": "[metadata]\nname = pay\n[options]\npackages = find:\n"
        "[options.packages.find]\ninclude =\n    pay\n    pay.*\n"
    },
    "setup.py": {
        "setup.py": "from setuptools import find_packages, setup\n"
        'setup(name="pay", packages=find_packages(exclude=["helpers", "pay_plugins"]))\n'
    },
    "setup.py, a list": {"setup.py": 'from setuptools import setup\nsetup(name="pay", packages=["pay"])\n'},
    "hatch": {
        "pyproject.toml": BUILD.format("hatchling.build") + '[tool.hatch.build.targets.wheel]\npackages = ["pay"]\n'
    },
    "hatch, patterns": {
        "pyproject.toml": BUILD.format("hatchling.build")
        + '[tool.hatch.build]\ninclude = ["*.py"]\nexclude = ["/helpers", "/pay_plugins"]\n'
    },
    "hatch, by name": {"pyproject.toml": BUILD.format("hatchling.build")},
    "poetry": {
        "pyproject.toml": '[tool.poetry]\nname = "pay"\nversion = "1"\n'
        'packages = [{ include = "pay" }, { include = "helpers", format = "sdist" }]\n'
    },
    "flit": {"pyproject.toml": BUILD.format("flit_core.buildapi") + '[tool.flit.module]\nname = "pay"\n'},
    "pdm": {"pyproject.toml": BUILD.format("pdm.backend") + '[tool.pdm.build]\nincludes = ["pay"]\n'},
    "maturin": {"pyproject.toml": BUILD.format("maturin") + '[tool.maturin]\nmodule-name = "pay._native"\n'},
    "uv": {
        "pyproject.toml": BUILD.format("uv_build") + '[tool.uv.build-backend]\nmodule-name = "pay"\nmodule-root = ""\n'
    },
    "scikit-build": {
        "pyproject.toml": BUILD.format("scikit_build_core.build") + '[tool.scikit-build]\nwheel.packages = ["pay"]\n'
    },
}


@pytest.mark.parametrize("tool", BUILDS)
def test_the_product_is_what_a_build_of_python_is_told_to_ship(tool: str, tmp_path: Path) -> None:
    docs = documented(tmp_path, {**PACKAGES, **BUILDS[tool]})
    assert beside(docs) - {"setup.py"} == {"helpers", "pay_plugins"}
    assert "| [`pay`]" in (docs / "SYSTEM_DESIGN.md").read_text()


def test_what_the_product_imports_is_of_it_whatever_it_is_called(tmp_path: Path) -> None:
    files = {
        "main.py": "from tools import paint\n",
        "tools/paint.py": "import scripts.draw\n",
        "scripts/draw.py": CODE,
        "demo/d.py": "import tools.other\n",
        "tools/other.py": CODE,
    }
    assert beside(documented(tmp_path, files)) == {"demo"}


def test_what_images_start_is_of_the_product(tmp_path: Path) -> None:
    files = {
        "Dockerfile": 'FROM python:3.12\nCOPY . .\nCMD ["python", "scripts/serve.py"]\n',
        "scripts/serve.py": 'if __name__ == "__main__":\n    print(1)\n',
        "scripts/lint.py": 'if __name__ == "__main__":\n    print(1)\n',
        "app.py": CODE,
    }
    docs = documented(tmp_path, files)
    assert beside(docs) == {"scripts/lint.py"}
    assert "scripts/serve.py" in (docs / "README.md").read_text().partition("What is run:")[2]


def test_packages_of_npm_ship_what_their_files_name_or_what_npmignore_leaves(tmp_path: Path) -> None:
    code = "export function f() {}\n"
    files = {
        "package.json": '{"name": "pay", "private": true, "workspaces": ["packages/*"]}',
        "packages/a/package.json": '{"name": "@pay/a", "main": "index.js", "files": ["index.js", "lib"]}',
        **{f"packages/a/{path}": code for path in ("index.js", "lib/a.js", "internal/b.js")},
        "packages/b/package.json": '{"name": "@pay/b", "main": "dist/index.js", "files": ["dist"]}',
        **{f"packages/b/{path}": code for path in ("code/a.ts", "examples/b.ts")},
        "packages/c/package.json": '{"name": "@pay/c"}',
        "packages/c/.npmignore": "internal\n*.log\n",
        **{f"packages/c/{path}": code for path in ("index.js", "internal/a.js", "vite.config.js")},
        "apps/web/package.json": '{"name": "web", "private": true}',
        "apps/web/start.ts": code,
    }
    assert beside(documented(tmp_path, files)) == {
        *("packages/a/internal", "packages/b/examples", "packages/c/internal", "packages/c/vite.config.js"),
    }


def test_modules_of_maven_that_are_kept_from_others_are_beside_those_that_are_not(tmp_path: Path) -> None:
    head = "<project><groupId>org.example</groupId><version>1</version><artifactId>{}</artifactId>{}</project>"
    skips = "<properties><maven.deploy.skip>true</maven.deploy.skip></properties>"
    java = "package org.example.demo;\n\npublic class {} {{\n    public void go() {{}}\n}}\n"
    files = {
        "pom.xml": head.format("all", "<packaging>pom</packaging>"),
        "core/pom.xml": head.format("core", ""),
        "core/src/main/java/org/example/demo/Core.java": java.format("Core"),
        "core/src/jmh/java/org/example/demo/Bench.java": java.format("Bench"),
        "checks/pom.xml": head.format("checks", skips),
        "checks/src/main/java/org/example/demo/Check.java": java.format("Check"),
        "core-example/pom.xml": head.format("core-example", ""),
        "core-example/src/main/java/org/example/demo/Example.java": java.format("Example"),
    }
    assert beside(documented(tmp_path, files)) == {"checks", "core-example", "core/src/jmh"}


def test_crates_ship_neither_examples_nor_benchmarks_nor_what_builds_them(tmp_path: Path) -> None:
    files = {
        "Cargo.toml": '[package]\nname = "pay"\nbuild = "build/main.rs"\n[[bin]]\nname = "pay"\npath = "core/main.rs"\n'
        '[[example]]\nname = "show"\npath = "shows/show.rs"\n[workspace]\nmembers = ["xtask"]\n',
        "core/main.rs": "fn main() {}\n",
        "shows/show.rs": "fn main() {}\n",
        "benches/fast.rs": "fn main() {}\n",
        "build/main.rs": "mod parts;\nfn main() {}\n",
        "build/parts.rs": "pub fn f() {}\n",
        "xtask/Cargo.toml": '[package]\nname = "xtask"\npublish = false\n',
        "xtask/src/main.rs": "fn main() {}\n",
    }
    docs = documented(tmp_path, files)
    assert beside(docs) == {"benches", "build", "shows", "xtask"}
    assert programs(docs) == {"pay": "core/main.rs"}


def test_programs_of_go_are_called_as_what_builds_them_calls_them(tmp_path: Path) -> None:
    main = "package main\n\nfunc main() {}\n"
    files = {
        "go.mod": "module example.com/team/pay/v2\n\ngo 1.22\n",
        "Makefile": "NAME := payd\n\nbuild:\n\tgo build -ldflags='-s' \\\n\t\t-o bin/$(NAME) ./cmd/server\n"
        "\tgo build -o $(NAME)-$@ ./cmd/server\n",
        "Dockerfile": "FROM golang\nRUN go build -o /app ./cmd/other && "
        "go build -o /usr/bin/paytool ./cmd/tool/main.go\n",
        ".goreleaser.yaml": "builds:\n  - main: ./cmd/released\n    binary: payrel\n",
        "main.go": main,
        "cmd/server/main.go": main,
        "cmd/server/main_windows.go": "//go:build windows\n\n" + main,
        "cmd/other/main.go": main,
        "cmd/tool/main.go": main,
        "cmd/released/main.go": main,
        "internal/tools/gen/main.go": main,
        "_old/main.go": main,
        "hack/main.go": main,
    }
    docs = documented(tmp_path, files)
    assert programs(docs) == {
        "pay": "main.go",
        "payd": "cmd/server/main.go",
        "other": "cmd/other/main.go",
        "paytool": "cmd/tool/main.go",
        "payrel": "cmd/released/main.go",
    }
    assert beside(docs) == {"_old", "hack", "internal"}


JAVA_MAIN = "package org.example;\n\npublic class {} {{\n    public static void main(String[] args) {{}}\n}}\n"


def test_programs_of_java_are_called_as_their_builds_call_them_or_by_their_class(tmp_path: Path) -> None:
    plugin = (
        "<build><finalName>pay-cli-${project.version}</finalName><plugins><plugin><artifactId>maven-shade-plugin</artifactId>"
        "<configuration><transformers><transformer><mainClass>${main}</mainClass></transformer></transformers>"
        "</configuration></plugin></plugins></build><properties><main>org.example.Cli</main></properties>"
    )
    files = {
        "pom.xml": "<project><groupId>org.example</groupId><artifactId>pay</artifactId><version>1</version>"
        f"{plugin}</project>",
        "src/main/java/org/example/Cli.java": JAVA_MAIN.format("Cli"),
        "src/main/java/org/example/Other.java": JAVA_MAIN.format("Other"),
    }
    assert programs(documented(tmp_path, files)) == {
        "pay-cli": "src/main/java/org/example/Cli.java",
        "Other": "src/main/java/org/example/Other.java",
    }


def test_programs_of_gradle_are_called_as_the_application_plugin_calls_them(tmp_path: Path) -> None:
    files = {
        "settings.gradle": "rootProject.name = 'pay'\ninclude 'cli', 'daemon'\n",
        "cli/build.gradle": "plugins { id 'application' }\napplication {\n    mainClass = 'org.example.Cli'\n"
        "    applicationName = 'payctl'\n}\n",
        "daemon/build.gradle.kts": 'plugins { application }\napplication { mainClass.set("org.example.Daemon") }\n',
        "cli/src/main/java/org/example/Cli.java": JAVA_MAIN.format("Cli"),
        "daemon/src/main/java/org/example/Daemon.java": JAVA_MAIN.format("Daemon"),
    }
    assert programs(documented(tmp_path, files)) == {
        "payctl": "cli/src/main/java/org/example/Cli.java",
        "daemon": "daemon/src/main/java/org/example/Daemon.java",
    }


def test_a_command_without_a_suffix_begins_in_what_it_loads(tmp_path: Path) -> None:
    files = {
        "package.json": '{"name": "pay", "bin": {"pay": "bin/pay", "paysh": "bin/paysh"}}',
        "bin/pay": "#!/usr/bin/env node\n\nrequire('../lib/cli')\n",
        "bin/paysh": "#!/bin/sh\nnode lib/cli.js\n",
        "lib/cli.js": "function run() {}\nrun();\n",
        "types/cli.d.ts": "#!/usr/bin/env node\nexport declare function run(): void;\n",
    }
    assert programs(documented(tmp_path, files)) == {"pay": "lib/cli.js", "paysh": "bin/paysh"}


def test_a_script_of_python_that_calls_one_function_begins_there(tmp_path: Path) -> None:
    files = {
        "setup.py": "from setuptools import setup\n"
        'setup(name="pay", packages=["pay"], scripts=["bin/pay", "bin/more"])\n',
        "bin/pay": "#!/usr/bin/env python3\nimport sys\nfrom pay.cli import run as start\nsys.exit(start())\n",
        "bin/more": "#!/usr/bin/env python3\nfrom pay.cli import run\ndef main():\n    run()\nmain()\n",
        "pay/__init__.py": CODE,
        "pay/cli.py": "def run(): ...\n",
    }
    assert programs(documented(tmp_path, files)) == {"pay": "pay/cli.py", "more": "bin/more"}


def test_a_command_that_is_compiled_begins_in_what_it_is_compiled_from(tmp_path: Path) -> None:
    files = {
        "package.json": '{"name": "pay", "files": ["dist"], "bin": {"pay": "dist/cli.js", "other": "dist/gone.js"}}',
        "tsconfig.json": '{\n  // as usual\n  "compilerOptions": {"outDir": "./dist"},\n  "include": ["src/**"],\n}\n',
        "src/cli.ts": "#!/usr/bin/env node\nexport function run(): void {}\nrun();\n",
    }
    assert programs(documented(tmp_path, files)) == {"pay": "src/cli.ts", "other": "dist/gone.js"}
