import assert from 'node:assert/strict';
import { test } from 'node:test';
import { bytesOf, idOf, StandInTracker } from '../../../../test/adversarial/download-network.ts';
import { EVERYONE } from '../../../core/access/audience.ts';
import { peerIdOf } from '../../../core/ids.ts';
import type { BrowsedEntry, PeerView, SearchHit } from '../../../core/swarm/catalog.ts';
import { TrackerNetwork } from './tracker-network.ts';

const { signal } = new AbortController();
const NOBODY = { kind: 'restricted', groups: [], peers: [] } as const;
const idOfSeed = (seed: number) => peerIdOf(new Uint8Array(32).fill(seed));
const [self, left, right, gone] = [idOfSeed(1), idOfSeed(2), idOfSeed(3), idOfSeed(4)];
const mark = { dialect: 'slots', host: '10.0.0.9', port: 3333, name: 'film.avi', size: 9 } as const;

function file(path: string, seed: number, more: object = {}): BrowsedEntry {
  return { kind: 'file', path, content: idOf(bytesOf(10, seed)), size: 10, ...more };
}

/** What a tracker says beside an entry or a hit. */
function marked(foreign: object): object {
  return { foreign };
}

class Tracker extends StandInTracker {
  readonly hits: SearchHit[] = [];

  async peers(): Promise<readonly PeerView[]> {
    const view = { name: 'x', role: 'member', endpoints: [], agent: '', files: 1, bytes: 1, seen: 0 };
    return [self, left, right, gone].map((peer) => ({ ...view, peer, online: peer !== gone }));
  }

  async search(): Promise<{ items: readonly SearchHit[] }> {
    return { items: this.hits };
  }
}

function network() {
  const tracker = new Tracker();
  return { tracker, network: new TrackerNetwork({ tracker }, { self }) };
}

test('lists each content once, of shares that are for everyone, by its flat name where that is told', async () => {
  const { tracker, network: lookup } = network();
  const md5 = '0'.repeat(32);
  tracker.trees.set(left, [
    { kind: 'share', path: 'open', audience: EVERYONE },
    { kind: 'directory', path: 'open/d' },
    file('open/d/one', 1),
    file('open/two', 2, { flatName: 'two (2)', digests: { md5 } }),
    { kind: 'share', path: 'closed', audience: NOBODY },
    file('closed/three', 3),
  ]);
  tracker.trees.set(right, [
    { kind: 'share', path: 'again', audience: EVERYONE },
    file('again/other name', 1),
    { kind: 'file', path: 'again/film.avi', size: 9, ...marked(mark) },
    { kind: 'file', path: 'again/film 2', size: 9, ...marked({ ...mark, port: 1 }) },
    { kind: 'file', path: 'again/odd', size: 9, ...marked({ ...mark, port: -1 }) },
  ]);
  tracker.trees.set(gone, [{ kind: 'share', path: 's', audience: EVERYONE }, file('s/x', 8)]);
  const { size, ...holder } = mark;
  assert.deepEqual(await lookup.list({ limit: 100, signal }), [
    { name: 'one', size: 10, content: idOf(bytesOf(10, 1)) },
    { name: 'two (2)', size: 10, content: idOf(bytesOf(10, 2)), md5 },
    { name: 'film.avi', size, foreign: [holder, { ...holder, port: 1 }] },
  ]);
  assert.equal((await lookup.list({ limit: 1, signal })).length, 1);
});

test('finds this very name, natively first, and nothing that is for some members only', async () => {
  const { tracker, network: lookup } = network();
  tracker.trees.set(left, [
    { kind: 'share', path: 'open', audience: EVERYONE },
    file('open/film.avi', 1),
    { kind: 'share', path: 'closed', audience: NOBODY },
    file('closed/film.avi', 2),
  ]);
  const hit = { kind: 'file', size: 10, sources: 1, mtime: 0 } as const;
  tracker.hits.push(
    { ...hit, names: [], ...marked(mark) },
    { ...hit, names: [], ...marked({ ...mark, name: 'film.avi.txt' }) },
    { ...hit, content: idOf(bytesOf(10, 2)), names: ['closed/film.avi'] },
    { ...hit, content: idOf(bytesOf(10, 1)), names: ['open/film.avi'] },
    { ...hit, content: idOf(bytesOf(10, 3)), names: ['open/a film.avi'] },
  );
  const { size, ...holder } = mark;
  assert.deepEqual(await lookup.find('film.avi', { signal }), [
    { name: 'film.avi', size: 10, content: idOf(bytesOf(10, 1)) },
    { name: 'film.avi', size, foreign: [holder] },
  ]);
});

test('names 100 of the peers that have a foreign file, however many say that they do', async () => {
  const { tracker, network: lookup } = network();
  const copies = Array.from({ length: 20_000 }, (_, i) => {
    const at = { host: `10.0.${i >> 8}.${i & 255}` };
    return { kind: 'file', path: `s/${i}`, size: 9, ...marked({ ...mark, ...at }) } as const;
  });
  tracker.trees.set(left, [{ kind: 'share', path: 's', audience: EVERYONE }, ...copies]);
  const [film] = await lookup.list({ limit: 100, signal });
  assert.ok(film !== undefined && 'foreign' in film);
  assert.equal(film.foreign.length, 100);
});
