import { AyniError } from '../../core/errors.ts';
import type { ForeignAnswer, ForeignFetch, ForeignSource } from '../../wire/dialects/foreign-client.ts';
import { SILENCE, type Conversation } from '../shared/conversation.ts';
import { dialConversation } from '../shared/dial-conversation.ts';
import { ANSWER_SILENCE_MS } from './listing.ts';

export interface RedeClientOptions {
  /** So much silence ends an answer, ms. Default 2,000. */
  readonly silenceMs?: number;
  /** How often a server is asked who is there, ms. Default 30,000. */
  readonly refreshMs?: number;
}

/**
 * Fetches from peers of `rede`. They tell no length, and old ones never close: the end of a file is the end of the
 * stream or 2 s of silence, and whether it is whole nobody knows. A file without bytes looks like one that is missing.
 */
export class RedeFetch implements ForeignFetch {
  readonly #silenceMs;

  constructor(options: RedeClientOptions = {}) {
    this.#silenceMs = options.silenceMs ?? ANSWER_SILENCE_MS;
  }

  async fetch(source: ForeignSource, options: { readonly signal: AbortSignal }): Promise<ForeignAnswer> {
    const missing = () =>
      new AyniError('not-found', `${source.host}:${source.port} sends nothing under this name.`, {
        context: { name: source.name },
      });
    // It would end the request before the name does.
    if (source.name.includes('\n')) throw missing();
    const conversation = await dialConversation(source, options);
    try {
      // One write is one message, and old programs read none that is terminated.
      await conversation.write(`get ${source.name}`);
      const first = await conversation.read(this.#silenceMs);
      if (first === undefined || first === SILENCE) throw missing();
      return {
        chunks: this.#chunks(first, conversation),
        endIsKnown: false,
        [Symbol.asyncDispose]: () => conversation[Symbol.asyncDispose](),
      };
    } catch (error) {
      await conversation[Symbol.asyncDispose]();
      throw error;
    }
  }

  async *#chunks(first: Buffer, conversation: Conversation): AsyncGenerator<Uint8Array, void> {
    for (let bytes: Buffer | typeof SILENCE | undefined = first; bytes instanceof Buffer;) {
      yield bytes;
      bytes = await conversation.read(this.#silenceMs);
    }
  }
}
