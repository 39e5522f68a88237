import type { ContentId } from '../ids.ts';

/**
 * Spreads requests over the holders of a content: each request begins with the next one. The counters may be lost, so
 * they live in memory, those of the contents asked for last. In two halves, of which the older one goes as a whole: a
 * `Map` from which the oldest is taken each time walks over those that were taken before, until it is made anew.
 */
export class Rotation {
  readonly #half: number;
  #young = new Map<ContentId, number>();
  #old = new Map<ContentId, number>();

  /** @param options.capacity contents that are remembered at most; half as many are for certain */
  constructor({ capacity = 100_000 }: { readonly capacity?: number } = {}) {
    this.#half = Math.ceil(capacity / 2);
  }

  /** How many holders to skip for this request: 0 for the first of a content, then one more each time. */
  next(content: ContentId): number {
    const known = this.#young.get(content);
    const offset = known ?? this.#old.get(content) ?? 0;
    if (known === undefined && this.#young.size >= this.#half) {
      this.#old = this.#young;
      this.#young = new Map();
    }
    this.#young.set(content, (offset + 1) % Number.MAX_SAFE_INTEGER);
    return offset;
  }

  get size(): number {
    return this.#young.size + this.#old.size;
  }
}
