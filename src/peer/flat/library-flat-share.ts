import { setImmediate } from 'node:timers/promises';
import type { FlatFile } from '../../core/dialects/dialect.ts';
import type { FlatShare, OpenFlatFile } from '../../wire/dialects/flat-share.ts';
import { FLAT_START, type FlatPage } from '../library/flat-table.ts';
import type { Library } from '../library/library.ts';
import { openFirst } from './local-file.ts';

/** Names that are read from the index at a time, so that nobody else waits long. */
const PAGE = 5_000;

/** What this peer shares with everyone and what it has fetched, as the dialects see it. */
export class LibraryFlatShare implements FlatShare {
  readonly #library: Library;

  constructor({ library }: { readonly library: Library }) {
    this.#library = library;
  }

  async files(): Promise<readonly FlatFile[]> {
    const files: FlatFile[] = [];
    for (let cursor: FlatPage['next'] = FLAT_START; cursor !== undefined;) {
      const page: FlatPage = this.#library.flat.page(cursor, PAGE);
      for (const file of page.files) files.push(file);
      cursor = page.next;
      await setImmediate();
    }
    return files;
  }

  /** @throws {AyniError} `io-failed` where this machine cannot open it now */
  async open(name: string, { signal }: { readonly signal: AbortSignal }): Promise<OpenFlatFile | undefined> {
    return openFirst(name, this.#library.flat.named(name), { library: this.#library, signal });
  }
}
