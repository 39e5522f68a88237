import { AyniError } from '../../../../src/core/errors.ts';
import { DROP_PATH } from '../../../../src/wire/control/routes.ts';
import { refusal } from '../ground/call.ts';
import type { Dropped } from './drop-queue.ts';

/** Streams one file into the share of what was dropped. It takes as long as it takes; `signal` ends it. */
export async function sendDropped({ path, file }: Dropped, signal: AbortSignal): Promise<void> {
  const request = { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: file, signal };
  const response = await fetch(`${DROP_PATH}?name=${encodeURIComponent(path)}`, request).catch((cause: unknown) => {
    throw new AyniError('unreachable', 'The file could not be read, or Ayni does not answer.', { cause });
  });
  const said: unknown = await response.json().catch(() => undefined);
  if (!response.ok) throw refusal(said, response.status);
}
