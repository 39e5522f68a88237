import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { PeerId } from '../../../core/ids.ts';
import { SwarmSource } from './swarm-source.ts';
import { ThreadChoice } from './thread-choice.ts';

const SLOW = 8e6;
const QUICK = 50e6;
const FAST = 500e6;

/** A choice among sources of these speeds, bytes per second, and how often the main thread was left. */
function choiceAmong(...speeds: readonly number[]) {
  const contacts = speeds.map((speed, index) => {
    return { peer: `p${index}` as PeerId, name: '', address: { host: '', port: 1 }, speed };
  });
  const sources = contacts.map((contact, index) => new SwarmSource(contact, index));
  let left = 0;
  const choice = new ThreadChoice(new Set(sources), { leaveMain: () => left++ });
  return { of: () => sources.map((source) => choice.of(source)), contacts, sources, left: () => left };
}

test('what comes slowly is received on the main thread', () => {
  assert.deepEqual(choiceAmong(SLOW, SLOW).of(), ['main', 'main']);
});

test('each of several sources stays on a thread, once they are fast together', () => {
  const { of, contacts, left } = choiceAmong(SLOW, QUICK);
  assert.deepEqual(of(), [0, 1]);
  for (const contact of contacts) contact.speed = SLOW;
  assert.deepEqual(of(), [0, 1]);
  assert.equal(left(), 1);
});

test('a source that one thread keeps up with stays on the first', () => {
  assert.deepEqual(choiceAmong(QUICK).of(), [0]);
});

test('what a fast source sends that is alone goes to whichever thread has least to do', () => {
  const { of, sources } = choiceAmong(FAST);
  assert.deepEqual(of(), [undefined]);
  const run = { first: 0, count: 1 };
  sources[0]?.asked.add({ run, waits: false, since: 0, end: new AbortController() });
  assert.deepEqual(of(), [undefined]);
});
