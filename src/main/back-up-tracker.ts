import { randomBytes } from 'node:crypto';
import { chmod, copyFile, mkdir, readdir, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { backup, DatabaseSync } from 'node:sqlite';

import type { TrackerBackup } from '../cli/programs.ts';
import type { SettingValues } from '../config/settings-table.ts';
import { AyniError } from '../core/errors.ts';
import { hasTracker, isThere, trackerFolder } from './state/has-tracker.ts';
import { isErrno } from './state/state-folder.ts';
import { storeUrl } from './tracker-store.ts';

const DATABASE = 'tracker.sqlite';
/** Beside the tracker's own folder. */
const STATE_FILES = ['version.json', 'settings.json'];
/** The ending of a backup that is being made. */
const PART = '.ayni-part';
/** All pages in one step: one that lets writers in between would begin anew with each of their writes. */
const ALL_PAGES = 2 ** 31 - 1;

/**
 * Writes a state folder that a tracker can start with: the database as it is at one moment, the network's key, the
 * tracker's identity, and what is remembered of its command line. The tracker may run meanwhile. The folder has its
 * name once it is whole and checked.
 * @throws {AyniError} `usage` where the state lies in PostgreSQL, `not-found` without a tracker, `conflict` where the
 * target is there, `state-damaged` where the copy does not pass SQLite's check, `disk-full`, `no-permission`, `io-failed`
 */
export async function backUpTracker(
  state: string,
  target: string,
  { settings, signal }: { readonly settings: SettingValues; readonly signal: AbortSignal },
): Promise<TrackerBackup> {
  const folder = resolve(target);
  if ((await storeUrl(settings)) !== undefined) {
    throw new AyniError(
      'usage',
      'The state of this tracker lies in PostgreSQL: back that up with its own tools (pg_dump), and copy "tracker/network.key".',
    );
  }
  if (!(await hasTracker(state))) {
    throw new AyniError('not-found', `There is no tracker in ${state}: name its folder with --state.`);
  }
  if (await isThere(folder)) throw isThereAlready(folder);
  // Of its own: two that are made at the same time must not take each other's away.
  const making = join(dirname(folder), `.${basename(folder)}.${process.pid}-${randomBytes(4).toString('hex')}${PART}`);
  try {
    await removeLeftOver(folder);
    await mkdir(join(making, 'tracker'), { recursive: true, mode: 0o700 });
    const database = join(making, 'tracker', DATABASE);
    await copyDatabase(join(trackerFolder(state), DATABASE), database);
    signal.throwIfAborted();
    for (const name of STATE_FILES) await copyPrivate(join(state, name), join(making, name));
    for (const { name } of (await readdir(trackerFolder(state), { withFileTypes: true })).filter((each) =>
      each.isFile(),
    )) {
      if (!name.startsWith(DATABASE))
        await copyPrivate(join(trackerFolder(state), name), join(making, 'tracker', name));
    }
    signal.throwIfAborted();
    const checked = check(database);
    const { size } = await stat(database);
    await rename(making, folder);
    return { folder, bytes: size, ...checked };
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    signal.throwIfAborted();
    throw AyniError.is(error) ? error : failure(error, folder);
  }
}

/** What backups to the same folder left that were killed: they hold the network's key. */
async function removeLeftOver(folder: string): Promise<void> {
  const prefix = `.${basename(folder)}.`;
  const names = await readdir(dirname(folder)).catch(() => []);
  for (const name of names) {
    if (!name.startsWith(prefix) || !name.endsWith(PART)) continue;
    const pid = /^(\d+)-[0-9a-f]+$/.exec(name.slice(prefix.length, -PART.length))?.[1];
    if (pid !== undefined && !isRunning(Number(pid))) {
      await rm(join(dirname(folder), name), { recursive: true, force: true });
    }
  }
}

function isRunning(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return !isErrno(error, 'ESRCH');
  }
}

/** Off this thread, so that Ctrl-C is heard. */
async function copyDatabase(from: string, to: string): Promise<void> {
  const source = new DatabaseSync(from, { readOnly: true });
  try {
    await backup(source, to, { rate: ALL_PAGES });
  } finally {
    source.close();
  }
  await chmod(to, 0o600);
}

/** Of a file that may not be there: what was never set is not remembered. */
async function copyPrivate(from: string, to: string): Promise<void> {
  try {
    await copyFile(from, to);
    await chmod(to, 0o600);
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error;
  }
}

/** @throws {AyniError} `state-damaged` */
function check(path: string): Pick<TrackerBackup, 'members' | 'entries'> {
  // Not read-only: then SQLite would leave the files of its log behind.
  const database = new DatabaseSync(path);
  try {
    const [first] = Object.values(database.prepare('PRAGMA quick_check(1)').get() ?? {});
    if (first !== 'ok') {
      throw new AyniError(
        'state-damaged',
        `The tracker's database is damaged (${String(first)}): restore an older backup.`,
      );
    }
    const count = (table: string) =>
      Number(Object.values(database.prepare(`SELECT count(*) FROM ${table}`).get() ?? {})[0]);
    return { members: count('members'), entries: count('entries') };
  } finally {
    database.close();
  }
}

function isThereAlready(folder: string): AyniError {
  return new AyniError('conflict', `${folder} is there already: name a folder that is not.`);
}

function failure(cause: unknown, folder: string): AyniError {
  // Another one was made meanwhile.
  if (isErrno(cause, 'ENOTEMPTY', 'EEXIST')) return isThereAlready(folder);
  if (isErrno(cause, 'ENOSPC')) return new AyniError('disk-full', `There is no room for ${folder}.`, { cause });
  if (isErrno(cause, 'EACCES')) return new AyniError('no-permission', `${folder} may not be written.`, { cause });
  const why = cause instanceof Error ? `: ${cause.message}` : '';
  return new AyniError('io-failed', `The backup failed${why}.`, { cause });
}
