import { AyniError } from '../../core/errors.ts';
import type { ForeignAnswer, ForeignFetch, ForeignSource } from '../../wire/dialects/foreign-client.ts';
import { SILENCE, type Conversation } from '../shared/conversation.ts';
import { dialConversation } from '../shared/dial-conversation.ts';
import { AnswerReader, type AnswerPart } from './answer-reader.ts';
import { encodeMessage } from './codec.ts';
import { parseError } from './errors.ts';

export interface HeloClientOptions {
  /** How long a peer or a tracker may be silent while we wait for it, ms. Default 30,000. */
  readonly silenceMs?: number;
  /** How often a tracker is told what is new in the share, ms. Default 30,000. */
  readonly refreshMs?: number;
}

/** Fetches from peers of `helo`, in frames: they show where a file ends. */
export class HeloFetch implements ForeignFetch {
  readonly #silenceMs;

  constructor(options: HeloClientOptions = {}) {
    this.#silenceMs = options.silenceMs ?? 30_000;
  }

  async fetch(source: ForeignSource, options: { readonly signal: AbortSignal }): Promise<ForeignAnswer> {
    const conversation = await dialConversation(source, options);
    try {
      await conversation.write(encodeMessage('framed', 'REQF', source.name));
      const parts = this.#parts(conversation);
      const first = await parts.next();
      if (first.done === true) throw new AyniError('cut-off', `${source.host}:${source.port} answers nothing.`);
      return {
        chunks: chunksOf(first.value, parts),
        endIsKnown: true,
        [Symbol.asyncDispose]: () => conversation[Symbol.asyncDispose](),
      };
    } catch (error) {
      await conversation[Symbol.asyncDispose]();
      throw error;
    }
  }

  /** Up to the end of the file. An ERRR is thrown, also where it comes amid the file. */
  async *#parts(conversation: Conversation): AsyncGenerator<AnswerPart, void> {
    const reader = new AnswerReader();
    const who = `${conversation.remote.host}:${conversation.remote.port}`;
    for (;;) {
      const bytes = await conversation.read(this.#silenceMs);
      if (bytes === SILENCE) throw new AyniError('timeout', `${who} has sent nothing for a while.`);
      if (bytes === undefined) throw new AyniError('cut-off', `${who} ended before the file did.`);
      for (const part of reader.push(bytes)) {
        if (part.kind === 'error') throw parseError(who, part.text);
        yield part;
        if (part.kind === 'end') return;
      }
    }
  }
}

async function* chunksOf(first: AnswerPart, rest: AsyncGenerator<AnswerPart, void>): AsyncGenerator<Uint8Array, void> {
  if (first.kind === 'bytes') yield first.bytes;
  for await (const part of rest) if (part.kind === 'bytes') yield part.bytes;
}
