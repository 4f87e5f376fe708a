"""The symbols that are found in TypeScript and JavaScript, against the compiler's own parser where it is here."""

import shutil
import subprocess
from pathlib import Path

import pytest

from designdoc_tests.symbols.judges import JUDGES
from designdoc_tests.symbols.judging import judged

SOURCES = {
    "typescript": (
        "all.ts",
        """
export interface A<in out T> { x: number; m(): void; m(y: string): string }
export interface A<T> { y?: T }
declare module 'x' { export function f(): void }
export namespace N.M { export const z = 1; function hidden() {} }
export abstract class C<T> extends Base<T> implements A<T> {
  static s = 1; #p = 2; declare d: string; arrow = () => 1;
  constructor(private readonly q: number, public r?: string) { super(); }
  get g() { return 1; } set g(v) {}
  over(): void; over(x: number): void; over(x?: number) {}
  abstract ab(): void;
}
export enum E { One, Two = 'two' }
export type Shape = { a: string; b(): void };
export type Mapped = { [K in keyof Shape]: K };
export type Union = | 'a' | 'b';
export default function () {}
export const { taken, other: renamed } = make(), plain = 1;
if (plain) { const local = 1; }
interface Called {
  (a: string): void
  <T extends string>(a: T): void
}
function outer() { function inner() {} class Local {} }
export const api = { get: () => 1, set(v: number) {}, plain: 2 } as const;
""",
    ),
    "javascript": (
        "all.js",
        """
var a = require('a'), { b, c: d } = require('b'), e = require('e').f;
exports = module.exports = create;
function create() {}
exports.made = function () {};
exports.value = 5;
exports.passed = require('./passed');
function View(name) { this.name = name; }
View.prototype.render = function render() {};
const res = Object.create(Base.prototype);
res.get = res.header = function header() {};
class Own { constructor() { this.x = 1; } static s() {} s() {} }
{ const hidden = 1; }
const Component = () => <div>{a}</div>;
/** @typedef {Object} Options */
/** @typedef {string|number} Id */
/** @typedef {import('a').A} A */
const tools = Object.freeze({ mend(what) {}, turn: (what) => what, size: 1, deep: { down() {} } });
const own = { kept() {} };
exports.tools = tools;
(function () { function closed() {} var inner = 1; })();
""",
    ),
}


@pytest.mark.parametrize("name", SOURCES)
def test_symbols_are_those_of_the_compiler(name: str, tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None or subprocess.run([node, "-e", "require('typescript').createSourceFile"], check=False).returncode:
        pytest.skip("there is no compiler here: NODE_PATH tells a folder with the package `typescript`")
    judge = next(each for each in JUDGES if each.language == name)
    file, source = SOURCES[name]
    (tmp_path / file).write_text(source)
    found = judged(judge, tmp_path)
    assert found.unjudged == 0
    assert found.missed == []
    assert found.wrong == []
    assert found.right > 10
