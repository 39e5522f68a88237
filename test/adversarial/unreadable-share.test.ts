import assert from 'node:assert/strict';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { SILENT } from '../../src/core/log.ts';
import { Library } from '../../src/peer/library/library.ts';
import { ShareService } from '../../src/peer/share/share-service.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { present } from '../support/parts.ts';
import { RecordingTracker } from '../support/recording-tracker.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { hasher } from './download-network.ts';

const NOBODY = 65_534;

/** Root may read everything: this process becomes somebody who may not, for as long as it runs. */
function becomeNobody(): boolean {
  if (process.platform === 'win32' || process.geteuid?.() === undefined) return false;
  if (process.geteuid() !== 0) return true;
  process.setgroups?.([]);
  process.setgid?.(NOBODY);
  process.setuid?.(NOBODY);
  return process.geteuid() === NOBODY;
}

test('what may not be read is refused, or skipped and counted, and the rest is shared', async (t) => {
  if (!present(t, becomeNobody(), 'needs permissions as POSIX knows them')) return;
  let secret = '';
  // Before the folder is removed, which takes permission to look into it.
  t.after(() => chmod(secret, 0o700));
  const folder = await temporaryFolder(t);
  secret = join(folder, 'share', 'secret');
  await mkdir(secret, { recursive: true });
  await writeFile(join(folder, 'share', 'open.txt'), 'open');
  await writeFile(join(folder, 'share', 'closed.txt'), 'closed');
  await writeFile(join(secret, 'in.txt'), 'in');
  await chmod(join(folder, 'share', 'closed.txt'), 0);
  await chmod(secret, 0);
  const library = Library.open(join(await temporaryFolder(t), 'library.sqlite'), { hasher, log: SILENT });
  const tracker = new RecordingTracker();
  const service = new ShareService({ library, tracker, hasher, clock: systemClock, log: SILENT }, { watch: false });
  t.after(async () => {
    await service.stop();
    library.close();
  });
  service.start();
  service.announced({ revisions: {} });
  for (const name of ['secret', 'closed.txt']) {
    const path = join(folder, 'share', name);
    await assert.rejects(service.add({ path }), { code: 'no-permission', message: /cannot be read[^\n]*$/ });
  }
  await service.add({ path: join(folder, 'share') });
  await service.rescan('share');
  assert.deepEqual(tracker.paths('share'), ['open.txt', 'secret']);
  const [status] = service.list();
  assert.equal(status?.state, 'ready');
  assert.deepEqual(status?.skipped.examples.map(({ path, reason }) => `${path}: ${reason}`).toSorted(), [
    'closed.txt: no permission to read it',
    'secret: no permission to read it',
  ]);
});
