import type { Audience } from '../../core/access/audience.ts';
import type { Clock } from '../../core/clock.ts';
import type { Bitfield } from '../../core/content/bitfield.ts';
import type { ContentId, PeerId } from '../../core/ids.ts';
import type { Hold } from '../../core/swarm/catalog.ts';
import { encodeBitfield } from '../../wire/http/bitfield-body.ts';

/** A content that is being fetched, and what of it is here. */
export interface PartialContent {
  readonly content: ContentId;
  /** Bytes of the whole content. */
  readonly size: number;
  /** Verified pieces; grows in place. */
  readonly field: Bitfield;
  /** Absolute path of the part file. */
  readonly path: string;
  readonly audience: Audience;
  /** 32 bytes for each page; undefined where they are not known yet. */
  readonly pageHashes: () => Uint8Array | undefined;
  /** 32 bytes for each piece of a page; undefined where they are not known yet. */
  readonly pieceHashes: (page: number) => Uint8Array | undefined;
}

/** A partial content as it is served. */
export interface ServedPart extends PartialContent {
  /** Where it lies now. */
  readonly path: string;
  /** Grows with each piece, also over restarts, as far as the machine's time does. */
  readonly version: number;
  /** A peer asks for pieces. */
  readonly asked: OnAsked;
}

/** @param told what the peer has itself, a bitfield body, where it tells */
export type OnAsked = (peer: PeerId, told: Uint8Array | undefined) => void;

export interface ServingHandle {
  /** The first pieces are about to come: those who fetch the same may meet already. */
  expects(): void;
  came(): void;
  /** @param path absolute */
  moved(path: string): void;
  end(): void;
  /** What is here, a bitfield body; undefined where nothing is served. */
  telling(): Uint8Array | undefined;
  /** From now on `listener`, and nobody else, is told of each request. */
  onAsked(listener: OnAsked): void;
}

export const NOT_SERVED: ServingHandle = {
  expects: () => undefined,
  came: () => undefined,
  moved: () => undefined,
  end: () => undefined,
  telling: () => undefined,
  onAsked: () => undefined,
};

class Part {
  readonly of: PartialContent;
  path: string;
  version: number;
  /** Pieces the tracker was told of; -1 where it was told nothing. */
  told = -1;
  expects = false;
  onAsked: OnAsked | undefined;
  readonly asked: OnAsked = (peer, told) => this.onAsked?.(peer, told);
  readonly waiting = new Set<() => void>();

  constructor(of: PartialContent, version: number) {
    this.of = of;
    this.path = of.path;
    this.version = version;
  }

  wake(): void {
    const waiting = [...this.waiting];
    this.waiting.clear();
    for (const one of waiting) one();
  }
}

/** What is being fetched and may be served meanwhile; in memory, as downloads begin and end. */
export class PartialContents {
  readonly #clock: Clock;
  readonly #parts = new Map<ContentId, Part>();
  /** The tracker was told of these, and they are no longer here. */
  readonly #gone = new Set<ContentId>();
  readonly #listeners = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * A content is being fetched.
   * @returns what to call when pieces were verified, when the file was renamed, and at the end. Of two downloads of one
   * content the first is served
   */
  begin(content: PartialContent): ServingHandle {
    const id = content.content;
    if (this.#parts.has(id)) return NOT_SERVED;
    const part = new Part(content, this.#clock.now());
    this.#parts.set(id, part);
    this.#gone.delete(id);
    if (content.field.count > 0) this.#changed();
    return {
      expects: () => {
        if (part.expects) return;
        part.expects = true;
        if (this.#isNews(part)) this.#changed();
      },
      came: () => {
        part.version++;
        part.wake();
        if (this.#isNews(part)) this.#changed();
      },
      moved: (path) => {
        part.path = path;
      },
      end: () => {
        if (this.#parts.get(id) !== part) return;
        this.#parts.delete(id);
        if (part.told >= 0) this.#gone.add(id);
        part.wake();
        this.#changed();
      },
      telling: () => encodeBitfield({ version: part.version, field: content.field }),
      onAsked: (listener) => {
        part.onAsked = listener;
      },
    };
  }

  find(content: ContentId): ServedPart | undefined {
    const part = this.#parts.get(content);
    return part && { ...part.of, path: part.path, version: part.version, asked: part.asked };
  }

  /** Resolves when a content has more than it had at `version`, is no longer here, or the signal is aborted. */
  async morePieces(content: ContentId, version: number, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    const part = this.#parts.get(content);
    if (part === undefined || part.version !== version || signal.aborted) return;
    await new Promise<void>((resolve) => {
      const end = (): void => {
        signal.removeEventListener('abort', end);
        part.waiting.delete(end);
        resolve();
      };
      part.waiting.add(end);
      signal.addEventListener('abort', end, { once: true });
    });
  }

  /**
   * What the tracker does not know yet: those that have or expect a first piece or have twice as many as it knows, and
   * those that are gone.
   */
  unsent(): { readonly upsert: readonly Hold[]; readonly remove: readonly ContentId[] } {
    const upsert = [...this.#parts.values()]
      .filter((part) => this.#isNews(part))
      .map(({ of: { content, size, field, audience } }) => ({ content, size, pieces: field.count, audience }));
    return { upsert, remove: [...this.#gone] };
  }

  /** The tracker has taken these. */
  sent({ upsert, remove }: { readonly upsert: readonly Hold[]; readonly remove: readonly ContentId[] }): void {
    for (const { content, pieces } of upsert) {
      const part = this.#parts.get(content);
      if (part === undefined) this.#gone.add(content);
      else part.told = pieces;
    }
    for (const content of remove) if (!this.#parts.has(content)) this.#gone.delete(content);
  }

  /** The tracker has forgotten what we hold. */
  sendAllAgain(): void {
    for (const part of this.#parts.values()) part.told = -1;
    this.#gone.clear();
  }

  /** Called when the tracker should be told something. */
  onChanged(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  #isNews({ of: { field }, told, expects }: Part): boolean {
    if (told < 0) return expects || field.count > 0;
    return field.count >= 2 * Math.max(1, told) && !field.complete;
  }

  #changed(): void {
    for (const listener of this.#listeners) listener();
  }
}
