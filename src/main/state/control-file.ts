import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Value } from 'typebox/value';

import { ControlFile } from '../../wire/control/messages.ts';

/** Where the running daemon of a state folder listens; undefined when the file is not there or not whole. */
export async function readControlFile(state: string): Promise<ControlFile | undefined> {
  try {
    const parsed: unknown = JSON.parse(await readFile(join(state, 'control.json'), 'utf8'));
    return Value.Check(ControlFile, parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}
