import { contentIdOf, equalDigests, pageHashOf } from '../../../core/content/content-id.ts';
import { PAGE_PIECES, pageCount, pageLength, pieceCount } from '../../../core/content/geometry.ts';
import { DIGEST_BYTES, type Hasher } from '../../../core/content/hasher.ts';
import { AyniError } from '../../../core/errors.ts';
import type { ContentId } from '../../../core/ids.ts';
import type { Receivers } from '../receivers.ts';
import type { PartTable } from '../store/part-table.ts';
import type { Contact } from './job-sources.ts';

/** Pages kept in memory for each content: the one in use, and those of runs in flight. */
const MAX_PAGES = 4;

/**
 * The piece hashes of one content, verified against its id: from the store, else from a source. Pages come when they
 * are needed, so that fetching starts before all are there.
 */
export class PageHashes {
  readonly #content: ContentId;
  readonly #size: number;
  readonly #parts: PartTable;
  readonly #receiver: Pick<Receivers, 'body'>;
  readonly #hasher: Hasher;
  readonly #credential: () => string;
  readonly #pages = new Map<number, Uint8Array>();
  /** Pages that a source is being asked for. */
  readonly #asking = new Map<number, Promise<Uint8Array>>();
  /** Whether the list of pages was verified together with the size. */
  #isSizeRight = false;

  constructor(
    content: { readonly content: ContentId; readonly size: number },
    components: { parts: PartTable; receiver: Pick<Receivers, 'body'>; hasher: Hasher; credential: () => string },
  ) {
    this.#content = content.content;
    this.#size = content.size;
    this.#parts = components.parts;
    this.#receiver = components.receiver;
    this.#hasher = components.hasher;
    this.#credential = components.credential;
  }

  /** The hashes of a page where they are known: 32 bytes for each piece. */
  known(page: number): Uint8Array | undefined {
    const kept = this.#pages.get(page) ?? this.#parts.pieceHashes(this.#content, page);
    if (kept !== undefined) this.#keep(page, kept);
    return kept;
  }

  /** The hash of one piece where it is known. */
  ofPiece(index: number): Uint8Array | undefined {
    const at = (index % PAGE_PIECES) * DIGEST_BYTES;
    return this.known(Math.floor(index / PAGE_PIECES))?.subarray(at, at + DIGEST_BYTES);
  }

  /** All of them, where all are known. */
  all(): Uint8Array | undefined {
    const all = new Uint8Array(pieceCount(this.#size) * DIGEST_BYTES);
    for (let page = 0; page < pageCount(this.#size); page++) {
      const hashes = this.#parts.pieceHashes(this.#content, page);
      if (hashes === undefined) return undefined;
      all.set(hashes, page * PAGE_PIECES * DIGEST_BYTES);
    }
    return all;
  }

  /**
   * @throws {AyniError} `bad-answer` where the hashes are not those of a content of this size: the source may lie, or
   * whoever told the size; `corrupt-piece` where the size is known to be right; and what asking a source throws
   */
  async page(page: number, from: Contact, { signal }: { signal: AbortSignal }): Promise<Uint8Array> {
    for (;;) {
      const known = this.known(page);
      if (known !== undefined) return known;
      const asking = this.#asking.get(page);
      if (asking === undefined) break;
      // Somebody else's failure is not ours: ask ourselves then.
      await asking.catch(() => undefined);
      signal.throwIfAborted();
    }
    const asked = this.#fetch(page, from, signal);
    this.#asking.set(page, asked);
    try {
      return await asked;
    } finally {
      this.#asking.delete(page);
    }
  }

  /** The hashes of the pages, where they are known. */
  ofPages(): Uint8Array | undefined {
    const kept = this.#parts.pageHashes(this.#content);
    if (kept !== undefined || pageCount(this.#size) !== 1) return kept;
    const only = this.known(0);
    return only && pageHashOf(this.#hasher, only);
  }

  async #fetch(page: number, from: Contact, signal: AbortSignal): Promise<Uint8Array> {
    const expected = await this.#expectedHash(page, from, signal);
    const hashes = await this.#ask(from, `/pages/${page}`, pageLength(this.#size, page) * DIGEST_BYTES, signal);
    const hash = pageHashOf(this.#hasher, hashes);
    const right =
      expected === undefined
        ? contentIdOf(this.#hasher, this.#size, hash) === this.#content
        : equalDigests(hash, expected);
    if (!right) throw this.#unfit(from, `page ${page}`);
    this.#parts.putPieceHashes(this.#content, page, hashes);
    this.#keep(page, hashes);
    return hashes;
  }

  /** What the page must hash to; undefined where the content has one page only, which its id tells. */
  async #expectedHash(page: number, from: Contact, signal: AbortSignal): Promise<Uint8Array | undefined> {
    const pages = pageCount(this.#size);
    if (pages === 1) return undefined;
    // Those in the store may be of another download of this content, to which another size was told.
    let hashes = this.#parts.pageHashes(this.#content);
    if (hashes?.length !== pages * DIGEST_BYTES) {
      hashes = await this.#ask(from, '/pages', pages * DIGEST_BYTES, signal);
    }
    if (!this.#isSizeRight) {
      if (contentIdOf(this.#hasher, this.#size, hashes) !== this.#content) throw this.#unfit(from, 'the list of pages');
      this.#isSizeRight = true;
      this.#parts.putPageHashes(this.#content, hashes);
    }
    return hashes.subarray(page * DIGEST_BYTES, (page + 1) * DIGEST_BYTES);
  }

  async #ask(from: Contact, path: string, length: number, signal: AbortSignal): Promise<Uint8Array> {
    const target = `/v1/content/${this.#content}${path}`;
    const run = { source: from.address, peer: from.peer, credential: this.#credential(), target, maxBytes: length };
    const hashes = await this.#receiver.body(run, { signal });
    if (hashes.length !== length) throw this.#unfit(from, `${hashes.length} bytes instead of ${length}`);
    return hashes;
  }

  #keep(page: number, hashes: Uint8Array): void {
    this.#pages.delete(page);
    this.#pages.set(page, hashes);
    const oldest = this.#pages.keys().next();
    if (this.#pages.size > MAX_PAGES && oldest.done !== true) this.#pages.delete(oldest.value);
  }

  /** The source lies, if the size is right: as long as nobody knows that, an honest one must not be told of as a liar. */
  #unfit(from: Contact, what: string): AyniError {
    const context = { content: this.#content, peer: from.peer };
    const sent = `${from.name} sent hashes (${what}) that are not those of ${this.#content}`;
    return this.#isSizeRight
      ? new AyniError('corrupt-piece', `${sent}.`, { context })
      : new AyniError('bad-answer', `${sent} with ${this.#size} bytes: it lies, or that is not the size.`, { context });
  }
}
