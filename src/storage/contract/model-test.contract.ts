import fc from 'fast-check';
import assert from 'node:assert/strict';
import test from 'node:test';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import { EVERYONE, type Audience, type Viewer } from '../../core/access/audience.ts';
import { PIECE_SIZE } from '../../core/content/geometry.ts';
import { AyniError } from '../../core/errors.ts';
import type { PeerId } from '../../core/ids.ts';
import type { Entry, PublishBatch, SearchQuery } from '../../core/swarm/catalog.ts';
import type { SwarmStore } from '../../core/swarm/swarm-store.ts';
import {
  ANNA,
  BEN,
  CLEO,
  contentOf,
  directory,
  everyPage,
  file,
  pathOf,
  populate,
  PRESENCE,
  STRANGER,
  symlink,
  TTL,
  viewer,
  type MakeStore,
} from './fixtures.contract.ts';
import { Model } from './model.contract.ts';

const PEERS = [ANNA, BEN, CLEO];
const CONTENTS = ['c0', 'c1', 'c2', 'c3'];
const SIZES: Record<string, number> = { c0: 1, c1: PIECE_SIZE, c2: PIECE_SIZE * 3 + 1, c3: PIECE_SIZE * 2 };
const AUDIENCES: readonly Audience[] = [
  EVERYONE,
  { kind: 'restricted', groups: ['lab'], peers: [] },
  { kind: 'restricted', groups: [], peers: [CLEO] },
];
const VIEWERS: readonly Viewer[] = [viewer(ANNA), viewer(BEN, 'lab'), viewer(CLEO, 'other'), STRANGER];
const QUERIES: readonly Omit<SearchQuery, 'limit'>[] = [
  { text: '' },
  { text: 'söng' },
  { text: 'so x' },
  { text: 'share b' },
  { text: 'txt', kind: 'file' },
  { text: '', kind: 'directory', online: true },
  { text: '', extensions: ['txt'] },
  { text: 'a', peer: ANNA },
  { text: '', peer: BEN, online: true, minSize: 2 },
];

const name = fc.constantFrom('a', 'b', 'Song.txt', 'x söng', 'é.TXT');
const path = fc.array(name, { maxLength: 3 }).map((names) => names.join('/'));
const content = fc.constantFrom(...CONTENTS);
const entry: fc.Arbitrary<Entry> = fc.oneof(
  {
    weight: 4,
    arbitrary: fc
      .tuple(path, content, fc.nat(5))
      .map(([at, of, mtime]) => file(at, of, { size: SIZES[of] ?? 0, mtime })),
  },
  { weight: 1, arbitrary: path.map(directory) },
  { weight: 1, arbitrary: path.map((at) => symlink(at, 'b')) },
);
const peer = fc.constantFrom(...PEERS);
const audience = fc.constantFrom(...AUDIENCES);

type Step = (store: SwarmStore, model: Model, clock: ManualClock) => Promise<void>;

async function publishBoth(store: SwarmStore, model: Model, owner: PeerId, batch: PublishBatch): Promise<void> {
  const expected = model.peers.get(owner)?.revoked === true ? 'revoked' : undefined;
  const fits = expected === undefined && model.publish(owner, batch);
  try {
    await store.publish(owner, batch);
    assert.ok(fits, 'the store should have refused this batch');
  } catch (error) {
    if (!AyniError.is(error) || fits) throw error;
    assert.equal(error.code, expected ?? 'revision-mismatch');
  }
}

const publish: fc.Arbitrary<Step> = fc
  .record({
    owner: peer,
    share: fc.constantFrom('Share A', 'b share'),
    audience,
    full: fc.constantFrom('delta', 'delta', 'delta', 'only', 'first', 'middle', 'last'),
    fits: fc.integer({ min: 0, max: 9 }).map((n) => n > 0),
    upsert: fc.array(entry, { maxLength: 6 }),
    remove: fc.array(path, { maxLength: 2 }),
  })
  .map((made) => async (store, model) => {
    const known = model.peers.get(made.owner)?.shares.get(made.share)?.revision ?? 0;
    const base = made.fits ? known : known + 7;
    const { full, share } = made;
    const batch = {
      share,
      audience: made.audience,
      base,
      next: known + 1,
      upsert: made.upsert,
      remove: made.remove.map(pathOf),
    };
    await publishBoth(store, model, made.owner, full === 'delta' ? batch : { ...batch, full });
  });

const hold: fc.Arbitrary<Step> = fc
  .record({ owner: peer, of: content, part: fc.nat(4), audience, remove: content })
  .map((made) => async (store, model) => {
    if (model.peers.get(made.owner)?.revoked === true) return;
    const size = SIZES[made.of] ?? 0;
    const pieces = Math.min(made.part, Math.ceil(size / PIECE_SIZE));
    const upsert = [{ content: contentOf(made.of), size, pieces, audience: made.audience }];
    const remove = [contentOf(made.remove)];
    await store.hold(made.owner, upsert, remove);
    model.hold(made.owner, upsert, remove);
  });

const rarer: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(peer, fc.constantFrom('Share A', 'b share')).map(([owner, share]): Step => async (store, model) => {
    await store.unpublish(owner, share);
    model.peers.get(owner)?.shares.delete(share);
  }),
  content.map((of): Step => async (store, model) => {
    await store.withdraw(contentOf(of));
    model.withdraw(contentOf(of));
  }),
  fc.tuple(peer, fc.boolean()).map(([who, revoke]): Step => async (store, model) => {
    if (revoke) await store.revoke(who);
    else await store.endLease(who);
    const known = model.peers.get(who);
    if (known) Object.assign(known, { expires: 0, revoked: revoke || known.revoked });
  }),
  peer.map((who): Step => async (store, model, clock) => {
    await store.putMember({ peer: who, name: 'again', role: 'member', groups: [] });
    await store.grantLease(who, PRESENCE, TTL);
    model.join(who, clock.now() + TTL);
  }),
  fc.nat(TTL).map((ms): Step => async (store, _model, clock) => {
    clock.advance(ms);
    await store.sweepLeases();
  }),
);

