import assert from 'node:assert/strict';
import { posix } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { racy } from '../hash/hash-file.ts';
import { staysInside } from './look.ts';

test('a link stays inside when it goes up no higher than the share, and not again after it went down', () => {
  for (const [path, target] of [
    ['a', 'b'],
    ['d/a', '../b'],
    ['d/a', '..'],
    ['a', '.'],
    ['d/e/a', './../../b/c'],
  ] as const) {
    assert.ok(staysInside(path, target), `${path} -> ${target}`);
  }
  for (const [path, target] of [
    ['a', '..'],
    ['a', '../b'],
    ['d/a', '../../b'],
    ['a', '/etc'],
    ['a', 'b/../c'],
    ['a', ''],
    ['a', 'C:\\x'],
  ] as const) {
    assert.ok(!staysInside(path, target), `${path} -> ${target}`);
  }
});

test('no link that is kept leads out of its share', () => {
  const name = fc.constantFrom('a', 'b', '..', '.', '');
  const path = fc.array(fc.constantFrom('a', 'b'), { minLength: 1, maxLength: 4 });
  fc.assert(
    fc.property(path, fc.array(name, { maxLength: 6 }), (names, target) => {
      const link = names.join('/');
      if (!staysInside(link, target.join('/'))) return;
      assert.ok(!posix.join(posix.dirname(link), target.join('/')).startsWith('..'));
    }),
  );
});

test('a file that was changed within a tick of its clock waits, one from the past or the future does not', () => {
  const now = 1_700_000_000_500;
  assert.ok(racy({ mtimeNs: 1_700_000_000_495_000_001n }, now) > 0);
  assert.equal(racy({ mtimeNs: 1_700_000_000_400_000_001n }, now), 0);
  assert.ok(racy({ mtimeNs: 1_699_999_999_000_000_000n }, now) > 0);
  assert.equal(racy({ mtimeNs: 1_699_999_990_000_000_000n }, now), 0);
  assert.equal(racy({ mtimeNs: 1_800_000_000_000_000_001n }, now), 0);
});
