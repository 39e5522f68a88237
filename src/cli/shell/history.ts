import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

import { MAX_HISTORY } from './line-reader.ts';

const FILE = 'shell-history';

/** Lines that were typed into earlier shells, the latest first; none where the file cannot be read. */
export async function loadHistory(state: string): Promise<readonly string[]> {
  try {
    const text = await readFile(join(state, FILE), 'utf8');
    return text
      .split('\n')
      .filter((line) => line !== '')
      .slice(0, MAX_HISTORY);
  } catch {
    return [];
  }
}

/** Keeps them for the next shell. A convenience: where the file cannot be written, they are lost. */
export async function saveHistory(state: string, lines: readonly string[]): Promise<void> {
  // Links and tokens are secrets.
  const kept = lines.filter((line) => !/^\s*(connect|join)\b/.test(line)).slice(0, MAX_HISTORY);
  await writeFile(join(state, FILE), kept.map((line) => `${line}\n`).join(''), { mode: 0o600 }).catch(() => undefined);
}
