import { chmod, mkdir, readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

import { AyniError } from '../../core/errors.ts';
import { writeFileAtomic } from '../../platform/atomic-file.ts';

/** Version of everything in a state folder; grows when an older Ayni could not read what a newer one wrote. */
const STATE_VERSION = 1;

/** Where the state lies unless `--state` or AYNI_STATE say otherwise. */
export function defaultStateFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  const home = env['HOME'] ?? homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Application Support', 'ayni');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'ayni');
  return join(env['XDG_DATA_HOME'] || join(home, '.local', 'share'), 'ayni');
}

/** The absolute path of the state folder that a command line means. */
export function stateFolderOf(given: string | undefined, env: NodeJS.ProcessEnv): string {
  return resolve(given ?? (env['AYNI_STATE'] || defaultStateFolder(env)));
}

/**
 * Makes the folder, private to this user, and checks that what is in it can be read.
 * @throws {AyniError} `state-newer`, `state-damaged`, `no-permission`, `io-failed`
 */
export async function prepareStateFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    if (!(await stat(folder)).isDirectory()) throw new AyniError('io-failed', `The state folder ${folder} is a file.`);
    await chmod(folder, 0o700);
    await checkVersion(folder);
  } catch (error) {
    throw stateError(error, folder);
  }
}

async function checkVersion(folder: string): Promise<void> {
  const path = join(folder, 'version.json');
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error;
    await writeFileAtomic(path, `${JSON.stringify({ state: STATE_VERSION })}\n`, 0o600);
    return;
  }
  const found = versionIn(text);
  if (found === undefined) {
    throw new AyniError(
      'state-damaged',
      `${path} is damaged: write {"state":${STATE_VERSION}} into it, or take another --state.`,
    );
  }
  if (found > STATE_VERSION) {
    throw new AyniError(
      'state-newer',
      `The state in ${folder} is of a newer Ayni (state version ${found}, this one reads ${STATE_VERSION}): update Ayni, or take another --state.`,
      { context: { found, known: STATE_VERSION } },
    );
  }
}

function versionIn(text: string): number | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed !== 'object' || parsed === null || !('state' in parsed)) return undefined;
    return typeof parsed.state === 'number' && Number.isSafeInteger(parsed.state) ? parsed.state : undefined;
  } catch {
    return undefined;
  }
}

export function isErrno(error: unknown, ...codes: readonly string[]): boolean {
  return error instanceof Error && 'code' in error && codes.some((code) => code === error.code);
}

function stateError(error: unknown, folder: string): AyniError {
  if (AyniError.is(error)) return error;
  if (isErrno(error, 'EACCES', 'EPERM', 'EROFS')) {
    return new AyniError('no-permission', `The state folder ${folder} may not be written: take another with --state.`, {
      cause: error,
    });
  }
  if (isErrno(error, 'EEXIST', 'ENOTDIR')) {
    return new AyniError(
      'io-failed',
      `The state folder ${folder} is a file, or inside of one: take another with --state.`,
      {
        cause: error,
      },
    );
  }
  const why = error instanceof Error ? error.message : 'unknown';
  return new AyniError('io-failed', `The state folder ${folder} cannot be used: ${why}.`, { cause: error });
}
