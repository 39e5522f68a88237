import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, renameSync } from 'node:fs';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { SILENT } from '../../src/core/log.ts';
import { Library } from '../../src/peer/library/library.ts';
import { ShareService } from '../../src/peer/share/share-service.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { parseSharePath } from '../../src/core/names/share-path.ts';
import { needs } from '../support/parts.ts';
import { RecordingTracker } from '../support/recording-tracker.ts';
import { errorCode, runningTracker } from '../support/running-tracker.ts';
import { temporaryFolder } from '../support/temporary-folder.ts';
import { downloader, hasher, StandInTracker } from './download-network.ts';

const DEPTH = 10_000;
const DEEP = Array.from({ length: DEPTH }, () => 'd').join('/');

test('a tracker refuses paths 10,000 deep, and goes on', async (t) => {
  const { call, member } = await runningTracker(t);
  const as = await member();
  const publish = (part: object) =>
    call('POST', '/v1/publish', {
      as,
      body: {
        share: 's',
        audience: { kind: 'everyone' },
        base: 0,
        next: 1,
        full: 'only',
        upsert: [],
        remove: [],
        ...part,
      },
    });
  const answers = {
    entry: await publish({ upsert: [{ kind: 'directory', path: DEEP }] }),
    removal: await publish({ remove: [DEEP] }),
    share: await publish({ share: DEEP }),
    browse: await call('GET', `/v1/browse?peer=${as.peer}&path=${encodeURIComponent(DEEP)}`, { as }),
    search: await call('GET', `/v1/search?text=${encodeURIComponent(DEEP)}`, { as }),
    elsewhere: await call('GET', `/v1/${DEEP}`, { as }),
  };
  for (const [what, answer] of Object.entries(answers)) {
    assert.ok(answer.status >= 400 && answer.status < 500, `${what}: ${answer.status} ${answer.text.slice(0, 200)}`);
    assert.match(errorCode(answer), /^(bad-path|bad-request|too-large|not-found)$/, what);
    assert.ok(answer.text.length < 1000, what);
  }
  assert.equal((await call('GET', '/v1/stats', { as })).status, 200);
});

test('a download refuses a path 10,000 deep', async (t) => {
  const { service, identity } = await downloader(t, new StandInTracker());
  const target = { kind: 'tree', peer: identity.peer, path: DEEP } as const;
  await assert.rejects(service.add({ target }), { code: 'bad-path' });
  assert.throws(() => parseSharePath(DEEP), { code: 'bad-path' });
});

/** Folders inside each other. No path is long enough to name the last, so each new one is put around the others. */
function digDeep(folder: string): void {
  mkdirSync(folder);
  for (let depth = 1; depth < DEPTH; depth++) {
    mkdirSync(`${folder}.around`);
    renameSync(folder, `${folder}.around/d`);
    renameSync(`${folder}.around`, folder);
  }
}

test('a folder 10,000 deep is shared as far as paths go, and says what it skips', { timeout: 60_000 }, async (t) => {
  if (!needs(t, 'rm')) return;
  const folder = await mkdtemp(join(tmpdir(), 'ayni-test-'));
  // Node removes by paths, which are too long here.
  t.after(() => void spawnSync('rm', ['-rf', folder]));
  const deep = join(folder, 'deep');
  digDeep(deep);
  const library = Library.open(join(await temporaryFolder(t), 'library.sqlite'), { hasher, log: SILENT });
  const tracker = new RecordingTracker();
  const service = new ShareService({ library, tracker, hasher, clock: systemClock, log: SILENT }, { watch: true });
  t.after(async () => {
    await service.stop();
    library.close();
  });
  service.start();
  service.announced({ revisions: {} });
  await service.add({ path: deep });
  await service.rescan('deep');
  const [status] = service.list();
  assert.equal(status?.state, 'ready');
  assert.equal(tracker.paths('deep').length, 255);
  assert.equal(status?.skipped.count, 1);
  assert.match(status?.skipped.examples[0]?.reason ?? '', /too deep/);
});
