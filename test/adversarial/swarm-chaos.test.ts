import assert from 'node:assert/strict';
import { randomInt } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { PIECE_SIZE } from '../../src/core/content/geometry.ts';
import { runningTracker } from '../support/running-tracker.ts';
import { SeededRandom } from '../support/seeded-random.ts';
import { bytesOf } from './download-network.ts';
import type { Misbehaviour } from './download-sources.ts';
import { oddMember, SwarmPeer } from './swarm-members.ts';

const PIECES = 48;
const bytes = bytesOf(PIECES * PIECE_SIZE - 777);
/** Members: with the slow seeder and the one that comes and goes, twenty. */
const LEECHERS = 13;
const LIARS = 5;
const EVENTS = 45;
/** Between two events, ms. */
const PAUSE = { from: 20, to: 200 };
/** Before each piece, ms, so that there is time for something to happen. */
const SLOWLY = { delayMs: 60 };
const FILE = 'file.bin';

/** How a member that cannot be trusted behaves next. */
function misbehaviourOf(random: SeededRandom): Misbehaviour {
  const holds = Array.from({ length: PIECES }, (_, piece) => piece).filter(() => random.next() < 0.5);
  return random.of<Misbehaviour>([
    {},
    SLOWLY,
    { wrongPiece: random.between(0, PIECES) },
    { wrongPiece: 'every' },
    { wrongHashes: true },
    { silent: true },
    { stallAfter: random.between(0, 4 * PIECE_SIZE) },
    { dripMs: 200 },
    { closeAfterPiece: true },
    { holds },
    { holds, claims: 'all' },
    { backwards: 'pieces' },
    { backwards: 'version' },
    { next: 'again' },
    { answer: { status: 429, code: 'busy', context: { position: 2 }, retryAfter: 1 } },
    { answer: { status: 404, code: 'not-found' } },
  ]);
}

/**
 * Twenty members: peers that fetch, one after the other; a slow seeder that stays and one that comes and goes; liars that
 * behave otherwise every now and then. Peers stop in the middle and start again. `AYNI_CHAOS_SEED` repeats a run, as far
 * as the choices go.
 */
test('every honest peer of a swarm ends with the right bytes, whatever others do', { timeout: 180_000 }, async (t) => {
  const seed = Number(process.env['AYNI_CHAOS_SEED'] ?? randomInt(2 ** 31));
  t.diagnostic(`AYNI_CHAOS_SEED=${seed}`);
  const random = new SeededRandom(seed);
  const tracker = await runningTracker(t, { maxConnections: 256 });
  const steady = await oddMember(t, tracker, bytes, 'steady');
  steady.behave(SLOWLY);
  const liars = [];
  for (let liar = 0; liar < LIARS; liar++) liars.push(await oddMember(t, tracker, bytes, `liar-${liar}`));
  const seeder = await SwarmPeer.make(t, tracker, 'seeder');
  const peers: SwarmPeer[] = [];
  for (let peer = 0; peer < LEECHERS; peer++) peers.push(await SwarmPeer.make(t, tracker, `peer-${peer}`));
  const target = { kind: 'content', content: steady.content, size: bytes.length, name: FILE } as const;
  const fetching: SwarmPeer[] = [];
  let hits = 0;

  const begins = async (): Promise<void> => {
    const peer = peers[fetching.length];
    if (peer === undefined) return;
    await peer.local.addDownload({ target });
    fetching.push(peer);
  };
  const restarts = async (peer: SwarmPeer): Promise<void> => {
    if (peer.local.downloads()[0]?.state === 'running') hits++;
    await peer.stop();
    await wait(random.between(0, 100));
    await peer.start();
  };

  for (let event = 0; event < EVENTS; event++) {
    await wait(random.between(PAUSE.from, PAUSE.to));
    if (event === EVENTS / 3) await seeder.share(FILE, bytes);
    const dice = random.next();
    if (fetching.length === 0 || dice < 0.4) await begins();
    else if (dice < 0.7) random.of(liars).behave(misbehaviourOf(random));
    else if (dice < 0.95) await restarts(random.of(fetching));
    else await restarts(seeder);
  }
  while (fetching.length < peers.length) await begins();
  t.diagnostic(`${hits} peers were stopped while they fetched`);

  for (const peer of peers) {
    while (peer.local.downloads()[0]?.state !== 'done') {
      const [job] = peer.local.downloads();
      assert.notEqual(job?.state, 'failed', `${peer.name}: ${JSON.stringify(job)}`);
      await wait(50);
    }
    assert.deepEqual(await readdir(peer.downloads), [FILE]);
    assert.equal(Buffer.compare(await readFile(join(peer.downloads, FILE)), bytes), 0, `${peer.name} has wrong bytes`);
  }
});
