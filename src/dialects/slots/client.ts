import { createHash } from 'node:crypto';
import { AyniError } from '../../core/errors.ts';
import type { ForeignAnswer, ForeignFetch, ForeignSource } from '../../wire/dialects/foreign-client.ts';
import { SILENCE, type Conversation } from '../shared/conversation.ts';
import { readAnswer } from './ask-main-port.ts';
import { SAYS } from './codec.ts';
import { dialDataPort } from './dial-data-port.ts';

export interface SlotsClientOptions {
  /** How long a peer or a tracker may be silent while we wait for it, ms. Default 30,000. */
  readonly silenceMs?: number;
  /** How often a tracker is told what is new in the share, ms. Default 30,000. */
  readonly refreshMs?: number;
}

export const SILENCE_MS = 30_000;

/**
 * Fetches from peers of `slots`. They tell no size: the end of the stream is the end of the file, and its MD5 says
 * whether it is whole.
 */
export class SlotsFetch implements ForeignFetch {
  readonly #silenceMs;

  constructor(options: SlotsClientOptions = {}) {
    this.#silenceMs = options.silenceMs ?? SILENCE_MS;
  }

  /** Its chunks end with `corrupt-piece` where the MD5 of the source is not the one of what came. */
  async fetch(source: ForeignSource, options: { readonly signal: AbortSignal }): Promise<ForeignAnswer> {
    // LF would end the request before the name does.
    if (source.name === '' || source.name.includes('\n')) throw missing(source);
    const conversation = await dialDataPort(source, { ...options, silenceMs: this.#silenceMs });
    try {
      // One write is one message, and programs that read once want none that is terminated.
      await conversation.write(source.name);
      const first = await this.#head(conversation, source);
      return {
        chunks: this.#chunks(conversation, first, source),
        endIsKnown: source.md5 !== undefined || source.size !== undefined,
        [Symbol.asyncDispose]: () => conversation[Symbol.asyncDispose](),
      };
    } catch (error) {
      await conversation[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** @returns the first bytes of the file, where they came along */
  async #head(conversation: Conversation, source: ForeignSource): Promise<Buffer> {
    let head = Buffer.alloc(0);
    for (;;) {
      const bytes = await conversation.read(this.#silenceMs);
      if (bytes === SILENCE) throw new AyniError('timeout', `${whoIs(source)} does not answer.`);
      if (bytes === undefined) throw new AyniError('cut-off', `${whoIs(source)} ends without an answer.`);
      head = Buffer.concat([head, bytes]);
      if (head.length >= SAYS.ok.length) break;
    }
    const said = head.toString('latin1', 0, SAYS.ok.length);
    if (said === SAYS.ok) return head.subarray(SAYS.ok.length);
    const answer = await readAnswer(conversation, { silenceMs: this.#silenceMs, begin: head });
    if (answer.toString('latin1').startsWith(SAYS.notFound)) throw missing(source);
    throw new AyniError('bad-answer', `${whoIs(source)} sends neither the file nor an error: does it speak slots?`);
  }

  async *#chunks(conversation: Conversation, first: Buffer, source: ForeignSource): AsyncGenerator<Uint8Array, void> {
    const md5 = source.md5 === undefined ? undefined : createHash('md5');
    let came = 0;
    for (let bytes: Buffer | undefined = first; bytes !== undefined;) {
      came += bytes.length;
      md5?.update(bytes);
      if (bytes.length > 0) yield bytes;
      const next = await conversation.read(this.#silenceMs);
      if (next === SILENCE) throw new AyniError('timeout', `${whoIs(source)} has sent nothing for a while.`);
      bytes = next;
    }
    if (source.size !== undefined && came < source.size) {
      throw new AyniError('cut-off', `${whoIs(source)} ended after ${came} of ${source.size} bytes.`);
    }
    if (md5 !== undefined && md5.digest('hex') !== source.md5) {
      throw new AyniError('corrupt-piece', `What ${whoIs(source)} sent has not the MD5 of this file: do not keep it.`);
    }
  }
}

function whoIs({ host, port }: ForeignSource): string {
  return `${host}:${port}`;
}

function missing(source: ForeignSource): AyniError {
  return new AyniError('not-found', `${whoIs(source)} has no file of this name.`, { context: { name: source.name } });
}
