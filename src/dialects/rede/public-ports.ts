/** The public ports that are assigned to peers: unique per IP address, lowest first, free again after leaving. */
export class PublicPorts {
  readonly #first: number;
  readonly #last: number;
  readonly #taken = new Map<string, Set<number>>();

  /** @param range both ends belong to it */
  constructor(range: { readonly first: number; readonly last: number }) {
    this.#first = range.first;
    this.#last = range.last;
  }

  /**
   * @param others ports at this address that somebody else listens on
   * @returns undefined where none is free
   */
  take(host: string, others: ReadonlySet<number> = new Set()): number | undefined {
    const taken = this.#taken.get(host) ?? new Set();
    for (let port = this.#first; port <= this.#last; port++) {
      if (taken.has(port) || others.has(port)) continue;
      this.#taken.set(host, taken.add(port));
      return port;
    }
    return undefined;
  }

  giveBack(host: string, port: number): void {
    const taken = this.#taken.get(host);
    taken?.delete(port);
    if (taken?.size === 0) this.#taken.delete(host);
  }
}
