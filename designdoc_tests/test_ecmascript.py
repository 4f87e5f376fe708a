"""What came out wrong of real TypeScript and JavaScript, in one small repository: types on one line, docs, names."""

import json
import re
from pathlib import Path

from designdoc_tests.golden import of_kinds
from designdoc_tests.golden_languages import recorded
from designdoc_tests.support import dead_links, docs_of, document, make_repo, page

FILES = {
    "package.json": '{"name": "root", "private": true, "workspaces": ["packages/*"]}',
    "tsconfig.json": '{"compilerOptions": {"paths": {"@acme/store": ["./packages/store/src/index.ts"]}}}',
    "packages/store/package.json": '{"name": "@acme/store", "exports": {".": "./dist/types/store/index.d.ts"}}',
    "packages/store/src/index.ts": "export * from './store';\nexport * from './parts';\n",
    "packages/store/src/parts/index.ts": "export const size = 1;\n",
    "packages/store/src/parts/use.ts": "import { size } from './index';\nexport const double = size * 2;\n",
    "packages/store/src/store.ts": """import { persist } from './persist';

export interface Store<T> {
  get?: () => T
  set?: (value: T) => void | Promise<void>
  name?: string | undefined
  any?: unknown
}

/** Adds what persists. */
declare module './persist' {
  interface Kinds<T> {
    'store/persist': T
  }
}

declare global {
  interface String {
    shout(): string
  }
}

export type WithPersist<S> = S extends {
  // both ways
  set: (value: infer V) => infer R
  get: () => infer T
}
  ? { persist: { clear: () => void; options: Store<S> }; persist(name: 'store/persist'): void }
  : never

type Create = {
  <T>(initial: T): Store<T>
}

const impl = <T>(initial: T): Store<T> => ({});

export const create = impl as unknown as Create;

export const sizes = [
  1, // one
  2,
];

export abstract class Base {
  abstract open(): void;
}

/**
 * @param s {string} what is shouted
 * @default new Map()
 */
export function shout(s: string): string {
  return persist(s);
}
""",
    "packages/store/src/persist.ts": """/** Keeps a text. */
export function persist(s: string): string {
  return s + process.env.STORE_NAME + import.meta.env.VITE_URL + import.meta.env.MODE;
}

export const { STORE_PATH } = process.env;
""",
    "app/Card.tsx": """import React from 'react';

export const Card: React.FC<{
  color: 'lime' | 'pink'
  children?: React.ReactNode
}> = ({ children, color }) => <div className={color}>{children}</div>;

export const Island = React.forwardRef<HTMLDivElement, IslandProps>(({ padding }, ref) => <Card color="lime" />);

interface IslandProps {
  padding: number;
}
""",
    "lib/response.js": """/**
 * Module dependencies.
 */

var http = require('http');

/**
 * Module variables.
 */

var first = http.first;
var second = http.second;

/**
 * Response prototype.
 */

var res = Object.create(http.ServerResponse.prototype);

module.exports = res;

/**
 * Set header `field`:
 *
 *    res.set('Accept', 'a');
 *
 *    res.set({
 *      b: 1
 *    });
 *
 * - one
 *
 *   of the list
 */

res.set =
res.header = function header(field) {
  return first + second;
};
""",
    "lib/util.js": """/**
 * Says the size.
 *
 * @api private
 */
exports.size = function () {};

class Kind {
  /**
   * Whether it is on.
   * @type {boolean}
   */
  on = false;
}

exports.Kind = Kind;
""",
}


FILES |= {
    "server/package.json": """{"name": "server", "scripts": {
  "start": "npm run build && npm run serve", "serve": "cross-env A=1 node -r ./env.js --watch main.js", "build": "tsc"
}}""",
    "server/main.js": """const { check, tools } = require('./tools');

/**
 * @typedef {Object} Options
 * How it is started.
 * @property {string} host Where it listens.
 * @property {number} [port=80] The port.
 */

/** @typedef {string|number} Id */
/** @typedef {import('./tools').Tool} Tool */

function plain() {}

/** @param {Options} options how */
function begin(options) {
  tools.mend(check(options));
}

begin({ host: 'here' });
""",
    "server/tools.js": """/** What mends. */
const tools = Object.freeze({
  /** Mends it. */
  mend(what) {
    return this.turn(what);
  },
  turn: (what) => what,
  size: 3,
});

module.exports = {
  tools,
  /** Checks it. */
  check(what) {
    return tools.turn(what);
  },
  close: async function (reason) {},
  VERSION: '1',
};
""",
    "server/mixin.js": """export default {
  name: 'mixin',
  data() {
    return {};
  },
};

class Inner {}
""",
}


