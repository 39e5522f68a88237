import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkRefusal, linkStaysInside, type Standing } from './link-target.ts';

const tree: Record<string, Standing> = {
  bin: 'directory',
  deep: 'directory',
  'deep/er': 'directory',
  'deep/er/up': 'symlink',
  theirs: 'foreign-symlink',
};
const inside = (path: string, target: string) => linkStaysInside(path, target, (at) => tree[at] ?? 'other');

test('takes a relative link that stays inside', () => {
  assert.ok(inside('bin/tool', '../package/cli.js'));
  assert.ok(inside('a', 'deep/./er'));
  assert.ok(inside('deep/er/up', '../..'));
  assert.ok(inside('deep/x', 'er/../y'));
  assert.ok(inside('x', 'deep/er/up/bin'));
});

test('refuses a link that leaves, is absolute or empty', () => {
  for (const target of ['/etc', '..', 'deep/../..', '../../etc/passwd', '', 'C:\\x', 'C:x', 'a\\..\\..\\b', 'a\0b']) {
    assert.equal(inside('a', target), false, target);
  }
  assert.equal(inside('bin/tool', '../../x'), false);
});

test('refuses a link that leaves through another link', () => {
  // up is the root: deep/er/up/.. reads as deep/er and is the parent of the root.
  assert.equal(inside('evil', 'deep/er/up/../..'), false);
  assert.equal(inside('evil', 'missing/../..'), false);
  assert.equal(inside('evil', 'theirs/passwd'), false);
});

test('says of a link that is named where it leads', () => {
  const said = (path: string, target: string) => linkRefusal(path, target).message;
  assert.equal(said('odd/link-in', 'sub/./x'), '"odd/link-in" is a link to "odd/sub/x": name that instead.');
  assert.equal(said('odd/sub/up', '..'), '"odd/sub/up" is a link to "odd": name that instead.');
  for (const out of ['/etc', '..', '../other/x'])
    assert.equal(
      said('odd/link', out),
      `"odd/link" is a link to "${out}", outside of the share: it cannot be fetched.`,
    );
});
