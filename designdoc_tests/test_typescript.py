"""A repository in TypeScript and JavaScript, documented whole: what who maintains it expects of its pages."""

from pathlib import Path

from designdoc_tests.support import dead_links, page

FILES = {
    "package.json": '{"name": "root", "private": true, "workspaces": ["packages/*"]}',
    "tsconfig.base.json": '{"compilerOptions": {"baseUrl": ".", "paths": {"~lib/*": ["lib/*"]}}}',
    "tsconfig.json": '// of all\n{"extends": "./tsconfig.base.json", /* in a circle */ "references": [{"path": "."}],}',
    "packages/pump/package.json": """{
  "name": "@acme/pump",
  "exports": {".": {"types": "./dist/index.d.ts", "import": "./dist/index.js"}, "./parts/*": "./dist/parts/*.js"},
  "imports": {"#parts/*": "./src/parts/*.ts"}
}""",
    "packages/pump/src/index.ts": """/**
 * Moves water.
 *
 * @packageDocumentation
 */
export { Pump, type PumpOptions } from './pump.js';
export * from './speed';
export { default as Valve } from '#parts/valve';
""",
    "packages/pump/src/pump.ts": """import { EventEmitter } from 'node:events';
import { debounce } from 'lodash';
import Valve from './parts/valve.js';
import type { Speed } from './speed.js';

/** How a pump is set up. */
export interface PumpOptions {
  /** How fast it runs. */
  speed: Speed;
  name?: string;
}

export interface PumpOptions {
  retries: number;
}

interface Hidden {
  secret: string;
}

/**
 * Moves water through a {@link Valve}.
 *
 * @example
 * new Pump({ speed: Speed.Fast }).run();
 */
@Registered()
export class Pump<T extends string = string> extends EventEmitter implements Runner {
  static made = 0;
  #turns = 0;
  private valve = new Valve();

  constructor(protected readonly options: PumpOptions) {
    super();
  }

  /** The turns so far. */
  get turns(): number {
    return this.#turns;
  }

  set turns(value: number) {
    this.#turns = value;
  }

  /** Runs it. */
  run(): Promise<void>;
  /**
   * Runs it for a time.
   *
   * @param seconds - how long
   * @returns when it is over
   * @throws {RangeError} if the time is negative
   */
  run(seconds: number): Promise<void>;
  async run(seconds?: number): Promise<void> {
    this.valve.open();
    check(seconds);
  }

  /** @deprecated Use {@link run}. */
  start = async (): Promise<void> => this.run();

  /** @internal */
  reset(): void {}
}

export interface Runner {
  run(): Promise<void>;
}

function check(seconds?: number): void {
  if (seconds !== undefined && seconds < 0) throw new RangeError('negative');
}

export namespace Pump {
  export type Kind = 'water' | 'oil';
}
""",
    "packages/pump/src/speed.ts": """/** How fast it runs. */
export enum Speed {
  /** Slow is slow. */
  Slow,
  Fast = 'fast',
}

/** A speed, or none. */
export type MaybeSpeed = Speed | undefined;

export abstract class Base<out T> {
  abstract act(input: T): void;
}
""",
    "packages/pump/src/parts/valve.ts": """export default class Valve {
  open(): void {}
}
""",
    "packages/pump/src/pump.test.ts": """import { Pump } from './pump';

test('runs', () => {
  new Pump({ speed: 0 }).run();
});
""",
    "packages/app/package.json": '{"name": "@acme/app", "bin": {"pump": "./bin/pump.js"}}',
    "packages/app/src/Button.tsx": """import { memo } from 'react';
import { Pump, Speed } from '@acme/pump';
import { label } from '~lib/labels';

/** What a button is given. */
export type ButtonProps = {
  /** Told when it is pressed. */
  onPress: (pump: Pump) => void;
  pump: Pump;
};

/** Starts a pump. */
export const Button = memo(({ onPress, pump }: ButtonProps) => (
  <button onClick={() => pump.run()}>{label(Speed.Fast)}</button>
));

export function Panel(props: { pumps: Pump[] }) {
  return <div>{props.pumps.map((pump) => <Button pump={pump} onPress={() => {}} />)}</div>;
}
""",
    "lib/labels.js": """'use strict';

const path = require('path');
const { shout: loud } = require('./shout');

/**
 * Makes a label.
 *
 * @param {string} name the name
 * @param {object} [options]
 * @return {string} the label
 */
function label(name, options) {
  return loud(path.basename(name));
}

module.exports = { label };
""",
    "lib/whole.js": """/**
 * Sets it up.
 *
 * @param {object} options the options
 * @param {number} options.speed how fast
 */
module.exports = function setUp({ speed, name }) {
  return speed;
};
""",
    "lib/shout.js": """exports.shout = function (text) {
  return text.toUpperCase();
};

/** Counts. */
function Counter(start) {
  this.count = start;
}

/** Counts on. */
Counter.prototype.next = function next(step) {
  return (this.count += step);
};

exports.Counter = Counter;
""",
    "packages/app/bin/pump.js": """#!/usr/bin/env node
const { Counter } = require('../../../lib/shout.js');

new Counter(1).next(2);
""",
    "lib/index.js": "module.exports = require('./labels');\n",
    "lib/test/labels.js": "const { label } = require('..');\n\nlabel('a');\n",
    "src/App.vue": "<template><p/></template>\n",
    "src/clip.ts": "G@\x01\x00" + "\x00\x11\x02" * 60,
    "src/made.ts": "/* eslint-disable */\n// This file was generated by protoc. DO NOT EDIT.\nexport class Made {}\n",
    "lib/bundle.js": "/*! bundle 1.0 */\n" + "var a=function(b){return b+1};" * 200 + "\n",
    "node_modules/lodash/index.js": "exports.debounce = function () {};\n",
}