FILES |= {
    "old/umd.js": """(function (root, factory) {
  if (typeof define === 'function' && define.amd) {
    define([], factory);
  } else {
    module.exports = factory();
  }
})(this, function () {
  'use strict';

  /** Helps. */
  function help(x) {
    return x;
  }

  /** Runs. */
  function run(x) {
    function deep() {}
    return help(x);
  }

  function Kind() {}

  /** Goes. */
  Kind.prototype.go = function (far) {};

  return { run: run, Kind: Kind };
});
""",
    "old/closed.js": """;(function () {
  function hidden() {}

  module.exports = function opened(way) {
    hidden();
  };
}).call(this);
""",
    "old/mixin.ts": """export interface Way {
  label:
    | string
    | ((far: number) => string);
}

export default {
  methods: {
    /** Goes up. */
    up(far: number) {
      return far;
    },
  },
};
""",
}


def test_no_link_is_dead(docs: Path) -> None:
    assert dead_links(docs) == []


def test_what_may_be_left_out_is_of_its_type_or_undefined(docs: Path) -> None:
    store = page(docs, "packages/packages/store/src/store.ts.md")
    assert "| `get` | `(() => T) \\| undefined` |" in store
    assert "| `set` | `((value: T) => void \\| Promise<void>) \\| undefined` |" in store
    assert "| `name` | `string \\| undefined` |" in store
    assert "| `any` | `unknown` |" in store


def test_types_of_several_lines_are_types_on_one(docs: Path) -> None:
    store = page(docs, "packages/packages/store/src/store.ts.md")
    assert "{set: (value: infer V) => infer R; get: () => infer T} ?" in store
    assert "| `sizes` | | `[1, 2]` |" in store


def test_strings_and_names_of_members_are_no_types(docs: Path) -> None:
    store = page(docs, "packages/packages/store/src/store.ts.md")
    assert "[persist]" not in store
    assert "[`Create`](#type-create) | `impl as unknown as Create`" in store


def test_a_type_says_of_which_sort_it_is_and_what_it_adds_to(docs: Path) -> None:
    store = page(docs, "packages/packages/store/src/store.ts.md")
    assert "- It is an abstract class." in store
    assert "- It is an interface.\n- Declared as one of the module `./persist`." in store
    assert "- Declares members of the module `./persist`." in store
    assert "- It is an interface.\n- Declared for all files, by `declare global`." in store


def test_a_package_is_imported_by_its_name_and_a_folder_by_many_paths(docs: Path) -> None:
    assert "Imported as `@acme/store`" in page(docs, "packages/packages/store/src/README.md")
    assert "Imported as" not in page(docs, "packages/packages/store/src/parts/README.md")


def test_props_are_told_by_the_type_of_a_component(docs: Path) -> None:
    card = page(docs, "packages/app/Card.tsx.md")
    assert "`Card({ children, color }: {color: 'lime' | 'pink'; children?: React.ReactNode})`" in card
    assert "`Island({ padding }: IslandProps, ref: React.ForwardedRef<HTMLDivElement>)`" in card


def test_variables_of_the_environment_are_told(docs: Path) -> None:
    design = (docs / "SYSTEM_DESIGN.md").read_text()
    for name in ("STORE_NAME", "STORE_PATH", "VITE_URL"):
        assert f"| `{name}` | [`packages/store/src/persist.ts`]" in design
    assert "`MODE`" not in design


def test_a_doc_over_a_row_of_statements_is_that_of_none_of_them(docs: Path) -> None:
    response = page(docs, "packages/lib/response.js.md")
    assert "Module variables" not in response
    assert "`first`" not in response


def test_the_doc_above_a_chain_is_that_of_the_first_name(docs: Path) -> None:
    response = page(docs, "packages/lib/response.js.md")
    assert "`set(field)`\n\nSet header `field`:" in response
    assert "```\nres.set('Accept', 'a');\n\nres.set({\n  b: 1\n});\n```" in response
    assert "- one\n\n  of the list" in response
    assert "Same as [`set()`](#resset)." in response


