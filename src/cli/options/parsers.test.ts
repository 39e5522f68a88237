import assert from 'node:assert/strict';
import { test } from 'node:test';

import { SETTINGS } from '../../config/settings-table.ts';
import { extension, groupName, lifetime, positive, shareName, size, valueOf } from './parsers.ts';

const port = valueOf(SETTINGS.port);
const threads = valueOf(SETTINGS.receiveThreads);

test('reads ports, counts, lifetimes and sizes', () => {
  assert.equal(port('7741'), 7741);
  assert.equal(positive('3'), 3);
  assert.deepEqual(['90s', '30m', '12h', '7d', '2w'].map(lifetime), [90, 1800, 43_200, 604_800, 1_209_600]);
  assert.deepEqual(['0', '10MB', '1.5GiB', '2 k', '3b'].map(size), [0, 10_000_000, 1_610_612_736, 2000, 3]);
});

test('refuses what is none, with a word on what it should be', () => {
  for (const [parse, text] of [
    [port, '0'],
    [port, '65536'],
    [port, '7741x'],
    [port, '-1'],
    [positive, '0'],
    [positive, '1.5'],
    [lifetime, '7'],
    [lifetime, '0d'],
    [lifetime, '400d'],
    [size, 'big'],
    [size, '1.2345GB'],
    [size, ''],
  ] as const) {
    assert.throws(() => parse(text), /should be|is a number|A size is/, text);
  }
});

test('threads are from 1 to 16', () => {
  assert.equal(threads('16'), 16);
  for (const text of ['0', '17', 'two']) assert.throws(() => threads(text));
});

test('names, groups and extensions are refused where they are blank, too long, or steer a terminal', () => {
  const name = valueOf(SETTINGS.name);
  for (const parse of [shareName, name, (text: string) => groupName(text), (text: string) => extension(text)]) {
    for (const text of ['', ' ', 'x'.repeat(256), 'a\u001b[2J']) {
      assert.throws(() => parse(text), /It should be a text of 1 to \d+ letters\./, JSON.stringify(text));
    }
  }
  assert.equal(shareName('Exams 2025'), 'Exams 2025');
  assert.deepEqual(groupName('b', groupName('a')), ['a', 'b']);
  assert.deepEqual(extension('jpg', extension('.PNG')), ['png', 'jpg']);
  assert.throws(() => extension('.'));
});
