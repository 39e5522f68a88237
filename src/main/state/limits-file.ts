import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Value } from 'typebox/value';

import { AyniError } from '../../core/errors.ts';
import { writeFileAtomic } from '../../platform/atomic-file.ts';
import { LimitChange } from '../../wire/control/limit-messages.ts';
import { isErrno } from './state-folder.ts';

const NAME = 'limits.json';

/** The limits that were set last. @throws {AyniError} `state-damaged`, `io-failed` */
export async function readLimits(folder: string): Promise<LimitChange> {
  const path = join(folder, NAME);
  try {
    const parsed: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (Value.Check(LimitChange, parsed)) return parsed;
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return {};
    if (!(error instanceof SyntaxError)) {
      throw new AyniError('io-failed', `${path} cannot be read: is it yours?`, { cause: error });
    }
  }
  throw new AyniError('state-damaged', `${path} is damaged: correct or remove it; it holds speed limits only.`);
}

/** @throws {AyniError} `io-failed` */
export async function saveLimits(folder: string, limits: LimitChange): Promise<void> {
  const path = join(folder, NAME);
  try {
    await writeFileAtomic(path, `${JSON.stringify(limits, undefined, 2)}\n`, 0o600);
  } catch (cause) {
    throw new AyniError('io-failed', `${path} cannot be written, and the limits stay as they were: is there room?`, {
      cause,
    });
  }
}
