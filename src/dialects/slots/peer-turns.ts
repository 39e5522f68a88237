/** Files whose turns are remembered; the one asked for longest ago is forgotten. */
const MAX_FILES = 100_000;

interface Turn {
  readonly key: string;
  readonly index: number;
}

/**
 * Whose turn it is: each request for a file gets the next peer that holds it, in order of registration, starting with
 * the first.
 */
export class PeerTurns {
  readonly #last = new Map<string, Turn>();

  /** @param holders in order of registration; not empty. @param file what is asked for */
  next<P extends { readonly key: string }>(file: string, holders: readonly P[]): P | undefined {
    const index = this.#indexAfter(this.#last.get(file), holders);
    const holder = holders[index];
    this.#last.delete(file);
    if (holder === undefined) return undefined;
    this.#last.set(file, { key: holder.key, index });
    if (this.#last.size > MAX_FILES) for (const oldest of this.#last.keys().take(1)) this.#last.delete(oldest);
    return holder;
  }

  #indexAfter(last: Turn | undefined, holders: readonly { readonly key: string }[]): number {
    if (last === undefined || holders.length === 0) return 0;
    const at = holders.findIndex(({ key }) => key === last.key);
    // Where the last one left, whoever came after it has its place.
    return (at < 0 ? last.index : at + 1) % holders.length;
  }
}
