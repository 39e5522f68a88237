/** Contents that are named one by one; after more of them everything counts as changed. */
const MAX_NAMED = 2 ** 20;

/** Contents whose holders a writer has changed, for whoever remembers them. */
export interface ContentChanges {
  /** Rows; absent for all of them. */
  readonly contents?: Uint32Array;
}

/** Gathers them until somebody tells of them, once they are committed. */
export class ChangedContents {
  #rows: number[] = [];
  #all = false;

  /** @param row of a content */
  add(row: number): void {
    if (this.#rows.length < MAX_NAMED) this.#rows.push(row);
    else this.#all = true;
  }

  /** Those since the last time; undefined for none. */
  take(): ContentChanges | undefined {
    if (this.#rows.length === 0) return undefined;
    const changes = this.#all ? {} : { contents: Uint32Array.from(this.#rows) };
    this.#rows = [];
    this.#all = false;
    return changes;
  }
}
