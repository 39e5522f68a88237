import { setImmediate } from 'node:timers/promises';
import type { DatabaseSync } from 'node:sqlite';
import type { Audience } from '../../core/access/audience.ts';
import type { Hasher } from '../../core/content/hasher.ts';
import type { ContentId } from '../../core/ids.ts';
import type { Logger } from '../../core/log.ts';
import { systemClock } from '../../platform/clock.ts';
import { ContentTable } from './content-table.ts';
import { transaction } from '../../platform/sqlite-transaction.ts';
import { openDatabase } from './database.ts';
import { PartialContents } from './partial-contents.ts';
import { EntryTable } from './entry-table.ts';
import { FetchedTable, type FetchedFile } from './fetched-table.ts';
import { FlatNames } from './flat-names.ts';
import { FlatTable } from './flat-table.ts';
import { ManyContents, MAX_COPIES } from './many-contents.ts';
import { Publication } from './publication.ts';
import { Sequence } from './sequence.ts';
import { diskPath, ShareTable, type Share, type ShareRow } from './share-table.ts';

/** A content that can be served, and from where. */
export interface LocalContent {
  readonly content: ContentId;
  /** Bytes. */
  readonly size: number;
  /** At least one; each as it was when it was hashed. */
  readonly copies: readonly LocalCopy[];
  /** Any that admits the viewer is enough. */
  readonly audiences: readonly Audience[];
}

interface LocalCopy {
  /** Absolute. */
  readonly path: string;
  readonly size: number;
  readonly mtimeNs: bigint;
  readonly inode: bigint;
}

/** A file that was fetched, with all its piece hashes (32 bytes each), and its MD5 where that is known. */
interface VerifiedFile extends FetchedFile {
  readonly pieceHashes: Uint8Array;
  readonly md5?: string | undefined;
}

export interface LibraryOptions {
  /** Whether this peer speaks a dialect: what it fetches gets flat names too. Default false. */
  readonly dialects?: boolean;
}

/** Rows that are dropped in one go, so that no other work waits long. */
const COLLECT_ROWS = 2_000;

/** The peer's persistent index: what is shared, what was fetched, and the hashes of both. */
export class Library {
  readonly path: string;
  readonly shareTable: ShareTable;
  readonly entries: EntryTable;
  readonly contents: ContentTable;
  readonly publication: Publication;
  readonly holds: FetchedTable;
  /** What everyone may have, by the names of the dialects. */
  readonly flat: FlatTable;
  /** What is being fetched. */
  readonly partials = new PartialContents(systemClock);
  readonly #many: ManyContents;
  readonly #database: DatabaseSync;
  readonly #log: Logger;
  readonly #fetchedListeners = new Set<() => void>();
  readonly #changedListeners = new Set<(share: string) => void>();

  /** @throws {AyniError} `state-newer`, `io-failed` */
  static open(
    path: string,
    components: { readonly hasher: Hasher; readonly log: Logger },
    options: LibraryOptions = {},
  ): Library {
    return new Library(path, openDatabase(path), components, options);
  }

  private constructor(
    path: string,
    database: DatabaseSync,
    { hasher, log }: { hasher: Hasher; log: Logger },
    { dialects = false }: LibraryOptions,
  ) {
    this.path = path;
    this.#database = database;
    this.#log = log;
    const sequence = new Sequence(database);
    this.shareTable = new ShareTable(database);
    this.contents = new ContentTable(database, hasher);
    const flatNames = new FlatNames(database);
    this.entries = new EntryTable(database, this.contents, sequence, flatNames);
    this.publication = new Publication(database, sequence);
    this.holds = new FetchedTable(database, this.contents, sequence, dialects ? flatNames : undefined);
    this.flat = new FlatTable(database);
    this.#many = new ManyContents(database);
    this.contents.discardUnfinished();
  }

