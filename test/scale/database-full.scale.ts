import assert from 'node:assert/strict';
import { chown, mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { SILENT } from '../../src/core/log.ts';
import { ANNA, BEN, delta, file, populate, treeOf, viewer } from '../../src/storage/contract/fixtures.contract.ts';
import { openPostgresStore } from '../../src/storage/postgres/open-postgres-store.ts';
import { PrivatePostgres, withoutPostgres } from '../support/private-postgres.ts';
import { smallDisk } from '../support/small-disk.ts';

/** Who the server runs as, where the test is root's. */
const NOBODY = 65_534;
const FILES = 500;

test(
  'a database whose disk is full keeps what was acknowledged, says what to do, and goes on when there is room',
  { skip: withoutPostgres, timeout: 240_000 },
  async (t) => {
    const disk = await smallDisk(t, '60m');
    if (disk === undefined) return;
    const server = await PrivatePostgres.start();
    t.after(() => server.remove());
    await chown(disk, NOBODY, NOBODY);
    const folder = join(disk, 'tables');
    await mkdir(folder);
    await chown(folder, NOBODY, NOBODY);
    await server.sql(`CREATE TABLESPACE small LOCATION '${folder}'`);
    await server.sql('CREATE DATABASE network TABLESPACE small');
    const { store } = await openPostgresStore({ url: server.url('network'), connections: 4 }, { log: SILENT });
    t.after(() => store.close());
    await populate(store);
    const batch = (round: number) =>
      delta(
        's',
        round,
        Array.from({ length: FILES }, (_, at) => file(`round ${round}/file ${at}`, `c${round} ${at}`)),
      );
    await store.publish(ANNA, batch(0));
    const { bavail, bsize } = await statfs(disk);
    await writeFile(join(disk, 'filler'), Buffer.alloc(Math.max(0, bavail * bsize - 100_000)));
    let safe = 1;
    const failure = await (async () => {
      for (; safe < 100; safe++) {
        const error = await store.publish(ANNA, batch(safe)).then(
          () => undefined,
          (reason: unknown) => reason,
        );
        if (error !== undefined) return error as { readonly code?: string; readonly message?: string };
      }
      return undefined;
    })();
    assert.equal(failure?.code, 'disk-full');
    assert.match(failure.message ?? '', /disk of the tracker’s database is full/);
    const files = async () => (await treeOf(store, viewer(BEN), ANNA, 's')).filter((path) => path.includes('/file '));
    assert.equal((await files()).length, safe * FILES);
    await rm(join(disk, 'filler'));
    await store.publish(ANNA, batch(safe));
    assert.equal((await files()).length, (safe + 1) * FILES);
  },
);