def test_no_link_is_dead(docs: Path) -> None:
    assert dead_links(docs) == []


def test_a_class_has_its_members_as_they_are_meant(docs: Path) -> None:
    pump = page(docs, "packages/packages/pump/src/pump.ts.md")
    assert "`Pump(options: PumpOptions)`" in pump
    assert "`turns` *(property, settable)* `: number`" in pump
    assert "Decorated with `@Registered()`." in pump
    assert "Inherits from `EventEmitter`, [`Runner`](#type-runner)." in pump
    assert "- `reset(): void`" in pump.partition("Internal methods")[2]
    assert "**Deprecated**: Use `run`." in pump
    assert "#turns" not in pump.replace("#pumpturns", "")


def test_overloads_are_shown_and_what_does_them_is_not(docs: Path) -> None:
    pump = page(docs, "packages/packages/pump/src/pump.ts.md")
    assert "run(): Promise<void>\nrun(seconds: number): Promise<void>\n" in pump
    assert "| `seconds` | `number` | | how long |" in pump
    assert "**Throws** `RangeError`: if the time is negative." in pump
    assert "seconds?: number): Promise" not in pump


def test_declarations_of_one_interface_are_one(docs: Path) -> None:
    pump = page(docs, "packages/packages/pump/src/pump.ts.md")
    assert pump.count("## type `PumpOptions`") == 1
    assert "| `retries` | `number` |" in pump
    assert "| `name` | `string \\| undefined` |" in pump


def test_what_is_not_exported_is_no_public_symbol(docs: Path) -> None:
    symbols = (docs / "SYMBOLS.md").read_text()
    assert "`Hidden`" not in symbols
    assert "`check`" not in symbols
    assert "[`Button`]" in symbols


def test_an_index_offers_what_it_passes_on(docs: Path) -> None:
    overview = page(docs, "packages/packages/pump/src/README.md")
    assert "Imported as `@acme/pump`" in overview
    for name in ("Pump", "PumpOptions", "Valve", "Speed"):
        assert f"[`{name}`]" in overview.partition("Offers to importers")[2].partition("\n")[0], name


