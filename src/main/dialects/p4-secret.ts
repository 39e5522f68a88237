import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';

import { writeFileAtomic } from '../../platform/atomic-file.ts';
import { isErrno } from '../state/state-folder.ts';
import type { DialectSettings } from './dialect-settings.ts';

const FILE = 'p4-secret';

/** With a secret where `p4` has none: it is made once and kept, so that nobody uses one that everybody knows. */
export async function withSecret(state: string, settings: DialectSettings): Promise<DialectSettings> {
  if (settings.dialect !== 'p4' || ('secret' in settings.own && settings.own.secret !== undefined)) return settings;
  const path = join(state, FILE);
  let secret: string;
  try {
    secret = (await readFile(path, 'utf8')).trim();
  } catch (error) {
    if (!isErrno(error, 'ENOENT')) throw error;
    secret = randomBytes(16).toString('hex');
    await writeFileAtomic(path, `${secret}\n`, 0o600);
  }
  return { ...settings, own: { ...settings.own, secret } };
}

/** What to tell whoever runs the tracker. */
export function whereTheSecretIs(state: string): string {
  return `programs of p4 register with the token in ${join(state, FILE)}`;
}
