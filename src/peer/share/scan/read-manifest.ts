import { readFile, stat } from 'node:fs/promises';
import { AyniError } from '../../../core/errors.ts';
import { MAX_MANIFEST_BYTES, parseManifest, type ManifestLine } from './manifest.ts';

/** @throws {AyniError} `bad-manifest`; and what reading throws */
export async function checkManifest(path: string): Promise<ManifestLine[]> {
  if ((await stat(path)).size > MAX_MANIFEST_BYTES) {
    throw new AyniError('bad-manifest', `${path} is too large for a manifest (16 MiB at most).`, { context: { path } });
  }
  return parseManifest(await readFile(path), path);
}