def test_types_and_their_aliases_are_apart(docs: Path) -> None:
    speed = page(docs, "packages/packages/pump/src/speed.ts.md")
    assert speed.count("## Types\n") == 1
    assert "## Type aliases\n" in speed
    assert "| `Fast` | `'fast'` | |" in speed
    assert "Is generic: `<out T>`." in speed
    assert not (docs / "hil-issues.yaml").exists()


def test_components_have_props_and_users(docs: Path) -> None:
    button = page(docs, "packages/packages/app/src/Button.tsx.md")
    assert "`Button({ onPress, pump }: ButtonProps)`" in button
    assert "**Used by**: [`Panel()`](#panel)." in button
    assert "Told when it is pressed." in button


def test_names_lead_through_packages_options_and_suffixes(docs: Path) -> None:
    button = page(docs, "packages/packages/app/src/Button.tsx.md")
    assert "[`packages/pump/src/index.ts`](../../pump/src/index.ts.md)" in button
    assert "[`lib/labels.js`](../../../lib/labels.js.md)" in button
    assert "Third party: `react`." in button
    pump = page(docs, "packages/packages/pump/src/pump.ts.md")
    assert "Standard library: `events`." in pump
    assert "[`Panel()`](../../app/src/Button.tsx.md#panel)" in pump.partition("### Relations of `Pump`")[2]
    assert "**Tested by** `packages/pump/src/pump.test.ts`" in pump


def test_a_folder_of_tests_beside_an_index_is_one(docs: Path) -> None:
    assert "**Tested by** `lib/test/labels.js`" in page(docs, "packages/lib/labels.js.md")
    assert not (docs / "packages" / "lib" / "test").exists()


def test_commonjs_and_prototypes_are_read(docs: Path) -> None:
    shout = page(docs, "packages/lib/shout.js.md")
    assert "**Used by**: [`label()`](labels.js.md#label)." in shout
    assert "`Counter(start)`" in shout
    assert "`next(step)`\n\nCounts on." in shout
    assert "[`packages/app/bin/pump.js`](../packages/app/bin/pump.js.md)" in shout
    labels = page(docs, "packages/lib/labels.js.md")
    assert "| `name` | `string` | | the name |" in labels
    assert "**Returns** `string`: the label." in labels


def test_programs_and_what_is_not_read_are_told(docs: Path) -> None:
    assert (
        "- `pump` *(command)* [`packages/app/bin/pump.js`](packages/packages/app/bin/pump.js.md)."
        in (docs / "ARCHITECTURE.md").read_text()
    )
    about = (docs / "README.md").read_text()
    assert "1 Vue file (`src/App.vue`): there is no reader for the language." in about
    assert "`src/clip.ts`: binary" in about
    assert "`src/made.ts`: generated" in about
    assert "`lib/bundle.js`: minified: its code is on few, long lines." in about
    assert "TypeScript file" not in about


def test_pages_hold_no_word_of_another_language(docs: Path) -> None:
    text = "\n".join(path.read_text() for path in sorted(docs.rglob("*.md")))
    for word in ("docstring", "decorator", "__init__", "```python", "Subclass of"):
        assert word not in text, word


def test_a_module_that_exports_one_thing_exports_it(docs: Path) -> None:
    assert "Exports" not in page(docs, "packages/packages/pump/src/parts/valve.ts.md")
    assert "Exports" not in page(docs, "packages/lib/labels.js.md")
    assert "Exports" not in page(docs, "packages/lib/whole.js.md")


def test_members_of_a_parameter_are_said_of_it(docs: Path) -> None:
    whole = page(docs, "packages/lib/whole.js.md")
    assert "| `{ speed, name }` | `object` | | the options. `speed` (`number`): how fast. |" in whole
    assert "Not in the signature" not in whole
