import assert from 'node:assert/strict';
import { test } from 'node:test';
import { isDeepStrictEqual } from 'node:util';

import { SILENT } from '../../src/core/log.ts';
import {
  ANNA,
  BEN,
  file,
  only,
  PRESENCE,
  populate,
  treeOf,
  TTL,
  viewer,
} from '../../src/storage/contract/fixtures.contract.ts';
import { openPostgresStore } from '../../src/storage/postgres/open-postgres-store.ts';
import { PrivatePostgres, withoutPostgres } from '../support/private-postgres.ts';

const FILES = 5_000;
/** Even, so that the last list is the first again. */
const TIMES = 6;
const MOST_SWEEPS = 100;

test(
  'a peer that publishes all it has again and again leaves no more behind than one that does it once',
  { skip: withoutPostgres, timeout: 240_000 },
  async (t) => {
    const server = await PrivatePostgres.start();
    t.after(() => server.remove());
    const url = await server.makeDatabase('network');
    const { store } = await openPostgresStore({ url, connections: 4 }, { log: SILENT });
    t.after(() => store.close());
    await populate(store);
    const rows = async () =>
      (
        await server.sql(
          `SELECT (SELECT count(*) FROM entries)::int AS entries, (SELECT count(*) FROM paths)::int AS paths,
           (SELECT count(*) FROM contents)::int AS contents`,
          'network',
        )
      )[0];
    /** The same files as ever, or all of them renamed and changed. */
    const everything = (time: number) => {
      const suffix = time % 2 === 0 ? '' : `, ${time}`;
      return Array.from({ length: FILES }, (_, at) => file(`folder ${at % 50}${suffix}/file ${at}`, `c${at}${suffix}`));
    };
    await store.publish(ANNA, only('s', everything(0)));
    const once = await rows();
    for (let time = 1; time <= TIMES; time++) {
      const [renewed] = await Promise.all([
        store.renewLease(BEN, PRESENCE.slots, TTL),
        store.publish(ANNA, only('s', everything(time))),
      ]);
      assert.ok(renewed, 'another peer is answered meanwhile');
    }
    // What nobody names any more is swept little by little.
    for (let sweep = 0; sweep < MOST_SWEEPS && !isDeepStrictEqual(await rows(), once); sweep++)
      await store.sweepLeases();
    assert.deepEqual(await rows(), once);
    const files = (await treeOf(store, viewer(BEN), ANNA, 's')).filter((path) => path.includes('/file '));
    assert.equal(files.length, FILES);
  },
);
