import assert from 'node:assert/strict';
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';
import { hasher, plant } from '../../../../test/support/sharing-peer.ts';
import { temporaryFolder } from '../../../../test/support/temporary-folder.ts';
import { EVERYONE } from '../../../core/access/audience.ts';
import { SILENT } from '../../../core/log.ts';
import { openReader } from '../../library/database.ts';
import { EntryReader } from '../../library/entry-reader.ts';
import { Library } from '../../library/library.ts';
import type { Share } from '../../library/share-table.ts';
import type { ScanBatch } from './scan-report.ts';
import { Walk } from './walk.ts';

type Call = 'readdirSync' | 'lstatSync' | 'statSync';

/** A share in an index that knows what scans of it tell, and a file system that may refuse. */
async function walkedShare(t: TestContext, tree: Record<string, string>, kind: Share['kind'] = 'folder') {
  const folder = await temporaryFolder(t);
  plant(folder, tree);
  const index = join(await temporaryFolder(t), 'library.sqlite');
  const library = Library.open(index, { hasher, log: SILENT });
  const database = openReader(index);
  t.after(() => {
    database.close();
    library.close();
  });
  const path = kind === 'folder' ? folder : join(folder, 'list');
  const share = library.shareTable.add({ name: 'docs', path, kind, hidden: false, audience: EVERYONE });
  const walk = (paths?: readonly string[]) => {
    const told: ScanBatch[] = [];
    const emit = (batch: ScanBatch) => told.push(batch) > 0;
    const request = { share, trustEmpty: false, exclude: [], ...(paths === undefined ? {} : { paths }) };
    const end = new Walk(new EntryReader(database), request, emit).run();
    const [found, gone, skipped] = [
      told.flatMap((batch) => batch.found),
      told.flatMap((batch) => batch.gone),
      told.flatMap((batch) => batch.skipped),
    ];
    library.entries.apply(share, found, gone);
    return {
      found: found.map((one) => one.path),
      gone,
      skipped: skipped.map(({ path: at, reason }) => `${at}: ${reason}`),
      again: end.kind === 'done' ? end.again : end.kind,
    };
  };
  const refuse = (call: Call, at: string, code: string) => {
    const real = fs[call];
    const disk = t.mock.method(fs, call, (...args: unknown[]): unknown => {
      if (args[0] === join(folder, at)) throw Object.assign(new Error(code), { code });
      return Reflect.apply(real, undefined, args);
    });
    syncBuiltinESMExports();
    return {
      [Symbol.dispose]: () => {
        disk.mock.restore();
        syncBuiltinESMExports();
      },
    };
  };
  return { folder, walk, refuse };
}

const NOTHING = { found: [], gone: [], skipped: [], again: [] };

test('a folder that cannot be read for now keeps what is known of it, and is to be looked at again', async (t) => {
  const { folder, walk, refuse } = await walkedShare(t, { 'sub/x': 'x', 'sub/deep/y': 'y', z: 'z' });
  assert.deepEqual(walk(), { ...NOTHING, found: ['sub', 'z', 'sub/deep', 'sub/x', 'sub/deep/y'] });
  for (const code of ['EMFILE', 'ENFILE', 'ENOMEM', 'EIO', 'ESTALE', 'EBUSY']) {
    const unread = { ...NOTHING, skipped: [`sub: it cannot be read (${code})`], again: ['sub'] };
    for (const call of ['readdirSync', 'lstatSync'] as const) {
      using _ = refuse(call, 'sub', code);
      assert.deepEqual(walk(), unread, `${call} ${code}`);
      assert.deepEqual(walk(['sub']), unread, `${call} ${code}`);
      if (call === 'lstatSync') assert.deepEqual(walk(['sub/x']), unread, code);
    }
    assert.deepEqual(walk(['sub']), NOTHING);
  }
  plant(folder, { 'sub/new': 'new' });
  assert.deepEqual(walk(['sub']), { ...NOTHING, found: ['sub/new'] });
});

test('a file that cannot be looked at for now stays as it is known', async (t) => {
  const { walk, refuse } = await walkedShare(t, { 'sub/x': 'x', z: 'z' });
  walk();
  using _ = refuse('lstatSync', 'sub/x', 'EIO');
  const unread = { ...NOTHING, skipped: ['sub/x: it cannot be read (EIO)'], again: ['sub/x'] };
  assert.deepEqual(walk(), unread);
  assert.deepEqual(walk(['sub/x']), unread);
});

test('a file of a manifest that cannot be looked at for now stays as it is known', async (t) => {
  const { walk, refuse } = await walkedShare(t, { list: 'a sub/x\nb z\n', 'sub/x': 'x', z: 'z' }, 'manifest');
  assert.deepEqual(walk().found, ['a', 'b']);
  using _ = refuse('statSync', 'sub/x', 'EIO');
  assert.deepEqual(walk(), { ...NOTHING, skipped: ['a: sub/x: it cannot be read (EIO)'], again: ['sub/x'] });
});

test('what lies in a folder that may not or cannot be read is gone', async (t) => {
  for (const [code, skipped] of [
    ['EACCES', ['sub: no permission to read it']],
    ['EPERM', ['sub: no permission to read it']],
    ['ELOOP', ['sub: it cannot be read (ELOOP)']],
    ['ENAMETOOLONG', ['sub: it cannot be read (ENAMETOOLONG)']],
    ['ENOENT', ['sub: it vanished']],
  ] as const) {
    const { walk, refuse } = await walkedShare(t, { 'sub/x': 'x', z: 'z' });
    walk();
    using _ = refuse('readdirSync', 'sub', code);
    assert.deepEqual(walk(), { ...NOTHING, gone: ['sub/x'], skipped }, code);
  }
});

test('a share is not away for what this machine is short of', async (t) => {
  const { walk, refuse } = await walkedShare(t, { z: 'z' });
  walk();
  for (const [code, kind] of [
    ['EMFILE', 'unread'],
    ['EIO', 'away'],
    ['EACCES', 'away'],
  ] as const) {
    using _ = refuse('readdirSync', '', code);
    assert.deepEqual(walk(), { ...NOTHING, again: kind }, code);
  }
});
