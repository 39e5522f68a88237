import type { ContentId } from '../ids.ts';

/**
 * Spreads requests over the holders of a content: each request begins with the next one. The counters may be lost, so
 * they live in memory, those of the contents asked for last.
 */
export class Rotation {
  readonly #next = new Map<ContentId, number>();
  readonly #capacity: number;

  /** @param options.capacity contents that are remembered */
  constructor({ capacity = 100_000 }: { readonly capacity?: number } = {}) {
    this.#capacity = capacity;
  }

  /** How many holders to skip for this request: 0 for the first of a content, then one more each time. */
  next(content: ContentId): number {
    const offset = this.#next.get(content) ?? 0;
    // Deleted and set again, it is the youngest in the map's order.
    this.#next.delete(content);
    this.#next.set(content, (offset + 1) % Number.MAX_SAFE_INTEGER);
    if (this.#next.size > this.#capacity) {
      for (const oldest of this.#next.keys()) {
        this.#next.delete(oldest);
        break;
      }
    }
    return offset;
  }

  get size(): number {
    return this.#next.size;
  }
}