async function compare(store: SwarmStore, model: Model, clock: ManualClock): Promise<void> {
  for (const as of VIEWERS) {
    for (const owner of PEERS) await compareTree(store, model, as, owner);
    for (const query of QUERIES) {
      const hits = await everyPage((cursor) => store.search(as, { ...query, limit: 2, ...cursor }));
      const shown = hits.map((hit) => ({
        key: hit.content ?? hit.names[0],
        size: hit.size,
        names: hit.names.toSorted(),
        sources: hit.sources,
      }));
      const expected = model.search(as, query, clock.now());
      const order = (a: { key: string | undefined }, b: { key: string | undefined }) =>
        (a.key ?? '') < (b.key ?? '') ? -1 : 1;
      for (const hit of shown) {
        const whole = expected.find((each) => each.key === hit.key);
        if (whole && whole.names.length > 5) {
          assert.equal(hit.names.length, 5);
          assert.ok(hit.names.every((each) => whole.names.includes(each)));
          hit.names = [...whole.names];
        }
      }
      assert.deepEqual(shown.toSorted(order), expected.toSorted(order), JSON.stringify(query));
    }
    for (const each of CONTENTS) await compareContent(store, model, as, each, clock.now());
    await compareCounts(store, model, as, clock.now());
  }
}

async function compareTree(store: SwarmStore, model: Model, as: Viewer, owner: PeerId): Promise<void> {
  const tree = await everyPage((cursor) =>
    store.browse(as, { peer: owner, path: '', recursive: true, limit: 3, ...cursor }),
  );
  const expected = model.seen(as, owner).map(({ full, entry: { kind, path: at }, entry: whole }) => ({
    path: full,
    kind: at === '' ? 'share' : kind,
    content: whole.kind === 'file' ? whole.content : undefined,
    mtime: whole.kind === 'file' ? whole.mtime : undefined,
    target: whole.kind === 'symlink' && at !== '' ? whole.target : undefined,
  }));
  const shown = tree.map((each) => ({
    path: each.path,
    kind: each.kind,
    content: each.content,
    mtime: each.mtime,
    target: each.kind === 'share' ? undefined : each.target,
  }));
  assert.deepEqual(shown, expected);
}

async function compareContent(store: SwarmStore, model: Model, as: Viewer, of: string, now: number): Promise<void> {
  const id = contentOf(of);
  const sources = (await store.locate(as, [{ id, offset: 0 }], 10)).get(id) ?? [];
  const expected = [...model.holders(as, id)].filter(([holder]) => model.online(holder, now));
  assert.deepEqual(new Map(sources.map((each) => [each.peer, each.pieces])), new Map(expected));
  const names = (await store.namesOf(as, id, 100)).map((each) => `${each.peer} ${each.path}`);
  const all = PEERS.flatMap((owner) => model.seen(as, owner)).filter(
    (each) => each.entry.kind === 'file' && each.entry.content === id,
  );
  assert.deepEqual(names.toSorted(), all.map((each) => `${each.peer} ${each.full}`).toSorted());
}

async function compareCounts(store: SwarmStore, model: Model, as: Viewer, now: number): Promise<void> {
  const peers = await store.peers(as);
  const files = (owner: PeerId) =>
    model.seen(as, owner).flatMap(({ entry: each }) => (each.kind === 'file' ? [each.size] : []));
  const expected = PEERS.filter((each) => model.peers.get(each)?.revoked !== true).map((each) => {
    const bytes = files(each).reduce((sum, size) => sum + size, 0);
    return [each, model.online(each, now), files(each).length, bytes];
  });
  assert.deepEqual(
    peers.map((each) => [each.peer, each.online, each.files, each.bytes]),
    expected,
  );
  const holders = CONTENTS.map((each) => {
    const size = SIZES[each] ?? 0;
    return { size, count: model.owners(as, contentOf(each), size).length };
  });
  const known = holders.filter((each) => each.count > 0);
  assert.deepEqual(await store.stats(as), {
    members: expected.length,
    online: PEERS.filter((each) => model.online(each, now)).length,
    files: PEERS.flatMap(files).length,
    contents: known.length,
    holdings: known.reduce((sum, each) => sum + each.count, 0),
    bytes: known.reduce((sum, each) => sum + each.size, 0),
  });
}

export function modelContract(makeStore: MakeStore, runs: number): void {
  test('does what a plain model does, whatever comes in which order, for every viewer', async () => {
    const step = fc.oneof(
      { weight: 6, arbitrary: publish },
      { weight: 2, arbitrary: hold },
      { weight: 2, arbitrary: rarer },
    );
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), async (steps) => {
        const clock = new ManualClock();
        const store = await makeStore(clock);
        const model = new Model();
        try {
          await populate(store);
          for (const each of PEERS) model.join(each, clock.now() + TTL);
          for (const run of steps) await run(store, model, clock);
          await compare(store, model, clock);
          for (const each of PEERS) {
            const shares = model.peers.get(each)?.shares ?? new Map<string, never>();
            const expected = [...shares].map(([share, { named, revision }]) => [share, named ? 0 : revision] as const);
            assert.deepEqual(await store.revisions(each), new Map(expected));
          }
        } finally {
          await store.close();
        }
      }),
      { numRuns: runs },
    );
  });
}
