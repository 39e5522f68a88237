import type { Logger } from '../../core/log.ts';
import { AyniError } from '../../core/errors.ts';
import type { FlatShare, OpenFlatFile } from '../../wire/dialects/flat-share.ts';
import type { DialectServer, ListenOptions } from '../parts.ts';
import type { Conversation } from '../shared/conversation.ts';
import { ConversationServer } from '../shared/conversation-server.ts';
import { messagesOf } from '../shared/messages-of.ts';
import { sendFlatFile } from '../shared/send-flat-file.ts';
import { encodeListing, PEER_VERBS, RedeReader, type RedeMessage } from './codec.ts';
import { askedNames, listedName } from './names.ts';

export interface RedePeerOptions {
  /** Files that are sent at once; who asks for one more gets nothing. Default 50. */
  readonly slots?: number;
  /** For the first command to begin, ms. Default 10,000. */
  readonly idleMs?: number;
  /** For each command after it, ms. Default 60,000. */
  readonly betweenMs?: number;
}

/** For a command to be complete, ms. */
const MESSAGE_MS = 10_000;
/** Until a file is there, which may have to be found elsewhere first, ms. */
const OPEN_MS = 60_000;

/** Serves a share to peers of `rede`, on the public port that a server assigned. */
export class RedePeerServer implements DialectServer {
  readonly #share;
  readonly #log;
  readonly #options;
  readonly #server;
  #sending = 0;

  constructor(parts: { readonly log: Logger; readonly share: FlatShare }, options: ListenOptions & RedePeerOptions) {
    this.#share = parts.share;
    this.#log = parts.log;
    this.#options = options;
    this.#server = new ConversationServer({ name: 'rede', log: parts.log }, options, (conversation) =>
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
    const { idleMs = 10_000, betweenMs = 60_000 } = this.#options;
    let answered = 0;
    const deadlines = { idleMs: () => (answered === 0 ? idleMs : betweenMs), messageMs: MESSAGE_MS };
    try {
      for await (const message of messagesOf(conversation, new RedeReader(PEER_VERBS), deadlines)) {
        conversation.asked(message.kind === 'verb' ? message.verb : 'other');
        if ((await this.#answer(conversation, message)) === 'end') break;
        answered++;
      }
    } catch (error) {
      if (!AyniError.is(error, 'timeout') || !conversation.open) throw error;
    }
    await conversation.end();
  }

  /** This dialect has no errors: what cannot be answered ends the stream. */
  async #answer(conversation: Conversation, message: RedeMessage): Promise<'end' | 'go on'> {
    if (message.kind !== 'verb') return 'end';
    if (message.verb === 'get') {
      await this.#send(conversation, message.argument);
      // The end of the stream is all that tells where the file ends.
      return 'end';
    }
    const listing = encodeListing((await this.#share.files()).map(({ name }) => listedName(name)));
    if (listing !== '') await conversation.write(listing);
    return 'go on';
  }

  async #send(conversation: Conversation, asked: string): Promise<void> {
    if (this.#sending >= (this.#options.slots ?? 50)) {
      this.#log.info({ dialect: 'rede', from: conversation.remote.host }, 'no slot is free');
      return;
    }
    this.#sending++;
    try {
      const opened = await this.#open(conversation, asked);
      if (opened === undefined) return;
      await using file = opened;
      await sendFlatFile(conversation, file);
    } catch (error) {
      // What was sent is not whole, and nothing but a connection that breaks says so.
      conversation.breakOff();
      throw error;
    } finally {
      this.#sending--;
    }
  }

  async #open(conversation: Conversation, asked: string): Promise<OpenFlatFile | undefined> {
    const signal = AbortSignal.any([conversation.signal, AbortSignal.timeout(OPEN_MS)]);
    try {
      for (const name of askedNames(asked)) {
        const file = await this.#share.open(name, { signal });
        if (file !== undefined) return file;
      }
    } catch (error) {
      const { code, message } = AyniError.from(error);
      this.#log.debug({ dialect: 'rede', from: conversation.remote.host, code }, message);
    }
    return undefined;
  }
}
