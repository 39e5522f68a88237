import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AyniError } from '../../core/errors.ts';
import { foreignCandidates, foreignUrl, markOf, parseForeignUrl } from './foreign.ts';

const mark = { dialect: 'slots', host: '10.0.0.1', port: 3333, name: 'a film.avi' } as const;

test('reads what it writes, also with IPv6 and slashes in the name', () => {
  for (const one of [mark, { ...mark, host: 'fe80::1', name: 'x/y' }]) {
    assert.deepEqual(parseForeignUrl(foreignUrl(one)), { kind: 'foreign', ...one, also: [] });
  }
  for (const text of ['a film.avi', 'left:photos', 'http://x:1/y']) assert.equal(parseForeignUrl(text), undefined);
  for (const text of ['slots://', 'slots://x:1', 'slots://x:1/']) {
    assert.throws(() => parseForeignUrl(text), AyniError);
  }
});

test('takes files of one name, size and MD5 for one, and no others', () => {
  const marks = [mark, { ...mark, port: 1 }, { ...mark, size: 5 }, { ...mark, dialect: 'helo', port: 2 } as const];
  assert.deepEqual(
    foreignCandidates(marks).map(({ port, also }) => [port, also.map((one) => one.port)]),
    [
      [3333, [1, 2]],
      [3333, []],
    ],
  );
});

test('finds no mark in what has none or an unknown one', () => {
  assert.deepEqual(markOf({ foreign: mark }), mark);
  for (const foreign of [undefined, null, {}, { ...mark, dialect: 'gopher' }, { ...mark, port: 0 }]) {
    assert.equal(markOf({ foreign }), undefined);
  }
});
