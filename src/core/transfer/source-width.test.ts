import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SourceWidth } from './source-width.ts';

/** Threads that have such a load in turn, looked at every 100 ms. @returns the width after the last */
function watching(width: SourceWidth) {
  let time = { active: 0, idle: 0 };
  let now = 0;
  width.at((now += 100), () => time);
  return (...loads: readonly number[]): number => {
    let result = 0;
    for (const load of loads) {
      time = { active: time.active + 100 * load, idle: time.idle + 100 * (1 - load) };
      result = width.at((now += 100), () => time);
    }
    return result;
  };
}

test('begins with one source and doubles as long as the threads have room', () => {
  const width = new SourceWidth(50, 0);
  assert.equal(
    width.at(0, () => ({ active: 0, idle: 0 })),
    1,
  );
  const after = watching(width);
  assert.equal(after(0.1, 0.1, 0.1), 4);
  assert.equal(after(0.3, 0.3, 0.3, 0.3), 50);
});

test('stays as it is while the threads are about busy, and tries with one less when they stay busy', () => {
  const after = watching(new SourceWidth(50, 0));
  assert.equal(after(0.1, 0.1, 0.1), 4);
  assert.equal(after(0.8, 0.95, 0.95, 0.8, 0.95, 0.95), 4);
  assert.equal(after(0.95), 3);
  assert.equal(after(...Array.from({ length: 50 }, () => 1)), 1);
});

test('tries no more sources where the threads had room only once', () => {
  const after = watching(new SourceWidth(50, 0));
  assert.equal(after(0.5, 0.8, 0.5, 1, 0.1), 1);
});

test('is not misled by threads that begin anew, or do not run', () => {
  const width = new SourceWidth(50, 0);
  const after = watching(width);
  assert.equal(after(0.1, 0.1), 2);
  for (const now of [10_000, 10_100]) {
    assert.equal(
      width.at(now, () => ({ active: 0, idle: 1 })),
      2,
    );
  }
});
