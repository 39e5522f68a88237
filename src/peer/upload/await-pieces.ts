import type { ContentId } from '../../core/ids.ts';
import type { ServedLibrary } from './served-content.ts';

interface AwaitOptions {
  /** What is known already. */
  readonly version: number;
  /** How long to wait at most. */
  readonly ms: number;
  /** Aborts when whoever waits is gone. */
  readonly signal: AbortSignal;
  /** Whether what came is what is waited for. */
  readonly enough: () => boolean;
}

/** Waits until a content that is being fetched has pieces that are enough, or is no longer fetched. */
export async function awaitPieces(
  partials: ServedLibrary['partials'],
  content: ContentId,
  { version, ms, signal, enough }: AwaitOptions,
): Promise<void> {
  const ends = new AbortController();
  const end = (): void => ends.abort();
  const timer = setTimeout(end, ms);
  signal.addEventListener('abort', end);
  let known: number | undefined = version;
  while (known !== undefined && !ends.signal.aborted) {
    await partials.morePieces(content, known, { signal: ends.signal });
    if (enough()) break;
    known = partials.find(content)?.version;
  }
  clearTimeout(timer);
  signal.removeEventListener('abort', end);
}
