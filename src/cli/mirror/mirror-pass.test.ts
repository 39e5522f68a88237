import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { lstat, mkdir, readdir, readFile, readlink, rename, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test, type TestContext } from 'node:test';

import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { AyniError } from '../../core/errors.ts';
import { contentIdOfHash, type ContentId } from '../../core/ids.ts';
import { LocalTree } from './local-tree.ts';
import { mirrorPass, type Done, type Fetch } from './mirror-pass.ts';
import { MirrorState } from './mirror-state.ts';
import { insteadOfFolder, peerTree, type Listed } from './peer-tree.ts';

const MIRRORED = { peer: 'p', path: 'share' };
const RULES = { windows: false, caseInsensitive: false };

const contentOf = (text: string) => contentIdOfHash(createHash('sha256').update(text).digest());
const file = (path: string, text: string): Listed => ({
  kind: 'file',
  path: `share/${path}`,
  content: contentOf(text),
  size: text.length,
  mtime: 1_700_000_000_000,
});
const folder = (path: string): Listed => ({ kind: 'directory', path: `share/${path}` });

/** A folder that mirrors what the test says the peer has. */
class Mirror {
  readonly root: string;
  /** Texts that can be fetched. */
  texts: readonly string[] = [];

  constructor(root: string) {
    this.root = root;
  }

  static async make(t: TestContext) {
    return new Mirror(await temporaryFolder(t));
  }

  at(...names: string[]) {
    return join(this.root, ...names);
  }

  read(path: string) {
    return readFile(this.at(path), 'utf8');
  }

  /** What a person sees in the folder. */
  async names() {
    return (await readdir(this.root, { recursive: true })).filter((name) => !name.startsWith('.ayni')).toSorted();
  }

  async pass(texts: Readonly<Record<string, string>>, more: readonly Listed[] = [], fetch?: Fetch): Promise<Done> {
    using state = await MirrorState.open(this.root, MIRRORED);
    const listed = [...more, ...Object.entries(texts).map(([path, text]) => file(path, text))];
    const bring: Fetch = async (contents) => {
      const here = new Map<ContentId, string>();
      for (const text of Object.values(texts)) {
        const content = contentOf(text);
        const { name } = contents.get(content) ?? {};
        if (name === undefined) continue;
        await mkdir(state.partsOf(content), { recursive: true });
        here.set(content, join(state.partsOf(content), name));
        await writeFile(join(state.partsOf(content), name), text);
      }
      return here;
    };
    return await mirrorPass(new LocalTree(this.root), state, peerTree(listed, 'share', RULES), fetch ?? bring);
  }
}

const day = new Date();
const TODAY = [day.getFullYear(), day.getMonth() + 1, day.getDate()].map((n) => String(n).padStart(2, '0')).join('-');

test('fetches, replaces and deletes what it wrote itself, and leaves what is yours', async (t) => {
  const mirror = await Mirror.make(t);
  await writeFile(mirror.at('mine.txt'), 'mine');
  const first = await mirror.pass({ 'a.txt': 'a', 'sub/b.txt': 'b', 'same.txt': 'a' }, [folder('empty')]);
  assert.deepEqual(first.fetched.toSorted(), ['a.txt', 'same.txt', 'sub/b.txt']);
  assert.equal((await lstat(mirror.at('a.txt'))).mtimeMs, 1_700_000_000_000);
  const second = await mirror.pass({ 'a.txt': 'A2' });
  assert.deepEqual(second.replaced, ['a.txt']);
  assert.deepEqual(second.deleted.toSorted(), ['same.txt', 'sub/b.txt']);
  assert.deepEqual(second.conflicts, []);
  assert.deepEqual(await mirror.names(), ['a.txt', 'mine.txt']);
  const third = await mirror.pass({ 'a.txt': 'A2' });
  assert.deepEqual(third, { fetched: [], replaced: [], deleted: [], conflicts: [] });
});

test('a file that was changed here stays, and makes way under a conflict name when the peer’s changes or goes', async (t) => {
  const mirror = await Mirror.make(t);
  await mirror.pass({ 'a.txt': 'a', 'b.txt': 'b' });
  await writeFile(mirror.at('a.txt'), 'edited');
  await writeFile(mirror.at('b.txt'), 'edited too');
  assert.deepEqual((await mirror.pass({ 'a.txt': 'a', 'b.txt': 'b' })).conflicts, []);
  assert.equal(await mirror.read('a.txt'), 'edited');
  const { conflicts } = await mirror.pass({ 'a.txt': 'new' });
  assert.equal(conflicts.length, 2);
  assert.equal(await mirror.read('a.txt'), 'new');
  assert.equal(await mirror.read(`a (conflict ${TODAY}).txt`), 'edited');
  assert.equal(await mirror.read(`b (conflict ${TODAY}).txt`), 'edited too');
  await writeFile(mirror.at('a.txt'), 'again');
  await mirror.pass({ 'a.txt': 'newer' });
  assert.equal(await mirror.read(`a (conflict ${TODAY}) (2).txt`), 'again');
});

test('a file of yours with a name of the peer’s gets a conflict name, unless it has the same bytes', async (t) => {
  const mirror = await Mirror.make(t);
  await writeFile(mirror.at('a.txt'), 'mine');
  await writeFile(mirror.at('b.txt'), 'same');
  const { conflicts } = await mirror.pass({ 'a.txt': 'theirs', 'b.txt': 'same' });
  assert.deepEqual(conflicts, [{ path: 'a.txt', now: `a (conflict ${TODAY}).txt` }]);
  assert.deepEqual((await mirror.pass({})).deleted.toSorted(), ['a.txt', 'b.txt']);
});

