import assert from 'node:assert/strict';
import { test } from 'node:test';

import type { PeerId } from '../../../core/ids.ts';
import { isWanted, toLeave } from './partners.ts';
import { SwarmSource } from './swarm-source.ts';

const SOON = 100;
const LATER = 5_000;
const LATE = 60_000;

/** So many sources, taken up now, that ask us or don't. */
function sources(count: number, mutual: boolean): SwarmSource[] {
  return Array.from({ length: count }, (_, index) => {
    const contact = { peer: `p${index}` as PeerId, name: '', address: { host: '', port: 1 }, speed: 0 };
    const source = new SwarmSource(contact, index);
    source.mutual = mutual;
    return source;
  });
}

function after(ms: number): number {
  return performance.now() + ms;
}

test('tries others until four ask us, too', () => {
  assert.equal(isWanted(sources(3, false), false, after(SOON)), true);
  assert.equal(isWanted(sources(4, false), false, after(SOON)), false);
  assert.equal(isWanted(sources(4, false), false, after(LATER)), true);
  assert.equal(isWanted(sources(4, true), false, after(LATER)), false);
  assert.equal(isWanted(sources(10, false), false, after(LATER)), false);
});

test('takes up to six of those who ask us, whoever else there is', () => {
  assert.equal(isWanted([...sources(5, true), ...sources(5, false)], true, after(LATER)), true);
  assert.equal(isWanted(sources(6, true), true, after(LATER)), false);
});

test('leaves those that do not ask us, but only where enough do', () => {
  const [enough, few, others] = [sources(4, true), sources(3, true), sources(2, false)];
  assert.deepEqual(toLeave([...enough, ...others], after(SOON)), []);
  assert.deepEqual(toLeave([...enough, ...others], after(LATER)), others);
  assert.deepEqual(toLeave([...few, ...others], after(LATER)), []);
  const [busy, waiting] = others;
  const asked = { run: undefined, since: 0, end: new AbortController() };
  busy?.asked.add({ ...asked, waits: false });
  waiting?.asked.add({ ...asked, waits: true });
  assert.deepEqual(toLeave([...enough, ...others], after(LATER)), others.slice(1));
});

test('whoever asks us and brings nothing keeps nobody else away', () => {
  const freeloaders = sources(6, true);
  assert.equal(isWanted(freeloaders, false, after(LATER)), false);
  assert.equal(isWanted(freeloaders, false, after(LATE)), true);
  assert.equal(isWanted(freeloaders, true, after(LATE)), true);
  assert.deepEqual(toLeave(freeloaders, after(LATE)), []);
  const many = [...freeloaders, ...sources(4, true)];
  assert.equal(isWanted(many, false, after(LATE)), false);
  assert.deepEqual(toLeave(many, after(LATE)), many);
});
