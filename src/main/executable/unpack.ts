import { createHash, randomBytes } from 'node:crypto';
import { existsSync, lstatSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';

/** The files that an executable carries, by their path in the package, with `/`. */
export interface Carried {
  readonly names: readonly string[];
  readonly bytes: (name: string) => Uint8Array;
}

/**
 * Where this user's programs may put what they can make again; of a service of systemd with `CacheDirectory=` that one.
 */
function cacheFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform = process.platform): string {
  const [ofService] = (env['CACHE_DIRECTORY'] ?? '').split(':');
  if (ofService !== undefined && ofService !== '') return ofService;
  const home = env['HOME'] ?? homedir();
  if (platform === 'darwin') return join(home, 'Library', 'Caches', 'ayni');
  if (platform === 'win32') return join(env['LOCALAPPDATA'] ?? join(home, 'AppData', 'Local'), 'ayni', 'cache');
  return join(env['XDG_CACHE_HOME'] || join(home, '.cache'), 'ayni');
}

/**
 * Puts the files of this executable into a folder of their own, once: threads, addons and lazy modules are read from
 * files. The folder is named for what is in it, private to this user, and appears as a whole.
 * @param version for people who look into the folder
 * @returns the folder
 * @throws where the folder is another user's, or the disk refuses
 */
export function unpack(carried: Carried, version: string, env: NodeJS.ProcessEnv): string {
  const above = cacheFolder(env);
  const folder = join(above, `${version}-${fingerprint(carried)}`);
  if (existsSync(folder)) return ownFolder(folder);
  const making = `${folder}.${randomBytes(6).toString('hex')}`;
  mkdirSync(making, { recursive: true, mode: 0o700 });
  try {
    for (const name of carried.names) {
      const path = join(making, name);
      mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
      writeFileSync(path, carried.bytes(name), { mode: 0o600 });
    }
    renameSync(making, folder);
  } catch (error) {
    rmSync(making, { recursive: true, force: true });
    // Another process was here first.
    if (!existsSync(folder)) throw error;
  }
  return ownFolder(folder);
}

function fingerprint({ names, bytes }: Carried): string {
  const hash = createHash('sha256');
  for (const name of names.toSorted())
    hash.update(`${name}\0`).update(createHash('sha256').update(bytes(name)).digest());
  return hash.digest('hex').slice(0, 16);
}

/** Code is run from there: what others could write is refused. */
function ownFolder(folder: string): string {
  const { uid, mode } = lstatSync(folder);
  const self = process.getuid?.();
  if (self !== undefined && (uid !== self || (mode & 0o022) !== 0)) {
    throw new Error(`${folder} is writable for other users: remove it`);
  }
  return folder;
}