test('what was deleted here comes back', async (t) => {
  const mirror = await Mirror.make(t);
  await mirror.pass({ 'sub/a.txt': 'a' });
  await rm(mirror.at('sub'), { recursive: true });
  assert.deepEqual((await mirror.pass({ 'sub/a.txt': 'a' })).fetched, ['sub/a.txt']);
});

test('a file becomes a folder, and a folder a file, with what is yours in it', async (t) => {
  const mirror = await Mirror.make(t);
  await mirror.pass({ x: 'file', 'y/one': '1' });
  await writeFile(mirror.at('y', 'mine'), 'mine');
  const { conflicts } = await mirror.pass({ 'x/inside': 'now', y: 'now a file' });
  assert.equal(await mirror.read('x/inside'), 'now');
  assert.equal(await mirror.read('y'), 'now a file');
  assert.deepEqual(conflicts, [{ path: 'y', now: `y (conflict ${TODAY})` }]);
  assert.equal(await mirror.read(`y (conflict ${TODAY})/mine`), 'mine');
});

test('a file or a link where the folder was is no empty folder', () => {
  const link: Listed = { kind: 'symlink', path: 'share/v1', target: 'v2' };
  assert.equal(insteadOfFolder([link], 'share/v1'), link);
  assert.ok(insteadOfFolder([file('v1', 'a')], 'share/v1'));
  // A share of one file.
  assert.ok(insteadOfFolder([{ kind: 'share', path: 'share', content: contentOf('a') }], 'share'));
  assert.equal(insteadOfFolder([folder('v1'), link, file('a', 'a')], 'share'), undefined);
  assert.equal(insteadOfFolder([], 'share'), undefined);
});

test('no link leads out of the folder: neither the peer’s nor one that was put here', async (t) => {
  const [mirror, outside] = [await Mirror.make(t), await temporaryFolder(t)];
  await writeFile(join(outside, 'a.txt'), 'precious');
  await mirror.pass({ 'sub/a.txt': 'a', 'sub/b.txt': 'b' });
  await rename(mirror.at('sub'), join(outside, 'moved'));
  await symlink(outside, mirror.at('sub'));
  await utimes(join(outside, 'a.txt'), 0, 0);
  const evil: Listed = { kind: 'symlink', path: 'share/evil', target: '../..' };
  const good: Listed = { kind: 'symlink', path: 'share/good', target: 'sub/a.txt' };
  await mirror.pass({ 'sub/a.txt': 'a2' }, [evil, good]);
  assert.equal(await readFile(join(outside, 'a.txt'), 'utf8'), 'precious');
  assert.equal(await mirror.read('sub/a.txt'), 'a2');
  assert.equal(await readlink(mirror.at('good')), 'sub/a.txt');
  assert.ok((await lstat(mirror.at(`sub (conflict ${TODAY})`))).isSymbolicLink());
  assert.deepEqual((await mirror.pass({})).deleted.toSorted(), ['good', 'sub/a.txt']);
});

test('what comes is shown by the name of its file, also where that is as long as names can be', async (t) => {
  const mirror = await Mirror.make(t);
  const long = `${'x'.repeat(251)}.txt`;
  const shown: string[] = [];
  const asked: Fetch = (contents) => {
    for (const { name } of contents.values()) shown.push(name);
    return Promise.resolve(new Map());
  };
  await mirror.pass({ 'sub/a.txt': 'a', [long]: 'b' }, [], asked);
  assert.deepEqual(shown.toSorted(), ['a.txt', long]);
  const { fetched } = await mirror.pass({ [`one/${long}`]: 'b', [`two/${long}`]: 'b' });
  assert.equal(fetched.length, 2);
});

test('what was interrupted goes on, and counts nothing as yours that it wrote', async (t) => {
  const mirror = await Mirror.make(t);
  await mirror.pass({ 'a.txt': 'a' });
  const texts = { 'a.txt': 'a2', 'b.txt': 'b' };
  const fails: Fetch = () => Promise.reject(new AyniError('cancelled', 'Interrupted.'));
  await assert.rejects(mirror.pass(texts, [], fails));
  assert.equal(await mirror.read('a.txt'), 'a');
  // Killed after the file was placed, before that was written down.
  await rm(mirror.at('a.txt'));
  await writeFile(mirror.at('a.txt'), 'a2');
  const done = await mirror.pass(texts);
  assert.deepEqual(done, { fetched: ['b.txt'], replaced: [], deleted: [], conflicts: [] });
});

test('a second mirror on the folder is refused, and one of something else', async (t) => {
  const mirror = await Mirror.make(t);
  await mirror.pass({ 'a.txt': 'a' });
  const isConflict = (error: unknown) => AyniError.is(error, 'conflict');
  {
    using state = await MirrorState.open(mirror.root, MIRRORED);
    await assert.rejects(mirror.pass({}), isConflict);
    assert.equal(state.written.size, 1);
  }
  await assert.rejects(MirrorState.open(mirror.root, { ...MIRRORED, path: 'other' }), isConflict);
  await mkdir(mirror.at('linked'));
  await symlink(mirror.root, mirror.at('linked', '.ayni-mirror'));
  await assert.rejects(MirrorState.open(mirror.at('linked'), MIRRORED));
});

test('the peer cannot write into the mirror’s own files', async (t) => {
  const mirror = await Mirror.make(t);
  const done = await mirror.pass({ '.ayni-mirror/state.json': 'x', '../out': 'x', 'a.txt': 'a' });
  assert.deepEqual(
    done.fetched.filter((path) => path.startsWith('.ayni')),
    [],
  );
  assert.ok((await mirror.names()).includes('a.txt'));
});
