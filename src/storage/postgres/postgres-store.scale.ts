import { after, describe } from 'node:test';
import { PrivatePostgres, withoutPostgres } from '../../../test/support/private-postgres.ts';
import { SILENT } from '../../core/log.ts';
import { swarmStoreContract } from '../swarm-store.contract.ts';
import { openPostgresStore } from './open-postgres-store.ts';

describe('PostgreSQL', { skip: withoutPostgres }, async () => {
  if (withoutPostgres !== false) return;
  const server = await PrivatePostgres.start();
  after(() => server.remove());
  await server.makeDatabase('template_ayni');
  const made = await openPostgresStore({ url: server.url('template_ayni') }, { log: SILENT });
  await made.store.close();
  let count = 0;
  swarmStoreContract(
    'PostgreSQL',
    async (clock) => {
      const name = `ayni_${count++}`;
      await server.sql(`CREATE DATABASE ${name} TEMPLATE template_ayni STRATEGY file_copy`);
      const { store } = await openPostgresStore({ url: server.url(name), connections: 3 }, { log: SILENT, clock });
      return store;
    },
    { runs: 15 },
  );
});
