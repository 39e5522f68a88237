import { createPrivateKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';

import { AyniError } from '../../core/errors.ts';
import { writeFileAtomic } from '../../platform/atomic-file.ts';
import { errnoOf } from '../../platform/errno.ts';

export type KeyKind = 'ec' | 'ed25519';

function generate(kind: KeyKind): KeyObject {
  return kind === 'ec'
    ? generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
    : generateKeyPairSync('ed25519').privateKey;
}

/** The text of a file of the state folder, or undefined where there is none. */
export async function readStateFile(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    const code = errnoOf(cause);
    if (code === 'ENOENT') return undefined;
    if (code === 'EACCES' || code === 'EPERM') {
      throw new AyniError('no-permission', `${path} may not be read: check its owner and mode.`, { cause });
    }
    throw new AyniError('io-failed', `${path} cannot be read (${code ?? 'unknown error'}).`, { cause });
  }
}

export async function writeStateFile(path: string, text: string, mode: number): Promise<void> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
    await writeFileAtomic(path, text, mode);
  } catch (cause) {
    const code = errnoOf(cause);
    if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') {
      throw new AyniError('no-permission', `${path} may not be written: check the folder's owner and mode.`, { cause });
    }
    if (code === 'ENOSPC' || code === 'EDQUOT') {
      throw new AyniError('disk-full', `${path} cannot be written: the disk is full.`, { cause });
    }
    throw new AyniError('io-failed', `${path} cannot be written (${code ?? 'unknown error'}).`, { cause });
  }
}

/**
 * A private key in PEM (PKCS 8), readable by its owner only; made where there is none yet.
 * @throws {AyniError} `state-damaged` where the file holds something else: a new key would be another identity, so
 * none is made in its place
 */
export async function loadKeyFile(path: string, kind: KeyKind): Promise<KeyObject> {
  const text = await readStateFile(path);
  if (text === undefined) {
    const key = generate(kind);
    await writeStateFile(path, key.export({ format: 'pem', type: 'pkcs8' }), 0o600);
    return key;
  }
  try {
    const key = createPrivateKey(text);
    const curve = key.asymmetricKeyDetails?.namedCurve;
    if (key.asymmetricKeyType === kind && (kind !== 'ec' || curve === 'prime256v1')) return key;
  } catch {
    // Not a key at all; the same message as for a key of another kind.
  }
  throw new AyniError(
    'state-damaged',
    `${path} does not hold the key it should: put back a copy of it, or move it away to begin with a new identity.`,
    { context: { path } },
  );
}
