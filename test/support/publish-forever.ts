import { createHash } from 'node:crypto';
import { EVERYONE } from '../../src/core/access/audience.ts';
import { contentIdOfHash, peerIdOf } from '../../src/core/ids.ts';
import { SILENT } from '../../src/core/log.ts';
import { parseSharePath } from '../../src/core/names/share-path.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { openSqliteStore } from '../../src/storage/sqlite/open-sqlite-store.ts';

/** A program to be killed: publishes without end and prints what the store said was safe. */
const digest = (text: string) => createHash('sha256').update(text).digest();
const store = await openSqliteStore(process.argv[2] ?? '', { clock: systemClock, log: SILENT });

async function work(worker: number): Promise<void> {
  const peer = peerIdOf(digest(`peer ${worker}`));
  await store.putMember({ peer, name: `peer ${worker}`, role: 'member', groups: [] });
  for (let round = 1; ; round++) {
    const content = contentIdOfHash(digest(`${worker} ${round}`));
    const path = parseSharePath(`round ${round}/file`);
    const entry = { kind: 'file', path, content, size: 1, mtime: 0, executable: false } as const;
    await store.publish(peer, {
      share: 's',
      audience: EVERYONE,
      base: round - 1,
      next: round,
      upsert: [entry],
      remove: [],
    });
    const held = contentIdOfHash(digest(`held ${worker} ${round}`));
    await store.hold(peer, [{ content: held, size: 1, pieces: 1, audience: EVERYONE }], []);
    const id = `${worker}-${round}`;
    const secretHash = digest(id).toString('hex');
    await store.addInvite({ id, secretHash, role: 'member', groups: [], uses: 1, lifetimeMs: 3_600_000 });
    process.stdout.write(`${worker} ${round}\n`);
  }
}

await Promise.all(Array.from({ length: 8 }, (_, worker) => work(worker)));