def test_tags_of_jsdoc_are_understood(docs: Path) -> None:
    store = page(docs, "packages/packages/store/src/store.ts.md")
    assert "| `s` | `string` | | what is shouted |" in store
    assert "Default: `new Map()`" in store
    util = page(docs, "packages/lib/util.js.md")
    assert "| `on` | `boolean` | `false` | Whether it is on. |" in util
    assert "lib/util.js.md#size" not in (docs / "SYMBOLS.md").read_text()


def test_objects_with_functions_are_types_with_methods(docs: Path) -> None:
    tools = page(docs, "packages/server/tools.js.md")
    assert "## type `tools`\n\nWhat mends." in tools
    assert "### `tools.mend()`\n\n`mend(what)`\n\nMends it." in tools
    assert "| `size` | `3` |" in tools
    assert "[`begin()`](main.js.md#internal-functions)" in tools.partition("Relations of `tools`")[2]
    mixin = page(docs, "packages/server/mixin.js.md")
    assert "### `default.data()`" in mixin
    assert "- It is a class.\n- It is not exported." in mixin


def test_functions_that_are_written_into_exports_are_the_modules(docs: Path) -> None:
    tools = page(docs, "packages/server/tools.js.md")
    assert "### `check()`\n\n`check(what)`\n\nChecks it.\n\n**Used by**: [`begin()`]" in tools
    assert "`close(reason)` *(async)*" in tools
    assert "| `VERSION` | `'1'` |" in tools


def test_types_that_comments_declare_are_types(docs: Path) -> None:
    main = page(docs, "packages/server/main.js.md")
    assert "## type `Options`\n\nHow it is started." in main
    assert "| `host` | `string` | Where it listens. |" in main
    assert "| `Id` | `string\\|number` |" in main
    assert "`Tool`" not in main
    assert "- `plain()`" in main


def test_what_npm_starts_is_run(docs: Path) -> None:
    assert "- `npm start` *(command)* in [`server/main.js`]" in (docs / "README.md").read_text()


def test_what_stands_in_a_function_around_the_code_is_read(docs: Path) -> None:
    umd = page(docs, "packages/old/umd.js.md")
    assert "### `run()`\n\n`run(x)`\n\nRuns." in umd
    assert "| `help(x)` | Helps. | [`run()`](#run) |" in umd
    assert "### `Kind.go()`\n\n`go(far)`\n\nGoes." in umd
    assert "deep" not in umd
    closed = page(docs, "packages/old/closed.js.md")
    assert "`opened(way)`" in closed
    assert "| `hidden()` | [`opened()`](#opened) |" in closed


def test_objects_in_objects_and_bars_of_layout(docs: Path) -> None:
    mixin = page(docs, "packages/old/mixin.ts.md")
    assert "### `default.methods.up()`\n\n`up(far: number)`\n\nGoes up." in mixin
    assert "| `label` | `string \\| ((far: number) => string)` |" in mixin


def test_what_comes_out_is_what_was_written_down(docs: Path) -> None:
    assert json.loads(json.dumps(of_kinds(docs.parents[1]))) == recorded("ecmascript")


def test_pictures_and_styles_under_the_names_of_paths_are_no_packages(tmp_path: Path) -> None:
    files = {
        "package.json": '{"name": "shop", "dependencies": {"react": "18.2.0"}}',
        "tsconfig.json": '{"compilerOptions": {"baseUrl": "src", "paths": {"@app/*": ["*"]}}}',
        "src/logo.ts": (
            "import Logo from '@app/assets/logo.svg';\nimport 'styles/all.css';\n"
            "import Icon from 'assets/logo.svg?url';\n"
            "import Other from 'elsewhere/logo.svg';\nimport { memo } from 'react';\nexport const shown = memo(Logo);\n"
        ),
        "src/assets/logo.svg": "<svg/>",
        "src/styles/all.css": "a {}",
    }
    repo = make_repo(tmp_path / "repo", files)
    assert document(repo).success
    text = page(docs_of(repo), "TECH_DEBT.md")
    assert "1 package imported but not declared" in text
    assert re.findall(r"^- `([^`]+)`, imported by", text, re.MULTILINE) == ["elsewhere"]
