import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after } from 'node:test';
import { SILENT } from '../../core/log.ts';
import { swarmStoreContract } from '../swarm-store.contract.ts';
import { openSqliteStore } from './open-sqlite-store.ts';

const folder = await mkdtemp(join(tmpdir(), 'ayni-test-'));
after(() => rm(folder, { recursive: true, force: true, maxRetries: 3 }));

swarmStoreContract('SQLite in memory', (clock) => openSqliteStore(':memory:', { clock, log: SILENT }), { runs: 60 });

let count = 0;
swarmStoreContract(
  'SQLite in a file',
  (clock) => openSqliteStore(join(folder, `${count++}.sqlite`), { clock, log: SILENT }),
  { runs: 6 },
);
