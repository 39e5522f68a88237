import type { ContentId } from '../ids.ts';

/** Readers of one content that are heeded; of more the newest are. */
const MAX_HEADS = 16;

/** Where somebody reads a content while it comes: pieces from there on are fetched first. */
export interface Playhead {
  /** @param piece that is read next, or waited for */
  move(piece: number): void;
  /** Nobody reads here any more. */
  close(): void;
}

interface Readers {
  /** Those that moved longest ago are first in turn. */
  readonly heads: Map<object, number>;
  readonly listeners: Set<(piece: number) => void>;
}

/** Who reads what while it is fetched, and where. Several readers of one content take turns. */
export class Playheads {
  /** As many as there are readers and large files that run. */
  readonly #contents = new Map<ContentId, Readers>();

  open(content: ContentId): Playhead {
    const head = {};
    return {
      move: (piece) => {
        const { heads, listeners } = this.#of(content);
        if (heads.get(head) === piece) return;
        const [oldest] = heads.keys();
        if (!heads.has(head) && heads.size >= MAX_HEADS && oldest !== undefined) heads.delete(oldest);
        heads.set(head, piece);
        for (const listener of listeners) listener(piece);
      },
      close: () => {
        this.#contents.get(content)?.heads.delete(head);
        this.#forget(content);
      },
    };
  }

  /** The pieces where a content is read now. */
  of(content: ContentId): readonly number[] {
    return [...(this.#contents.get(content)?.heads.values() ?? [])];
  }

  /** Where the reader is whose turn it is; the next call tells the next one. Undefined where nobody reads. */
  next(content: ContentId): number | undefined {
    const heads = this.#contents.get(content)?.heads;
    const [first] = heads ?? [];
    if (heads === undefined || first === undefined) return undefined;
    const [head, piece] = first;
    heads.delete(head);
    heads.set(head, piece);
    return piece;
  }

  /** Calls back whenever somebody moves. Returns what ends it. */
  onMoved(content: ContentId, listener: (piece: number) => void): () => void {
    this.#of(content).listeners.add(listener);
    return () => {
      this.#contents.get(content)?.listeners.delete(listener);
      this.#forget(content);
    };
  }

  #of(content: ContentId): Readers {
    let readers = this.#contents.get(content);
    if (readers === undefined) this.#contents.set(content, (readers = { heads: new Map(), listeners: new Set() }));
    return readers;
  }

  #forget(content: ContentId): void {
    const readers = this.#contents.get(content);
    if (readers?.heads.size === 0 && readers.listeners.size === 0) this.#contents.delete(content);
  }
}
