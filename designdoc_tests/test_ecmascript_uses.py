"""Who uses what in TypeScript and JavaScript: constants of modules, patterns, names with signs, types in comments."""

import subprocess
from pathlib import Path

import pytest

from designdoc_tests.support import docs_of, document, make_repo
from designdoc_tests.symbols.judges import JUDGES, Project
from designdoc_tests.symbols.uses import judged_uses

FILES = {
    "package.json": '{"name": "pumps"}',
    "src/pump.ts": """
export class $Pump {
  #state = 0;
  level = 1;
  options: Options = { depth: 1 };
  start(): number { return this.#state; }
}
export interface Options { depth: number }
export class Sealed extends $Pump {}
export const bigint = 1n;
""",
    "src/use.ts": """
import * as pumps from "./pump";
import { $Pump, type Options, bigint } from "./pump";

export type Any = pumps.$Pump | Options;
export const first = make();

export function make(): $Pump { return new pumps.$Pump(); }

export function read({ options: { depth }, level = 2 }: $Pump): number {
  return depth + level;
}

export function taken(pump: $Pump): bigint {
  const { level, ...others } = pump;
  return BigInt(level);
}

export function told(): bigint { return bigint; }
""",
    "lib/store.js": """
class Store {
  open() {}
  close() {}
}
module.exports = { Store };
""",
    "lib/use.js": """
/** @import { Store as S } from "./store" */
/** @typedef {import("./store").Store} Again */

class Owner {
  /**
   * Opens it.
   * @param {S} store what is opened
   * @returns {Again} the same
   */
  open(store) {
    store.open();
    return store;
  }

  /** Closes them. @param {Again[]} all */
  close(all) {
    /** @type {S} */
    const last = all.pop();
    last.close();
    this.open(last).close();
  }
}
module.exports = { Owner };
""",
}


@pytest.fixture(scope="module")
def docs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    repo = make_repo(tmp_path_factory.mktemp("uses") / "repo", FILES)
    assert document(repo).success
    return docs_of(repo)


def test_what_constants_and_aliases_of_a_module_mention_is_used_by_its_file(docs: Path) -> None:
    pump, use = (docs / f"packages/src/{name}.ts.md" for name in ("pump", "use"))
    users = "[`make()`](use.ts.md#make), [`read()`](use.ts.md#read), [`taken()`](use.ts.md#taken), [`src/use.ts`]"
    assert f"**Used by**: {users}(use.ts.md)." in pump.read_text()
    assert "### `make()`\n\n`make(): $Pump`\n\n**Used by**: `src/use.ts`." in use.read_text()


def test_what_patterns_take_is_used(docs: Path) -> None:
    assert (
        "**Used by**: [`$Pump`](#type-pump), [`read()`](use.ts.md#read), [`src/use.ts`](use.ts.md)."
        in (docs / "packages/src/pump.ts.md").read_text().partition("## type `Options`")[2]
    )


def test_a_base_may_have_a_sign_in_its_name(docs: Path) -> None:
    text = (docs / "packages/src/pump.ts.md").read_text()
    assert "- Inherits from [`$Pump`](#type-pump)." in text
    assert "**Subclasses**: [`Sealed`](#type-sealed)." in text


def test_types_in_comments_are_believed(docs: Path) -> None:
    assert "**Used by**: [`Owner`](use.js.md#type-owner)." in (docs / "packages/lib/store.js.md").read_text()
    text = (docs / "packages/lib/use.js.md").read_text()
    assert "- Calls methods of [`Store`](store.js.md#type-store)." in text
    assert "| `store` | [`S`](store.js.md#type-store) | | what is opened |" in text


@pytest.mark.parametrize(("language", "least"), [("typescript", 8), ("javascript", 3)])
def test_the_compiler_finds_the_same_uses(tmp_path: Path, language: str, least: int) -> None:
    judge = next(each for each in JUDGES if each.language == language)
    if not judge.is_here or subprocess.run(("node", "-e", "require('typescript')"), check=False).returncode:
        pytest.skip("there is no node with the package `typescript`, whose folder NODE_PATH names")
    repo = make_repo(tmp_path / "repo", FILES, git=False)
    used = judged_uses(judge, Project("repo", "", "."), repo)
    assert (used.missed, used.wrong) == (frozenset(), frozenset())
    assert len(used.right) >= least
