import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setFlagsFromString } from 'node:v8';
import { runInThisContext } from 'node:vm';
import { holdCompilers } from './compilers.ts';

/** As V8 tells of a function whose code an optimizing compiler made (`%GetOptimizationStatus`). */
const OPTIMIZED = 8;

let functions = 0;

/** Whether a new function is compiled for speed, once it was called very often. */
async function isOptimized(): Promise<boolean> {
  setFlagsFromString('--allow-natives-syntax');
  const status = runInThisContext('(f) => %GetOptimizationStatus(f)') as (f: unknown) => number;
  // Of a source of its own: V8 would remember what it has compiled of another like it.
  const source = `(n) => { let s = ${functions++}; for (let i = 0; i < n; i++) s += i % 7; return s; }`;
  const sum = runInThisContext(source) as (n: number) => number;
  // Other threads compile: they get their time.
  for (let turn = 0; turn < 400 && (status(sum) & OPTIMIZED) === 0; turn++) {
    for (let call = 0; call < 1_000; call++) sum(100);
    await new Promise((resolve) => setTimeout(resolve, 1));
  }
  return (status(sum) & OPTIMIZED) !== 0;
}

test('nothing is compiled for speed while somebody holds the compilers, and everything afterwards', async () => {
  assert.ok(await isOptimized());
  const [one, other] = [holdCompilers(), holdCompilers()];
  assert.equal(await isOptimized(), false);
  one[Symbol.dispose]();
  one[Symbol.dispose]();
  assert.equal(await isOptimized(), false, 'the other still holds them');
  other[Symbol.dispose]();
  assert.ok(await isOptimized());
});
