import { mkdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { AyniError } from '../core/errors.ts';
import { writeFileAtomic } from '../platform/atomic-file.ts';
import { isThere } from './state/has-tracker.ts';

/** A key file is far smaller. */
const MAX_BYTES = 10_000;

/**
 * Puts the network's key, which an operator brought from another tracker, into the tracker's folder (0600).
 * @throws {AyniError} `conflict` where the folder has another key, `io-failed`
 */
export async function takeNetworkKey(file: string, folder: string): Promise<void> {
  const given = await read(file);
  const own = join(folder, 'network.key');
  if (await isThere(own)) {
    if ((await read(own)).equals(given)) return;
    throw new AyniError('conflict', `${own} is the key of another network: take another --state for this tracker.`);
  }
  await mkdir(folder, { recursive: true, mode: 0o700 });
  await writeFileAtomic(own, given.toString('utf8'), 0o600);
}

async function read(file: string): Promise<Buffer> {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch (cause) {
    throw new AyniError('io-failed', `The network key ${file} cannot be read: is it there, and yours?`, { cause });
  }
  if (bytes.length === 0 || bytes.length > MAX_BYTES) {
    throw new AyniError('bad-config', `${file} is no network key: copy "tracker/network.key" of another tracker.`);
  }
  return bytes;
}
