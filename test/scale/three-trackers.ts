import { join } from 'node:path';
import type { TestContext } from 'node:test';

import { parseAddress } from '../../src/core/access/link.ts';
import type { PeerId } from '../../src/core/ids.ts';
import { SILENT } from '../../src/core/log.ts';
import { HttpsClient } from '../../src/net/http/https-client.ts';
import { loadIdentity } from '../../src/net/identity/identity.ts';
import { loadNetworkKey } from '../../src/net/identity/network-key.ts';
import { Membership } from '../../src/peer/membership/membership.ts';
import { TrackerClient } from '../../src/peer/membership/tracker-client.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openPostgresStore } from '../../src/storage/postgres/open-postgres-store.ts';
import { Machine } from '../e2e/cli-support.ts';
import { freePort } from '../support/free-port.ts';
import { PrivatePostgres } from '../support/private-postgres.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';

export interface Client {
  readonly peer: PeerId;
  readonly tracker: TrackerClient;
  readonly membership: Membership;
}

/** Three trackers as programs over one database, and clients of theirs in this process. */
export async function threeTrackers(t: TestContext) {
  const server = await PrivatePostgres.start();
  t.after(() => server.remove());
  const url = await server.makeDatabase('network');
  const folder = await temporaryFolder(t);
  const machines = [await Machine.make(t), await Machine.make(t), await Machine.make(t)];
  const ports = [await freePort(), await freePort(), await freePort()];
  const first = machines[0]?.path('state', 'tracker') ?? '';
  const start = (number: number) => {
    const key = number === 0 ? [] : ['--network-key', join(first, 'network.key')];
    const where = ['--host', '127.0.0.1', '--tracker-port', String(ports[number])];
    const machine = machines[number];
    if (machine === undefined) throw new Error(`there is no tracker ${number}`);
    return machine.start('tracker', '--store', url, ...where, ...key, '--tracker-max-connections', '4000');
  };
  const children = [(await start(0)).child, (await start(1)).child, (await start(2)).child];
  const networkKey = await loadNetworkKey(first);
  const { store, clock } = await openPostgresStore({ url, connections: 4 }, { log: SILENT });
  t.after(() => store.close());

  const open: (() => Promise<void>)[] = [];
  t.after(() => Promise.all(open.map((close) => close())));

  /** A member, announced by nobody yet. The trackers it knows begin with a different one for each number. */
  const client = async (number: number): Promise<Client> => {
    const state = join(folder, String(number));
    const identity = await loadIdentity(state);
    await store.putMember({ peer: identity.peer, name: `client ${number}`, role: 'member', groups: [] });
    const trackers = ports.map((_, index) => `127.0.0.1:${ports[(index + number) % ports.length]}`);
    const { network, publicKey } = networkKey;
    const issued = Math.floor(Date.now() / 1000);
    const who = { network, peer: identity.peer, role: 'member', groups: [] } as const;
    const credential = await networkKey.sign({ ...who, issued, expires: issued + 3600 });
    const record = { network, publicKey, trackers, role: 'member', groups: [], name: `client ${number}`, credential };
    const http = new HttpsClient({ identity });
    const tracker = new TrackerClient(
      { http, clock: systemClock },
      { network, trackers: trackers.map(parseAddress), timeoutMs: 30_000 },
    );
    const membership = new Membership(
      { identity, client: tracker, record: { ...record, role: 'member' }, clock: systemClock, stateFolder: state },
      {
        endpoints: () => [{ protocol: 'ayni', host: '127.0.0.1', port: 7742 }],
        slots: () => ({ total: 4, free: 4 }),
        agent: 'ayni/test',
      },
    );
    open.push(async () => {
      await membership.stop();
      http.close();
    });
    return { peer: identity.peer, tracker, membership };
  };
  const clients = async (count: number) => {
    const made: Client[] = [];
    while (made.length < count) {
      const some = Array.from({ length: Math.min(25, count - made.length) }, (_, at) => client(made.length + at));
      made.push(...(await Promise.all(some)));
    }
    return made;
  };
  return { store, clock, ports, children, start, clients };
}
