import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { SILENT } from '../../../src/core/log.ts';
import { trackerFolder } from '../../../src/main/state/has-tracker.ts';
import { systemClock } from '../../../src/platform/clock.ts';
import { openSqliteStore } from '../../../src/storage/sqlite/open-sqlite-store.ts';
import { addCallers } from './callers.ts';
import type { Identified } from './load-messages.ts';
import { fillStore, type SwarmSize } from './synthetic-swarm.ts';

/** Whose identities go with a store that was filled before. */
const MEMBERS = 'members.json';

/**
 * Fills the state folder of a tracker over SQLite with a swarm, unless an earlier run did.
 * @returns members with certificates, whose connections the load comes over
 */
export async function keptSwarm(
  state: string,
  size: SwarmSize & { readonly callers: number },
  say: (line: string) => void,
): Promise<readonly Identified[]> {
  const members = join(state, MEMBERS);
  if (existsSync(members)) return JSON.parse(readFileSync(members, 'utf8')) as readonly Identified[];
  mkdirSync(trackerFolder(state), { recursive: true });
  const store = await openSqliteStore(join(trackerFolder(state), 'tracker.sqlite'), {
    clock: systemClock,
    log: SILENT,
  });
  try {
    const identities = await addCallers(store, size.callers);
    const begun = performance.now();
    await fillStore(store, size, say);
    say(`filled in ${((performance.now() - begun) / 1000).toFixed(0)} s`);
    writeFileSync(members, JSON.stringify(identities), { mode: 0o600 });
    return identities;
  } finally {
    await store.close();
  }
}
