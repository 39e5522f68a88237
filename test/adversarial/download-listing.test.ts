import assert from 'node:assert/strict';
import { mkdir, readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { AyniError } from '../../src/core/errors.ts';
import type { BrowsedEntry, BrowseQuery, Page } from '../../src/core/swarm/catalog.ts';
import { downloader, seeder, StandInTracker, treeOf, until } from './download-network.ts';

const TIME = { timeout: 60_000 };
/** Files of one page of the tracker's list. */
const PAGE = 700;
/** Those of them that make full batches; the others wait for what else comes. */
const EARLY = 512;

/** A tracker that gives the second page of a tree only when it is told to, or fails to. */
class HeldTracker extends StandInTracker {
  readonly #held = Promise.withResolvers<void>();
  pages = 0;

  release(error?: AyniError): void {
    if (error === undefined) this.#held.resolve();
    else this.#held.reject(error);
  }

  override async browse(query: BrowseQuery): Promise<Page<BrowsedEntry>> {
    if (query.recursive) this.pages++;
    if (query.cursor !== undefined && this.pages === 2) await this.#held.promise;
    return super.browse(query);
  }
}

async function share(t: Parameters<typeof seeder>[0], tracker: StandInTracker, files: number) {
  const source = await seeder(t, tracker);
  // The share itself is not listed below the folder.
  const name = (file: number): string => `p/file-${String(file).padStart(4, '0')}`;
  for (let file = 0; file < files; file++) await source.add(name(file), Buffer.from(`content ${file}`));
  return { ...source, target: { kind: 'tree', peer: source.identity.peer, path: 'share/p' } as const };
}

test(
  'files are fetched while their folder is still being listed, which gets its name when it is whole',
  TIME,
  async (t) => {
    const tracker = new HeldTracker();
    const source = await share(t, tracker, PAGE + 50);
    const { service, folder } = await downloader(t, tracker);
    const job = await service.add({ target: source.target });
    const early = await until(service, job.id, ({ filesDone }) => filesDone === EARLY);
    assert.deepEqual([early.state, early.filesTotal], ['running', PAGE]);
    assert.deepEqual(await readdir(folder), ['.p.ayni-part']);
    assert.throws(() => service.choose(job.id, [PAGE - 1], 'skip'), { code: 'conflict' });
    tracker.release();
    const done = await service.wait(job.id);
    assert.deepEqual([done.state, done.filesDone, done.filesTotal], ['done', PAGE + 50, PAGE + 50]);
    assert.equal((await readdir(join(folder, 'p'))).length, PAGE + 50);
    assert.equal(source.server().counters().requests, Math.ceil((PAGE + 50) / 256));
  },
);

test('a list that breaks off is begun anew, and nothing that is there is fetched again', TIME, async (t) => {
  const tracker = new HeldTracker();
  const source = await share(t, tracker, PAGE + 50);
  const peer = await downloader(t, tracker);
  const { id } = await peer.service.add({ target: source.target });
  await until(peer.service, id, ({ filesDone }) => filesDone === EARLY);
  tracker.release(new AyniError('unreachable', 'The tracker is gone.'));
  const waiting = await until(peer.service, id, ({ state, reason }) => state === 'waiting' && reason !== undefined);
  assert.equal(waiting.reason?.code, 'unreachable');
  const before = source.server().counters().bytesSent;
  const service = await peer.restart();
  await service.resume(id);
  const done = await service.wait(id);
  assert.deepEqual([done.state, done.filesDone, done.filesTotal], ['done', PAGE + 50, PAGE + 50]);
  const sizes = Array.from({ length: PAGE + 50 - EARLY }, (_, file) => `content ${EARLY + file}`.length);
  assert.equal(
    source.server().counters().bytesSent - before,
    sizes.reduce((sum, size) => sum + size, 0),
  );
});

test('a job that is cancelled while it is listed leaves nothing behind', TIME, async (t) => {
  const tracker = new HeldTracker();
  const source = await share(t, tracker, PAGE + 50);
  const { service, folder } = await downloader(t, tracker);
  const { id } = await service.add({ target: source.target });
  await until(service, id, ({ filesDone }) => filesDone === EARLY);
  const cancelled = service.cancel(id);
  tracker.release();
  await cancelled;
  assert.deepEqual(await readdir(folder), []);
});

test('the list comes to its end while nobody fetches', TIME, async (t) => {
  const found = Promise.withResolvers<void>();
  class SilentTracker extends StandInTracker {
    override async locate(request: Parameters<StandInTracker['locate']>[0]): ReturnType<StandInTracker['locate']> {
      await found.promise;
      return super.locate(request);
    }
  }
  const tracker = new SilentTracker();
  const source = await seeder(t, tracker);
  const content = await source.add('p/file', Buffer.from('content'));
  const more = { kind: 'file', content, size: 7, mtime: 0, executable: false } as const;
  for (let file = 0; file < 10 * PAGE; file++) source.addEntry({ ...more, path: `share/p/file-${file}` });
  const { service } = await downloader(t, tracker);
  const { id } = await service.add({ target: { kind: 'tree', peer: source.identity.peer, path: 'share/p' } });
  const listed = await until(service, id, ({ filesTotal }) => filesTotal === 10 * PAGE + 1);
  assert.deepEqual([listed.state, listed.filesDone], ['running', 0]);
  const cancelled = service.cancel(id);
  found.resolve();
  await cancelled;
});

test('a name that has to change waits for the end of the list', TIME, async (t) => {
  const tracker = new HeldTracker();
  const source = await seeder(t, tracker);
  await source.add('p/.x.ayni-part', Buffer.from('changed'));
  for (let file = 0; file < PAGE; file++) source.addEntry({ kind: 'directory', path: `share/p/folder-${file}` });
  // What would have been its name, on the second page.
  await source.add('p/_.x.ayni-part', Buffer.from('keeps its name'));
  const { service, folder } = await downloader(t, tracker);
  const { id } = await service.add({ target: { kind: 'tree', peer: source.identity.peer, path: 'share/p' } });
  tracker.release();
  const done = await service.wait(id);
  assert.equal(done.state, 'done');
  assert.equal(await readFile(join(folder, 'p/_.x.ayni-part'), 'utf8'), 'keeps its name');
  assert.equal(await readFile(join(folder, 'p/_.x (2).ayni-part'), 'utf8'), 'changed');
  assert.deepEqual(done.renamed, [{ from: '.x.ayni-part', to: '_.x (2).ayni-part' }]);
  assert.equal((await readdir(join(folder, 'p'))).length, PAGE + 2);
});

test('a folder that appears meanwhile is left alone', TIME, async (t) => {
  const tracker = new HeldTracker();
  const source = await share(t, tracker, PAGE + 1);
  const { service, folder } = await downloader(t, tracker);
  const { id } = await service.add({ target: source.target });
  await until(service, id, ({ filesDone }) => filesDone === EARLY);
  await mkdir(join(folder, 'p'));
  tracker.release();
  const done = await service.wait(id);
  assert.equal(done.destination, join(folder, 'p (2)'));
  assert.deepEqual(await treeOf(join(folder, 'p')), {});
});
