import type { Bitfield } from '../../../core/content/bitfield.ts';
import { pieceCount } from '../../../core/content/geometry.ts';
import type { ContentId } from '../../../core/ids.ts';
import type { BodyRun } from '../../../net/receive/body-flight.ts';
import { decodeBitfield, encodeBitfield, inHeader, MAX_BODY_BITFIELD } from '../../../wire/http/bitfield-body.ts';
import type { Receivers } from '../receivers.ts';
import { sleep } from '../sleep.ts';
import type { Contact } from './job-sources.ts';

/** News are asked for this often at most: pieces that come one after the other are told together, ms. */
const PAUSE_MS = 250;
/** Whoever told something with an answer this short a time ago need not be asked, ms. */
const FRESH_MS = 700;
/** … and so much longer at the beginning, ms. */
const GRACE_MS = 2500;
/** How long a source may wait for a piece that we lack, s. */
const WAIT_S = 2;

/** What one source has of one content, kept up to date as long as it is followed. */
export class SourceField {
  /** Undefined until the source has told. */
  field: Bitfield | undefined;
  #version = -1;
  #waiting = false;
  /** A new source is asked for pieces first, and tells with its answer. */
  #toldAt = performance.now() + GRACE_MS;
  readonly #of: { readonly content: ContentId; readonly size: number };
  readonly #receiver: Pick<Receivers, 'body'>;
  readonly #credential: () => string;

  constructor(
    of: { readonly content: ContentId; readonly size: number },
    components: { readonly receiver: Pick<Receivers, 'body'>; readonly credential: () => string },
  ) {
    this.#of = of;
    this.#receiver = components.receiver;
    this.#credential = components.credential;
  }

  /**
   * Asks whenever the source has told nothing for a while, until it has all.
   * @param onNews called when the source has told something new
   * @throws {AyniError} when the source fails, and the signal's reason
   */
  async follow(source: Contact, onNews: () => void, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    while (this.field?.complete !== true) {
      const fresh = this.#waiting ? FRESH_MS : FRESH_MS - (performance.now() - this.#toldAt);
      if (fresh <= 0) {
        const before = this.#version;
        this.told(await this.#ask(source, {}, signal));
        if (this.#version !== before) onNews();
      }
      await sleep(Math.max(PAUSE_MS, fresh), { signal });
      signal.throwIfAborted();
    }
  }

  /**
   * Waits for the source to have what we lack, or a little while. Of a large content whose pieces lie scattered, what is
   * wanted cannot be said: then it is only asked what the source has.
   * @param unwanted what is here or on its way
   * @param options.telling what is here, for the source: a bitfield body, told where it is short
   * @throws {AyniError} when the source fails, and the signal's reason
   */
  async more(
    source: Contact,
    unwanted: Bitfield,
    { signal, telling }: { readonly signal: AbortSignal; readonly telling: Uint8Array | undefined },
  ): Promise<void> {
    const body = encodeBitfield({ version: 0, field: unwanted });
    const waiting = body.length > MAX_BODY_BITFIELD ? {} : { body, waitS: WAIT_S };
    this.#waiting = true;
    try {
      this.told(await this.#ask(source, { ...waiting, telling: inHeader(telling) }, signal));
    } finally {
      this.#waiting = false;
    }
  }

  /**
   * The source told with an answer.
   * @param body of a bitfield
   * @throws {AyniError} `bad-answer`
   */
  told(body: Uint8Array): void {
    const { version, field } = decodeBitfield(pieceCount(this.#of.size), body);
    // Answers overtake each other.
    if (version < this.#version) return;
    this.#toldAt = performance.now();
    if (version === this.#version) return;
    this.#version = version;
    this.field = field;
  }

  /** It turned out that the source lacks what it told to have. */
  doubt(piece: number): void {
    this.field?.clear(piece);
  }

  #ask(
    { address, peer }: Contact,
    options: Pick<BodyRun, 'body' | 'waitS' | 'telling'>,
    signal: AbortSignal,
  ): Promise<Uint8Array> {
    const { content, size } = this.#of;
    return this.#receiver.body(
      {
        source: address,
        peer,
        credential: this.#credential(),
        target: `/v1/content/${content}/bitfield`,
        maxBytes: Math.ceil(pieceCount(size) / 8) + 16,
        ...options,
      },
      { signal },
    );
  }
}