  close(): void {
    if (this.#database.isOpen) this.#database.close();
  }

  [Symbol.dispose](): void {
    this.close();
  }

  shares(): Share[] {
    return this.shareTable
      .all()
      .map(({ name, path, kind, hidden, audience }) => ({ name, path, kind, hidden, audience }));
  }

  /** A content that is whole here, with at most 16 copies; undefined when there is none. */
  find(content: ContentId): LocalContent | undefined {
    const known = this.contents.lookup(content);
    return known && this.#copiesOf(content, known, this.#sharesByKey());
  }

  /** As `find`, for many at once. */
  findAll(contents: readonly ContentId[]): (LocalContent | undefined)[] {
    const shares = this.#sharesByKey();
    return this.#many.find(contents, shares, (content) => {
      const known = this.contents.lookup(content);
      return known && this.#copiesOf(content, known, shares);
    });
  }

  #sharesByKey(): ReadonlyMap<number, ShareRow> {
    return new Map(this.shareTable.all().map((share) => [share.key, share]));
  }

  #copiesOf(
    content: ContentId,
    known: { readonly key: number; readonly size: number },
    shares: ReadonlyMap<number, ShareRow>,
  ): LocalContent | undefined {
    const copies: LocalCopy[] = [];
    const audiences: Audience[] = [];
    for (const key of this.entries.sharesHolding(known.key)) {
      const share = shares.get(key);
      if (share?.available !== true) continue;
      audiences.push(share.audience);
      if (copies.length === MAX_COPIES) continue;
      for (const { real, stamp } of this.entries.copies(known.key, key, MAX_COPIES - copies.length)) {
        const { size, mtimeNs, inode } = stamp;
        copies.push({ path: diskPath(share, real), size, mtimeNs, inode });
      }
    }
    audiences.push(...this.holds.audiences(known.key));
    if (copies.length < MAX_COPIES) {
      for (const { path, size, mtimeNs, inode } of this.holds.copies(known.key, MAX_COPIES - copies.length)) {
        copies.push({ path, size, mtimeNs, inode });
      }
    }
    return copies.length === 0 ? undefined : { content, size: known.size, copies, audiences };
  }

  /** 32 bytes for each page, in order; undefined for a content that is not here. */
  pageHashes(content: ContentId): Uint8Array | undefined {
    return this.contents.pageHashes(content);
  }

  /** 32 bytes for each piece of a page, in order; undefined for a page that is not there. */
  pieceHashes(content: ContentId, page: number): Uint8Array | undefined {
    return this.contents.pieceHashes(content, page);
  }

  /** Whoever served the file saw that it is gone or differs: it is no longer served, and hashed again where it is shared. */
  reportChanged(content: ContentId, path: string): void {
    const shares = this.#sharesByKey();
    for (const key of this.entries.changed(content, path, shares)) {
      const name = shares.get(key)?.name;
      if (name !== undefined) for (const listener of this.#changedListeners) listener(name);
    }
    this.removeFetched(content, path);
    this.#log.info({ content, path }, 'a file differs from what was hashed');
  }

  /** Called with the name of a share that has a file to hash again. */
  onReportedChanged(listener: (share: string) => void): () => void {
    this.#changedListeners.add(listener);
    return () => void this.#changedListeners.delete(listener);
  }

  /** Keeps a file that was fetched and verified. */
  addFetched(file: VerifiedFile): void {
    this.addAllFetched([file]);
  }

  /** As `addFetched`, for many in one transaction. */
  addAllFetched(files: readonly VerifiedFile[]): void {
    if (files.length === 0) return;
    transaction(this.#database, () => {
      for (const file of files) {
        this.holds.put(file, file.pieceHashes);
        const known = file.md5 === undefined ? undefined : this.contents.lookup(file.content);
        if (known !== undefined && file.md5 !== undefined) this.setMd5([{ contentKey: known.key, md5: file.md5 }]);
      }
    });
    this.#fetchedChanged();
  }

  /** Keeps the MD5 of contents, by their rows: the tracker is told of them again. */
  setMd5(digests: readonly { readonly contentKey: number; readonly md5: string }[]): void {
    transaction(this.#database, () => {
      for (const { contentKey, md5 } of digests) {
        if (!this.contents.setMd5(contentKey, md5)) continue;
        this.entries.republish(contentKey);
        this.holds.republish(contentKey);
      }
    });
  }

  removeFetched(content: ContentId, path: string): void {
    if (this.holds.remove(content, path)) this.#fetchedChanged();
  }

  /** All fetched files, by path. */
  fetched(): Iterable<FetchedFile> {
    return this.holds.all();
  }

  /** For a file or folder that was renamed as a whole; both absolute. */
  renameFetched(oldPrefix: string, newPrefix: string): void {
    this.holds.rename(oldPrefix, newPrefix);
    this.#fetchedChanged();
  }

  /** Called when files were fetched, removed or renamed. */
  onFetchedChanged(listener: () => void): () => void {
    this.#fetchedListeners.add(listener);
    return () => void this.#fetchedListeners.delete(listener);
  }

  /** Drops what nothing refers to any more, a few thousand rows at a time. */
  async collect(options: { readonly signal?: AbortSignal } = {}): Promise<void> {
    const goOn = async () => {
      await setImmediate();
      return options.signal?.aborted !== true && this.#database.isOpen;
    };
    while ((await goOn()) && this.shareTable.collect(COLLECT_ROWS));
    let after: number | undefined = 0;
    while (after !== undefined && (await goOn())) after = this.contents.collect(after, COLLECT_ROWS);
  }

  #fetchedChanged(): void {
    for (const listener of this.#fetchedListeners) listener();
  }
}
