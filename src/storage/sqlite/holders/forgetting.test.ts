import assert from 'node:assert/strict';
import { test } from 'node:test';

import { ManualClock } from '../../../../test/support/manual-clock.ts';
import { EVERYONE, type Audience } from '../../../core/access/audience.ts';
import { SILENT } from '../../../core/log.ts';
import type { SwarmStore } from '../../../core/swarm/swarm-store.ts';
import { ANNA, BEN, CLEO, contentOf, delta, file, only, populate, viewer } from '../../contract/fixtures.contract.ts';
import { openSqliteStore } from '../open-sqlite-store.ts';

const C = contentOf('c');
const ONE = contentOf('one');
const PIECE = 256 * 1024;
const nobody: Audience = { kind: 'restricted', groups: ['none'], peers: [] };

/** Each way in which others come to have a content, or to see that somebody has it: what is done before, and the change. */
const CHANGES: Readonly<Record<string, readonly ((store: SwarmStore) => Promise<unknown>)[]>> = {
  'a name comes': [
    (store) => store.publish(ANNA, only('s', [file('a', 'one')])),
    (store) => store.publish(CLEO, only('s', [file('b', 'one')])),
  ],
  'a name leads to another content': [
    (store) => store.publish(ANNA, only('s', [file('a', 'one')])),
    (store) => store.publish(ANNA, delta('s', 1, [file('a', 'two')])),
  ],
  'a name goes': [
    (store) => store.publish(ANNA, only('s', [file('a', 'one')])),
    (store) => store.publish(ANNA, delta('s', 1, [], ['a'])),
  ],
  'a full list names it no more': [
    (store) => store.publish(ANNA, only('s', [file('a', 'one')])),
    (store) => store.publish(ANNA, { ...only('s', [file('b', 'two')]), next: 2 }),
  ],
  'a share goes': [
    (store) => store.publish(ANNA, only('s', [file('a', 'one')])),
    (store) => store.unpublish(ANNA, 's'),
  ],
  'a share is for others': [
    (store) => store.publish(ANNA, only('s', [file('a', 'one')])),
    (store) => store.publish(ANNA, { ...delta('s', 1, []), audience: nobody }),
  ],
  'somebody names it with another size': [
    (store) => store.publish(ANNA, only('s', [file('a', 'one')])),
    (store) => store.publish(CLEO, only('s', [file('b', 'one', { size: 12_345_678 })])),
  ],
  'a holding comes': [
    (store) => store.hold(ANNA, [{ content: ONE, size: PIECE, pieces: 1, audience: EVERYONE }], []),
    (store) => store.hold(CLEO, [{ content: ONE, size: PIECE, pieces: 1, audience: EVERYONE }], []),
  ],
  'a holding grows': [
    (store) => store.hold(ANNA, [{ content: ONE, size: 3 * PIECE, pieces: 1, audience: EVERYONE }], []),
    (store) => store.hold(ANNA, [{ content: ONE, size: 3 * PIECE, pieces: 2, audience: EVERYONE }], []),
  ],
  'a holding goes': [
    (store) => store.hold(ANNA, [{ content: ONE, size: PIECE, pieces: 1, audience: EVERYONE }], []),
    (store) => store.hold(ANNA, [], [ONE]),
  ],
  'it is withdrawn': [
    (store) => store.hold(ANNA, [{ content: ONE, size: PIECE, pieces: 1, audience: EVERYONE }], []),
    (store) => store.withdraw(ONE),
  ],
  'a member leaves': [(store) => store.publish(ANNA, only('s', [file('a', 'one')])), (store) => store.forget(ANNA)],
};

for (const [what, [before, change]] of Object.entries(CHANGES)) {
  test(`who located a content before hears of it when ${what}`, async (t) => {
    const open = () => openSqliteStore(':memory:', { clock: new ManualClock(), log: SILENT });
    await using stack = new AsyncDisposableStack();
    const [asked, fresh] = await Promise.all([open(), open()]);
    for (const store of [asked, fresh]) {
      stack.defer(() => store.close());
      await populate(store);
      await before?.(store);
    }
    const located = (store: SwarmStore) =>
      store.locate(
        viewer(BEN),
        [ONE, C].map((id) => ({ id, offset: 0 })),
        10,
      );
    const then = await located(asked);
    assert.equal(then.size, 1);
    for (const store of [asked, fresh]) await change?.(store);
    const now = await located(asked);
    assert.notDeepEqual(now, then);
    assert.deepEqual(now, await located(fresh));
    t.diagnostic(`${then.get(ONE)?.length} and ${now.get(ONE)?.length ?? 0} sources`);
  });
}
