import { AyniError } from '../../core/errors.ts';

/**
 * Waits for `work`, but not longer than the deadline or the signal. What is abandoned may go on by itself; its failure
 * is nobody's then.
 * @throws {AyniError} `timeout`, `cancelled`
 */
export async function bounded<T>(
  work: Promise<T>,
  where: string,
  { timeoutMs, signal }: { readonly timeoutMs: number; readonly signal?: AbortSignal | undefined },
): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let onAbort: (() => void) | undefined;
  const ends = new Promise<never>((_, reject) => {
    const late = `${where} did not answer within ${timeoutMs / 1000} s.`;
    timer = setTimeout(() => reject(new AyniError('timeout', late)), timeoutMs);
    onAbort = () => reject(new AyniError('cancelled', `Asking ${where} was cancelled.`));
    if (signal?.aborted === true) onAbort();
    else signal?.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([work, ends]);
  } finally {
    clearTimeout(timer);
    if (onAbort !== undefined) signal?.removeEventListener('abort', onAbort);
  }
}
