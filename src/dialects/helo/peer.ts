import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import type { FlatShare, OpenFlatFile } from '../../wire/dialects/flat-share.ts';
import type { DialectServer, ListenOptions } from '../parts.ts';
import type { Conversation } from '../shared/conversation.ts';
import { ConversationServer } from '../shared/conversation-server.ts';
import { messagesOf } from '../shared/messages-of.ts';
import { sendFlatFile } from '../shared/send-flat-file.ts';
import {
  encodeMessage,
  FRAME_HEAD_BYTES,
  HeloReader,
  payloadText,
  verbOf,
  writeFrameHead,
  type HeloMessage,
} from './codec.ts';
import { encodeError, errorMessage } from './errors.ts';
import { askedNames } from './names.ts';

export interface HeloPeerOptions {
  /** Files that are sent at once; who asks for one more hears BUSY. Default 50. */
  readonly slots?: number;
  /** For the next message to begin, ms. Default 10,000. */
  readonly idleMs?: number;
  /** For a message to be complete, ms. Default 30,000. */
  readonly messageMs?: number;
}

/** Until a file is there, which may have to be found elsewhere first, ms. */
const OPEN_MS = 60_000;

const DATA = {
  bytes: FRAME_HEAD_BYTES,
  write: (buffer: Buffer, length: number) => writeFrameHead(buffer, 'DATA', length),
};

/** Serves a share to peers of `helo`: REQF, in both framings. */
export class HeloPeer implements DialectServer {
  readonly #share;
  readonly #options;
  readonly #server;
  #sending = 0;

  constructor(parts: { readonly log: Logger; readonly share: FlatShare }, options: ListenOptions & HeloPeerOptions) {
    this.#share = parts.share;
    this.#options = options;
    this.#server = new ConversationServer({ name: 'helo', log: parts.log }, options, (conversation) =>
      this.#serve(conversation),
    );
  }

  start(): Promise<number> {
    return this.#server.start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
  }

  async #serve(conversation: Conversation): Promise<void> {
    const { idleMs = 10_000, messageMs = 30_000 } = this.#options;
    const reader = new HeloReader();
    try {
      for await (const message of messagesOf(conversation, reader, { idleMs: () => idleMs, messageMs })) {
        conversation.asked(verbOf(message));
        if ((await this.#answer(conversation, message)) === 'end') break;
      }
    } catch (error) {
      if (!AyniError.is(error, 'timeout') || !conversation.open) throw error;
      await conversation.write(encodeError(reader.framing, 'BADM', 'Nothing that could be handled came in time.'));
    }
    await conversation.end();
  }

  async #answer(conversation: Conversation, message: HeloMessage): Promise<'end' | 'go on'> {
    const { framing, id, problem } = message;
    const name = payloadText(message.payload);
    if (problem === 'too-big') {
      await conversation.write(encodeError(framing, 'TOOB', 'A message has at most 1 MiB.'));
    } else if (problem === 'malformed' || name === undefined) {
      const what = 'Not a message: four letters, a space or a length, and UTF-8.';
      await conversation.write(encodeError(framing, 'BADM', what));
    } else if (id === 'REQF') {
      await this.#send(conversation, message, name);
      // Unframed, only the end of the stream tells that this was all of it.
      return framing === 'framed' ? 'go on' : 'end';
    } else if (id !== 'ERRR') {
      await conversation.write(encodeError(framing, 'BADM', 'A peer takes REQF.'));
    }
    return 'go on';
  }

  async #send(conversation: Conversation, { framing }: HeloMessage, name: string): Promise<void> {
    const { slots = 50 } = this.#options;
    if (this.#sending >= slots) {
      await conversation.write(encodeError(framing, 'BUSY', `All ${slots} slots are taken; ask again later.`));
      return;
    }
    this.#sending++;
    try {
      const opened = await this.#open(conversation, framing, name);
      if (opened === undefined) return;
      await using file = opened;
      if (framing === 'unframed') {
        await sendFlatFile(conversation, file);
      } else {
        await sendFlatFile(conversation, file, DATA);
        await conversation.write(encodeMessage('framed', 'DATA'));
      }
    } catch (error) {
      // What was sent is not whole, and nothing but a connection that breaks says so.
      conversation.breakOff();
      throw error;
    } finally {
      this.#sending--;
    }
  }

  /** Undefined where there is no such file; the answer is given then. */
  async #open(
    conversation: Conversation,
    framing: HeloMessage['framing'],
    asked: string,
  ): Promise<OpenFlatFile | undefined> {
    const signal = AbortSignal.any([conversation.signal, AbortSignal.timeout(OPEN_MS)]);
    try {
      for (const name of askedNames(framing, asked)) {
        const file = await this.#share.open(name, { signal });
        if (file !== undefined) return file;
      }
      await conversation.write(encodeError(framing, 'NOFI', 'There is no file of this name here.'));
    } catch (error) {
      await conversation.write(errorMessage(framing, error));
    }
    return undefined;
  }
}
