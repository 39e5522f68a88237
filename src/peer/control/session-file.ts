import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';

import type { Logger } from '../../core/log.ts';
import { writeFileAtomic } from '../../platform/atomic-file.ts';
import type { KeptSession } from './sessions.ts';

const NAME = 'sessions.json';
const Kept = Type.Array(Type.Object({ hash: Type.String({ maxLength: 64 }), ends: Type.Number() }), { maxItems: 1000 });

/**
 * Browsers that were let in, so that an open page goes on when the daemon was started again. Holds hashes: whoever
 * reads it gets no session. A file that is none lets nobody in, and is replaced.
 */
export class SessionFile {
  readonly #path: string;
  readonly #log: Logger;

  constructor(stateFolder: string, log: Logger) {
    this.#path = join(stateFolder, NAME);
    this.#log = log;
  }

  async read(): Promise<readonly KeptSession[]> {
    try {
      const parsed: unknown = JSON.parse(await readFile(this.#path, 'utf8'));
      return Value.Check(Kept, parsed) ? (parsed satisfies Static<typeof Kept>) : [];
    } catch {
      return [];
    }
  }

  /** Where it cannot be written, browsers have to come in anew after the next start. */
  async write(sessions: readonly KeptSession[]): Promise<void> {
    try {
      await writeFileAtomic(this.#path, `${JSON.stringify(sessions)}\n`, 0o600);
    } catch (error) {
      this.#log.warn({ err: error }, 'the browsers that were let in could not be written down');
    }
  }
}
