import { AyniError } from '../../../../src/core/errors.ts';
import { DROP_URL } from '../../daemon/paths.ts';
import { errorOfAnswer } from '../../../../src/wire/http/error-body.ts';
import type { Dropped } from './drop-queue.ts';

/** Streams one file into the share of what was dropped. It takes as long as it takes; `signal` ends it. */
export async function sendDropped({ path, file }: Dropped, signal: AbortSignal): Promise<void> {
  const request = { method: 'POST', headers: { 'content-type': 'application/octet-stream' }, body: file, signal };
  const response = await fetch(`${DROP_URL}?name=${encodeURIComponent(path)}`, request).catch((cause: unknown) => {
    throw new AyniError('unreachable', 'The file could not be read, or Ayni does not answer.', { cause });
  });
  const body = new Uint8Array(await response.arrayBuffer());
  if (!response.ok) throw errorOfAnswer({ status: response.status, body }, 'Ayni');
}
