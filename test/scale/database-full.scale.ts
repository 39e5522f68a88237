import assert from 'node:assert/strict';
import { chown, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';

import { SILENT } from '../../src/core/log.ts';
import { openPostgresStore } from '../../src/storage/postgres/open-postgres-store.ts';
import { PrivatePostgres, withoutPostgres } from '../support/private-postgres.ts';
import { Publishing } from '../support/publish-until-full.ts';
import { smallDisk } from '../support/small-disk.ts';

/** Who the server runs as, where the test is root's. */
const NOBODY = 65_534;

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
    const publishing = await Publishing.begin(store, disk, 100_000);
    const failure = await publishing.untilFull();
    assert.equal(failure?.code, 'disk-full');
    assert.match(failure.message ?? '', /disk of the tracker’s database is full/);
    const { acknowledged, found } = await publishing.files();
    assert.equal(found, acknowledged);
    await publishing.makeRoom();
    await publishing.more();
    assert.equal((await publishing.files()).found, acknowledged + 500);
  },
);
