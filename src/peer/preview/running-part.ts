import { AyniError } from '../../core/errors.ts';
import type { ContentId } from '../../core/ids.ts';
import type { Library } from '../library/library.ts';
import type { Coming, Readable } from '../ondemand/awaited-file.ts';
import { readableOf } from '../ondemand/readable-of.ts';

/** Reads along where a download of this peer's own brings a content anyway. */
export class RunningPart implements Coming {
  readonly #library: Pick<Library, 'partials' | 'find'>;
  readonly #content: ContentId;
  readonly #stallMs: number;

  /** @param options.stallMs without a piece for this long a reader is cut off */
  constructor(
    { library }: { readonly library: Pick<Library, 'partials' | 'find'> },
    { content, stallMs }: { readonly content: ContentId; readonly stallMs: number },
  ) {
    this.#library = library;
    this.#content = content;
    this.#stallMs = stallMs;
  }

  /** @throws {AyniError} `cut-off` where the download was ended, or brings nothing; the signal's reason */
  async readable(position: number, most: number, { signal }: { readonly signal: AbortSignal }): Promise<Readable> {
    for (;;) {
      signal.throwIfAborted();
      const part = this.#library.partials.find(this.#content);
      const whole = part === undefined ? this.#library.find(this.#content) : undefined;
      const [copy] = whole?.copies ?? [];
      if (copy !== undefined) return { path: copy.path, bytes: copy.size - position };
      if (part === undefined) throw new AyniError('cut-off', 'The download that brought this was ended: ask again.');
      const there = readableOf(part, position, most);
      if (there !== undefined) return there;
      const stall = AbortSignal.timeout(this.#stallMs);
      await this.#library.partials.morePieces(this.#content, part.version, {
        signal: AbortSignal.any([signal, stall]),
      });
      if (stall.aborted) throw new AyniError('cut-off', 'Nothing of this file comes any more: try again later.');
    }
  }
}
