import type { BrowsedEntry, Page } from './catalog.ts';

/**
 * A page of a listing that was written as JSON where it was read, by a store's thread: whoever passes it on as it is
 * makes no objects of it, which takes longer than reading it.
 */
export class WrittenPage implements Page<BrowsedEntry> {
  /** Of a `Page<BrowsedEntry>`. */
  readonly json: string;
  readonly cursor?: string;
  #read: Page<BrowsedEntry> | undefined;

  /** @param json by our own code, with this cursor */
  constructor(json: string, cursor: string | undefined) {
    this.json = json;
    if (cursor !== undefined) this.cursor = cursor;
  }

  get items(): readonly BrowsedEntry[] {
    return this.toJSON().items;
  }

  toJSON(): Page<BrowsedEntry> {
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own code wrote it
    this.#read ??= JSON.parse(this.json) as Page<BrowsedEntry>;
    return this.#read;
  }
}

/** JSON of a page, as it is where it was written before. */
export function browsedJson(page: object): string {
  return page instanceof WrittenPage ? page.json : JSON.stringify(page);
}
