import fc from 'fast-check';
import assert from 'node:assert/strict';
import test from 'node:test';
import { ManualClock } from '../../../test/support/manual-clock.ts';
import type { Audience, Viewer } from '../../core/access/audience.ts';
import type { SwarmStore } from '../../core/swarm/swarm-store.ts';
import {
  ANNA,
  BEN,
  CLEO,
  contentOf,
  delta,
  everyEvent,
  everyPage,
  file,
  found,
  only,
  populate,
  scene,
  STRANGER,
  treeOf,
  viewer,
  type MakeStore,
} from './fixtures.contract.ts';

const LAB: Audience = { kind: 'restricted', groups: ['lab'], peers: [] };
const CLEO_ONLY: Audience = { kind: 'restricted', groups: [], peers: [CLEO] };
const NOBODY: Audience = { kind: 'restricted', groups: [], peers: [] };
const SECRET = contentOf('secret');

/** All that a viewer can read, as text. */
async function everythingReadBy(store: SwarmStore, as: Viewer): Promise<string> {
  const said: unknown[] = [];
  for (const peer of [ANNA, BEN, CLEO]) {
    said.push(await everyPage((cursor) => store.browse(as, { peer, path: '', recursive: true, limit: 7, ...cursor })));
    for (const path of ['hidden', 'hidden/deep', 'hidden/deep/classified.txt']) {
      said.push(await store.browse(as, { peer, path, recursive: false, limit: 10 }).catch(() => 'nothing'));
    }
  }
  for (const text of ['', 'classified', 'hidden', 'hi', 'open']) {
    for (const peer of [undefined, ANNA]) {
      said.push(
        await everyPage((cursor) =>
          store.search(as, { text, limit: 2, ...(peer === undefined ? {} : { peer }), ...cursor }),
        ),
      );
    }
  }
  said.push(await store.search(as, { text: '', idPrefix: SECRET.slice(0, 9), limit: 10 }));
  said.push([...(await store.locate(as, [{ id: SECRET, offset: 0 }], 10))]);
  said.push(await store.namesOf(as, SECRET, 100));
  said.push((await store.peers(as)).map(({ name, files, bytes }) => ({ name, files, bytes })));
  const { files, contents, holdings, bytes } = await store.stats(as);
  said.push({ files, contents, holdings, bytes });
  said.push((await everyEvent(store, as)).map(({ kind, peer, share }) => ({ kind, peer, share })));
  return JSON.stringify(said);
}

export function visibilityContract(makeStore: MakeStore, runs: number): void {
  test('shows a restricted share to its owner, to its groups and peers, and to nobody else', async (t) => {
    const { store } = await scene(t, makeStore);
    await store.publish(ANNA, only('lab', [file('notes', 'n')], LAB));
    await store.publish(ANNA, only('for cleo', [file('letter', 'l')], CLEO_ONLY));
    await store.publish(ANNA, only('mine', [file('diary', 'd')], NOBODY));
    const shares = async (as: Viewer) => (await treeOf(store, as, ANNA)).filter((path) => path.endsWith(':'));
    assert.deepEqual(await shares(viewer(ANNA)), ['for cleo:', 'lab:', 'mine:']);
    assert.deepEqual(await shares(viewer(BEN)), []);
    assert.deepEqual(await shares(viewer(BEN, 'other', 'lab')), ['lab:']);
    assert.deepEqual(await shares(viewer(CLEO)), ['for cleo:']);
    assert.deepEqual(await shares(STRANGER), []);
    assert.deepEqual(await found(store, viewer(CLEO), 'letter'), ['for cleo/letter']);
    assert.equal((await store.peers(viewer(BEN, 'lab')))[0]?.files, 1);
  });

  test('follows a change of audience at once, and what it knew of a viewer does not go stale', async (t) => {
    const { store } = await scene(t, makeStore);
    const ask = [{ id: contentOf('n'), offset: 0 }];
    const located = async (as: Viewer) => (await store.locate(as, ask, 10)).size;
    await store.publish(ANNA, only('s', [file('notes', 'n')]));
    assert.equal(await located(viewer(CLEO)), 1);
    await store.publish(ANNA, { ...delta('s', 1, []), audience: LAB });
    assert.equal(await located(viewer(CLEO)), 0);
    assert.equal(await located(viewer(BEN, 'lab')), 1);
    await store.publish(ANNA, { ...delta('s', 2, []), audience: CLEO_ONLY });
    assert.equal(await located(viewer(CLEO)), 1);
    assert.equal(await located(viewer(BEN, 'lab')), 0);
    assert.deepEqual(
      (await store.browse(viewer(CLEO), { peer: ANNA, path: '', recursive: false, limit: 1 })).items[0],
      {
        kind: 'share',
        path: 's',
        audience: CLEO_ONLY,
      },
    );
  });

  test('keeps the audience of what is held', async (t) => {
    const { store } = await scene(t, makeStore);
    const content = contentOf('h');
    await store.hold(BEN, [{ content, size: 10, pieces: 1, audience: LAB }], []);
    const located = async (as: Viewer) => (await store.locate(as, [{ id: content, offset: 0 }], 10)).size;
    assert.deepEqual(
      [await located(viewer(BEN)), await located(viewer(CLEO)), await located(viewer(CLEO, 'lab'))],
      [1, 0, 1],
    );
  });

  test('lets no read tell whether a restricted share is there', async () => {
    const audience = fc.constantFrom(LAB, CLEO_ONLY, NOBODY);
    const step = fc.record({
      owner: fc.constantFrom(ANNA, CLEO),
      audience,
      held: fc.boolean(),
      beside: fc.boolean(),
      gone: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), async (steps) => {
        const [withSecret, without] = [await makeStore(new ManualClock()), await makeStore(new ManualClock())];
        try {
          for (const store of [withSecret, without]) {
            await populate(store);
            await store.publish(ANNA, only('open', [file('open.txt', 'open')]));
          }
          for (const { owner, audience: hidden, held, beside, gone } of steps) {
            const names = [file('deep/classified.txt', 'secret'), ...(beside ? [file('open.txt', 'open')] : [])];
            await withSecret.publish(owner, only('hidden', names, hidden));
            await withSecret.appendEvent({ kind: 'published', peer: owner, share: 'hidden' });
            if (held) {
              await withSecret.hold(owner, [{ content: SECRET, size: 10, pieces: 1, audience: hidden }], []);
            }
            if (gone) await withSecret.unpublish(owner, 'hidden');
          }
          for (const as of [viewer(BEN), viewer(BEN, 'other'), STRANGER]) {
            assert.equal(await everythingReadBy(withSecret, as), await everythingReadBy(without, as));
          }
        } finally {
          await withSecret.close();
          await without.close();
        }
      }),
      { numRuns: runs },
    );
  });
}
