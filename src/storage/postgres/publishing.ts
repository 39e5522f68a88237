import { AyniError } from '../../core/errors.ts';
import type { PeerId } from '../../core/ids.ts';
import { parentPath } from '../../core/names/share-path.ts';
import type { Entry, PublishBatch } from '../../core/swarm/catalog.ts';
import { keptMtime } from '../kept-mtime.ts';
import { internAudience } from './audiences.ts';
import { BatchTree, type Put } from './batch-tree.ts';
import { contentKey, internContents, internForeign, withdrawnOf } from './contents.ts';
import type { Queries } from './database.ts';
import { directoryRow, EntryWriter, FILE, SYMLINK, type EntryRow } from './entries.ts';
import { internPaths, TOP, walkKey } from './paths.ts';
import { lockedMemberRow } from './peer-rows.ts';
import { lockShare } from './shares.ts';

/** Entries and removals of one batch. */
const MAX_BATCH = 10_000;

/** In a transaction: applies a batch, some ten statements however large it is. Errors as `SwarmStore.publish`. */
export async function publish(queries: Queries, peer: PeerId, batch: PublishBatch): Promise<void> {
  if (batch.upsert.length + batch.remove.length > MAX_BATCH) {
    throw new AyniError('too-large', `A batch has at most ${MAX_BATCH} entries and removals: send several.`);
  }
  if (!Number.isSafeInteger(batch.next) || batch.next < 1) {
    throw new AyniError('bad-request', `A revision is a whole number from 1, not ${batch.next}.`);
  }
  const owner = await lockedMemberRow(queries, peer);
  const files = batch.upsert.flatMap((entry) => (entry.kind === 'file' ? [entry] : []));
  const share = await lockShare(queries, owner, batch, () => internAudience(queries, batch.audience));
  const withdrawn = await withdrawnOf(
    queries,
    files.map((file) => file.content),
  );
  const tree = new BatchTree(batch, (entry) => entry.kind === 'file' && withdrawn.has(entry.content));
  const puts = [...tree.puts()];
  if (share.created && !puts.some(({ path }) => path === '')) puts.unshift({ path: '', put: { kind: 'directory' } });
  const full = (path: string) => (path === '' ? batch.share : `${batch.share}/${path}`);
  const paths = await internPaths(
    queries,
    puts.map(({ path }) => full(path)),
  );
  const contentOf = await internAll(
    queries,
    owner,
    puts.flatMap(({ put }) => (put.kind === 'directory' ? [] : [put])),
  );
  const rowOf = (path: string) => paths.get(full(path)) ?? TOP;
  const rows = puts.map(({ path, put }) => ({
    ...entryOf(put, contentOf),
    path: rowOf(path),
    parent: path === '' ? TOP : rowOf(parentPath(path)),
    walk: walkKey(path),
  }));
  const begins = batch.full === 'first' || batch.full === 'only';
  const ends = batch.full === 'last' || batch.full === 'only';
  const generation = share.generation + (begins ? 1 : 0);
  const writer = new EntryWriter(queries, { id: share.id, name: batch.share, generation });
  await writer.clear([...tree.clears()], new Map(puts.map(({ path, put }) => [path, put.kind === 'directory'])));
  await writer.put(rows);
  if (ends) await writer.removeOutdated();
  await queries.run(
    'share-save',
    `UPDATE shares SET audience = $2, revision = $3, generation = $4, listing = $5, files = files + $6,
     bytes = greatest(0, bytes + $7) WHERE id = $1`,
    [
      share.id,
      await internAudience(queries, batch.audience),
      batch.next,
      generation,
      batch.full !== undefined && !ends,
      writer.files,
      writer.bytes,
    ],
  );
}

type Leaf = Exclude<Put, { kind: 'directory' }>;

async function internAll(
  queries: Queries,
  owner: number,
  leaves: readonly Leaf[],
): Promise<(entry: Entry | Put) => number | null> {
  const known = await internContents(
    queries,
    leaves.flatMap((entry) => (entry.kind === 'file' ? [entry] : [])),
  );
  const foreign = new Map<string, number>();
  for (const entry of leaves) {
    if (entry.kind === 'foreign-file') foreign.set(entry.path, await internForeign(queries, owner, entry));
  }
  return (entry) => {
    if (entry.kind === 'file') return known.get(contentKey(entry)) ?? null;
    return entry.kind === 'foreign-file' ? (foreign.get(entry.path) ?? null) : null;
  };
}

function entryOf(put: Put, contentOf: (entry: Put) => number | null): EntryRow {
  if (put.kind === 'directory') return directoryRow;
  if (put.kind === 'symlink') return { ...directoryRow, kind: SYMLINK, target: put.target };
  const content = contentOf(put);
  if (put.kind === 'foreign-file') {
    const { name, size = 0 } = put;
    return { ...directoryRow, kind: FILE, content, size, mtime: 0, flatName: name };
  }
  const { size, executable, flatName = null } = put;
  return { kind: FILE, content, size, mtime: keptMtime(put.mtime), executable, target: null, flatName };
}
