import { randomBytes } from 'node:crypto';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { NameRules } from '../../../core/names/safe-name.ts';
import { onDisk } from './faults.ts';
import { look } from './look.ts';

/** Which names a folder can hold, found out by writing a file there for a moment. */
export async function probeNames(folder: string): Promise<NameRules> {
  const name = `.probe-${randomBytes(4).toString('hex')}-a.ayni-part`;
  const path = join(folder, name);
  return onDisk(folder, async () => {
    await (await open(path, 'wx', 0o600)).close();
    try {
      const caseInsensitive = (await look(join(folder, name.toUpperCase()))) !== undefined;
      return { windows: process.platform === 'win32', caseInsensitive };
    } finally {
      await rm(path, { force: true });
    }
  });
}
