import type { Address } from '../../../core/access/link.ts';
import { AyniError } from '../../../core/errors.ts';
import type { PeerId } from '../../../core/ids.ts';
import type { JobContext } from '../job-context.ts';
import { sleep } from '../sleep.ts';
import { SourceField } from '../sources/source-field.ts';
import type { FileRow } from '../store/file-table.ts';
import { isWanted, toLeave } from './partners.ts';
import { SwarmSource } from './swarm-source.ts';

/** Sources that are asked at once. */
export const MAX_SOURCES = 50;
/** Peers that have asked us and are not asked yet. */
const MAX_ASKERS = 64;
/** When sources are looked up again, ms after each other; the last goes on. */
const LOOK_UPS = [300, 300, 300, 300, 400, 600, 1000, 2000, 4000, 8000, 15_000] as const;

interface SwarmSourcesOptions {
  /** Something that may let us go on: another source, or news of what one has. */
  readonly onNews: () => void;
  /** Takes care of work that goes on beside. */
  readonly start: (work: Promise<void>) => void;
}

/** Who is asked for one content while it is fetched: they are looked up or ask us, are followed, and are left. */
export class SwarmSources implements Iterable<SwarmSource> {
  readonly #context: JobContext;
  readonly #row: FileRow;
  readonly #options: SwarmSourcesOptions;
  readonly #sources = new Map<PeerId, SwarmSource>();
  readonly #askers = new Map<PeerId, Uint8Array | undefined>();
  #counted = 0;
  #lookSooner: () => void = () => undefined;

  constructor(context: JobContext, row: FileRow, options: SwarmSourcesOptions) {
    this.#context = context;
    this.#row = row;
    this.#options = options;
  }

  [Symbol.iterator](): Iterator<SwarmSource> {
    return this.#sources.values();
  }

  get size(): number {
    return this.#sources.size;
  }

  /** Those that have a part only. */
  parts(): SwarmSource[] {
    return [...this.#sources.values()].filter((source) => !source.whole);
  }

  /** Those that may be asked now. */
  ready(): SwarmSource[] {
    const now = performance.now();
    return [...this.#sources.values()].filter(
      (source) => source.emptyUntil <= now && this.#context.sources.mayAsk(source.contact, this.#row.content),
    );
  }

  /** Others come and become whole while we fetch. Resolves when the signal is aborted. */
  async lookUp({ signal }: { signal: AbortSignal }): Promise<void> {
    for (let turn = 0; ; turn++) {
      const sooner = new AbortController();
      await sleep(LOOK_UPS[0], { signal });
      this.#lookSooner = () => sooner.abort();
      await sleep((LOOK_UPS[Math.min(turn, LOOK_UPS.length - 1)] ?? 0) - LOOK_UPS[0], {
        signal: AbortSignal.any([signal, sooner.signal]),
      });
      this.#lookSooner = () => undefined;
      if (signal.aborted) return;
      await this.#context.sources.locateAgain(this.#row.content, { signal }).catch(() => undefined);
      this.#options.onNews();
    }
  }

  /**
   * Another that fetches the same has asked us.
   * @param told what it has, where it tells: a bitfield body, not to be trusted
   */
  askedBy(peer: PeerId, told: Uint8Array | undefined): void {
    const source = this.#sources.get(peer);
    if (source !== undefined) {
      source.mutual = true;
      if (told !== undefined) this.told(source, told);
      if (source.asked.size === 0) this.#options.onNews();
    } else if (this.#askers.has(peer) || this.#askers.size < MAX_ASKERS) {
      this.#askers.set(peer, told);
      this.#lookSooner();
      this.#options.onNews();
    }
  }

  /** A source told what it has: one that tells nonsense rests. */
  told(source: SwarmSource, bitfield: Uint8Array): void {
    try {
      source.part?.told(bitfield);
    } catch (error) {
      this.failed(source, source.contact.address, AyniError.from(error));
    }
  }

  /** It has less than we took it to have: from now on its field tells. */
  fieldOf(source: SwarmSource): SourceField {
    const { receiver, credential } = this.#context;
    source.part ??= new SourceField(this.#row, { receiver, credential });
    return source.part;
  }

  /** @param address that was tried: meanwhile another run may have turned to the next one */
  failed({ contact }: SwarmSource, address: Address, error: AyniError): void {
    this.#context.sources.failed(contact, address, this.#row.content, error);
  }

  /** Nothing that anybody was asked for is wanted any more. */
  callOff(): void {
    for (const { asked } of this.#sources.values()) for (const { end } of asked) end.abort();
  }

  /** Leaves who is of little use, takes up who is known now, and follows what those have who have a part. */
  renew({ signal }: { signal: AbortSignal }): void {
    const { sources } = this.#context;
    for (const source of toLeave(this.parts(), performance.now())) {
      source.left.abort();
      for (const { end } of source.asked) end.abort();
      this.#sources.delete(source.contact.peer);
    }
    const holders = sources.holders(this.#row.content);
    const asking = holders.filter(({ contact }) => this.#askers.has(contact.peer));
    // Those who ask first, then as the tracker orders them: near ones first, busy ones last.
    for (const { contact, whole } of [...asking, ...holders]) {
      if (!sources.mayAsk(contact, this.#row.content)) continue;
      let source = this.#sources.get(contact.peer);
      if (source === undefined) {
        if (!this.#hasRoom(contact.peer, whole)) continue;
        source = new SwarmSource(contact, this.#counted++);
        this.#sources.set(contact.peer, source);
        if (!whole) this.fieldOf(source);
        this.#takeUpAsker(source);
      }
      if (source.whole || source.following) continue;
      source.following = true;
      this.#options.start(this.#follow(source, AbortSignal.any([signal, source.left.signal])));
    }
  }

  #takeUpAsker(source: SwarmSource): void {
    const { peer } = source.contact;
    if (!this.#askers.has(peer)) return;
    const told = this.#askers.get(peer);
    this.#askers.delete(peer);
    source.mutual = true;
    if (told !== undefined) this.told(source, told);
  }

  #hasRoom(peer: PeerId, whole: boolean): boolean {
    if (this.#sources.size >= MAX_SOURCES) return false;
    return whole || isWanted(this.parts(), this.#askers.has(peer), performance.now());
  }

  async #follow(source: SwarmSource, signal: AbortSignal): Promise<void> {
    const { address } = source.contact;
    try {
      await source.part?.follow(source.contact, this.#options.onNews, { signal });
    } catch (error) {
      if (!signal.aborted) this.failed(source, address, AyniError.from(error));
    } finally {
      source.following = false;
    }
  }
}
