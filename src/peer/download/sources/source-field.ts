import type { Bitfield } from '../../../core/content/bitfield.ts';
import { pieceCount } from '../../../core/content/geometry.ts';
import type { ContentId } from '../../../core/ids.ts';
import type { HttpsClient } from '../../../net/http/https-client.ts';
import { decodeBitfield } from '../../../wire/http/bitfield-body.ts';
import { errorOfAnswer } from '../../../wire/http/error-body.ts';
import { sleep } from '../sleep.ts';
import type { Contact } from './job-sources.ts';

/** A source answers with news at once, else within 20 s, ms. */
const POLL_MS = 30_000;
/** News are asked for this often at most: pieces that come one after the other are told together, ms. */
const PAUSE_MS = 250;
/** Whoever told something with an answer this short a time ago need not be asked, ms. */
const FRESH_MS = 700;
/** … and so much longer at the beginning, ms. */
const GRACE_MS = 2500;
/** Room for the body of an error beside a bitfield, bytes. */
const MAX_ERROR = 64 * 1024;

/** What one source has of one content, kept up to date as long as it is followed. */
export class SourceField {
  /** Undefined until the source has told. */
  field: Bitfield | undefined;
  #version = -1;
  /** A new source is asked for pieces first, and tells with its answer. */
  #toldAt = performance.now() + GRACE_MS;
  readonly #of: { readonly content: ContentId; readonly size: number };
  readonly #http: HttpsClient;
  readonly #credential: () => string;

  constructor(
    of: { readonly content: ContentId; readonly size: number },
    components: { readonly http: HttpsClient; readonly credential: () => string },
  ) {
    this.#of = of;
    this.#http = components.http;
    this.#credential = components.credential;
  }

  /**
   * Asks again and again, until the source has all.
   * @param onNews called when the source has told something new
   * @throws {AyniError} when the source fails, and the signal's reason
   */
  async follow(source: Contact, onNews: () => void, { signal }: { readonly signal: AbortSignal }): Promise<void> {
    while (this.field?.complete !== true) {
      const fresh = FRESH_MS - (performance.now() - this.#toldAt);
      if (fresh <= 0) {
        const before = this.#version;
        await this.#ask(source, signal);
        if (this.#version !== before) onNews();
      }
      await sleep(Math.max(PAUSE_MS, fresh), { signal });
      signal.throwIfAborted();
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

  async #ask(source: Contact, signal: AbortSignal): Promise<void> {
    const { content, size } = this.#of;
    const since = this.#version < 0 ? '' : `?since=${this.#version}`;
    const answer = await this.#http.request(source.address, {
      method: 'GET',
      path: `/v1/content/${content}/bitfield${since}`,
      headers: { authorization: `Bearer ${this.#credential()}` },
      expected: source.peer,
      maxBytes: Math.max(MAX_ERROR, Math.ceil(pieceCount(size) / 8) + 16),
      timeoutMs: POLL_MS,
      signal,
    });
    if (answer.status !== 200) {
      throw errorOfAnswer({ ...answer, retryAfter: answer.headers['retry-after'] }, source.name);
    }
    this.told(answer.body);
  }
}
