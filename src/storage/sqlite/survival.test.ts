import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import test from 'node:test';
import { fileURLToPath } from 'node:url';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { contentIdOfHash, peerIdOf } from '../../core/ids.ts';
import { SILENT } from '../../core/log.ts';
import { systemClock } from '../../platform/clock.ts';
import { everyPage, PRESENCE } from '../contract/fixtures.contract.ts';
import { openSqliteStore } from './open-sqlite-store.ts';

const digest = (text: string) => createHash('sha256').update(text).digest();

test('loses no member, invite, entry or holding when its process is killed', async (t) => {
  const path = join(await temporaryFolder(t), 'tracker.sqlite');
  const program = fileURLToPath(new URL('../../../test/support/publish-forever.ts', import.meta.url));
  const child = spawn(process.execPath, [program, path], { stdio: ['ignore', 'pipe', 'inherit'] });
  t.after(() => child.kill('SIGKILL'));
  let said = '';
  child.stdout.setEncoding('utf8');
  for await (const chunk of child.stdout) {
    said += String(chunk);
    if (said.length > 5000) break;
  }
  const exit = child.exitCode === null && child.signalCode === null ? once(child, 'exit') : undefined;
  child.kill('SIGKILL');
  await exit;

  const safe = said
    .split('\n')
    .slice(0, -1)
    .map((line) => line.split(' ').map(Number));
  assert.ok(safe.length > 100);
  const store = await openSqliteStore(path, { clock: systemClock, log: SILENT });
  t.after(() => store.close());
  const invites = new Set((await store.invites()).map((invite) => invite.id));
  for (let worker = 0; worker < 8; worker++) {
    const peer = peerIdOf(digest(`peer ${worker}`));
    const as = { peer, groups: [] };
    assert.ok(await store.member(peer));
    await store.grantLease(peer, PRESENCE, 60_000);
    const rounds = safe.filter((each) => each[0] === worker).map((each) => each[1] ?? 0);
    const last = Math.max(0, ...rounds);
    const revision = (await store.revisions(peer)).get('s') ?? 0;
    assert.ok(revision >= last, `revision ${revision} of ${last}`);
    const tree = await everyPage((cursor) =>
      store.browse(as, { peer, path: 's', recursive: true, limit: 5000, ...cursor }),
    );
    assert.equal(tree.filter((entry) => entry.kind === 'file').length, revision, 'entries fit the revision');
    for (const round of rounds) {
      const ids = [`${worker} ${round}`, `held ${worker} ${round}`].map((text) => contentIdOfHash(digest(text)));
      const found = await store.locate(
        as,
        ids.map((id) => ({ id, offset: 0 })),
        1,
      );
      assert.equal(found.size, 2, `round ${round}`);
      assert.ok(invites.has(`${worker}-${round}`));
    }
    const { items } = await store.search(as, { text: `round ${last}/file`, peer, limit: 500 });
    assert.ok(last === 0 || items.some((hit) => hit.names.includes(`s/round ${last}/file`)));
  }
  await store.close();
  const database = new DatabaseSync(path);
  t.after(() => database.close());
  assert.deepEqual({ ...database.prepare('PRAGMA integrity_check').get() }, { integrity_check: 'ok' });
});
