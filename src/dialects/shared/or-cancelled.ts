import { AyniError } from '../../core/errors.ts';

/**
 * For an answer that several wait for: whoever asked may stop waiting, the asking goes on for the others.
 * @throws {AyniError} `cancelled`
 */
export async function orCancelled<T>(answer: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const onAbort = () => reject(new AyniError('cancelled', 'It was cancelled.'));
  signal.addEventListener('abort', onAbort);
  if (signal.aborted) onAbort();
  try {
    return await Promise.race([promise, answer]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}
