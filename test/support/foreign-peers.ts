import { AyniError } from '../../src/core/errors.ts';
import type { ForeignAnswer, ForeignFetch, ForeignSource } from '../../src/wire/dialects/foreign-client.ts';

/** How a foreign peer answers for one file. */
export interface ForeignBehaviour {
  /** In parts; a function is called each time the file is asked for. */
  readonly chunks: Iterable<Uint8Array> | (() => AsyncIterable<Uint8Array>);
  /** Told before the bytes come. */
  readonly size?: number;
  /** Default true. */
  readonly endIsKnown?: boolean;
  /** Instead of an answer. */
  readonly error?: AyniError;
  /** No answer at all until whoever asked gives up. */
  readonly silent?: boolean;
}

/** Foreign peers by their port: what a client of a dialect makes of them. */
export class ForeignPeers implements ForeignFetch {
  readonly #files = new Map<string, ForeignBehaviour>();
  /** `port/name` of everything that was asked for, in order. */
  readonly asked: string[] = [];
  /** Answers that nobody has let go of yet. */
  open = 0;

  /** @param behaviour bytes stand for a peer that sends them, with their size, as it should */
  put(port: number, name: string, behaviour: ForeignBehaviour | Uint8Array): void {
    const plain = behaviour instanceof Uint8Array ? { chunks: partsOf(behaviour), size: behaviour.length } : behaviour;
    this.#files.set(`${port}/${name}`, plain);
  }

  fetch(source: ForeignSource, { signal }: { readonly signal: AbortSignal }): Promise<ForeignAnswer> {
    const key = `${source.port}/${source.name}`;
    this.asked.push(key);
    const file = this.#files.get(key);
    if (file === undefined) return Promise.reject(new AyniError('not-found', `There is no ${source.name}.`));
    if (file.error !== undefined) return Promise.reject(file.error);
    if (file.silent === true) return untilAborted(signal);
    this.open++;
    const { chunks, size, endIsKnown = true } = file;
    return Promise.resolve({
      ...(size === undefined ? {} : { size }),
      endIsKnown,
      chunks:
        typeof chunks === 'function'
          ? chunks()
          : (async function* () {
              yield* chunks;
            })(),
      [Symbol.asyncDispose]: () => {
        this.open--;
        return Promise.resolve();
      },
    });
  }
}

/** Bytes in parts of odd lengths. */
export function partsOf(bytes: Uint8Array, length = 100_003): Uint8Array[] {
  const parts: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += length) parts.push(bytes.subarray(at, at + length));
  return parts;
}

/** Some bytes, then nothing for ever. */
export async function* stalling(bytes: Uint8Array): AsyncGenerator<Uint8Array> {
  yield bytes;
  await new Promise(() => undefined);
}

function untilAborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener('abort', () => reject(new AyniError('cancelled', 'Nobody waits any more.')), {
      once: true,
    });
  });
}
