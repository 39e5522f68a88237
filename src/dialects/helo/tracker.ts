import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import type { DialectPeer, DialectRegistry } from '../../wire/dialects/dialect-registry.ts';
import type { DialectServer, ListenOptions } from '../parts.ts';
import { answersAt } from '../shared/answers-at.ts';
import type { Conversation } from '../shared/conversation.ts';
import { ConversationServer } from '../shared/conversation-server.ts';
import { ListRoom, SMALL_LIST } from '../shared/list-room.ts';
import { messagesOf } from '../shared/messages-of.ts';
import { Claims } from './claims.ts';
import { HeloReader, verbOf } from './codec.ts';
import { encodeError } from './errors.ts';
import { TrackerSession } from './tracker-session.ts';

export interface HeloTrackerOptions {
  /** How long a peer is known without a sign of life. */
  readonly ttlMs: number;
  /** For whoever is not registered to say something, ms. Default 10,000. */
  readonly idleMs?: number;
  /** For a message to be complete, ms. Default 30,000. */
  readonly messageMs?: number;
  /** Bytes of all messages that are under way, beside 64 KiB of each; 128 MiB. */
  readonly messageBytes?: number;
}

/** The tracker of `helo`. A registered peer may be silent for as long as its connection stands. */
export class HeloTracker implements DialectServer {
  readonly #registry;
  readonly #options;
  readonly #server;
  readonly #claims;
  readonly #room;

  constructor(
    parts: { readonly log: Logger; readonly registry: DialectRegistry },
    options: ListenOptions & HeloTrackerOptions,
  ) {
    this.#registry = parts.registry;
    this.#options = options;
    this.#room = new ListRoom(options.messageBytes);
    this.#claims = new Claims(parts.registry);
    this.#server = new ConversationServer({ name: 'helo', log: parts.log }, options, (conversation) =>
      this.#serve(conversation),
    );
  }

  start(): Promise<number> {
    return this.#server.start();
  }

  /** A peer that gave no address is there for as long as its connection is; others answer at their address. */
  async probe(peer: DialectPeer, options: { readonly signal: AbortSignal }): Promise<boolean> {
    return this.#claims.isConnection(peer.key) || answersAt(peer, options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
  }

  async #serve(conversation: Conversation): Promise<void> {
    const { ttlMs, idleMs = 10_000, messageMs = 30_000 } = this.#options;
    const { remote } = conversation;
    const session = new TrackerSession({ registry: this.#registry, claims: this.#claims, ttlMs, remote });
    const room = new ListRoom(this.#room, SMALL_LIST);
    const reader = new HeloReader(room);
    const deadlines = { idleMs: () => (session.registered ? undefined : idleMs), messageMs };
    try {
      for await (const message of messagesOf(conversation, reader, deadlines)) {
        conversation.asked(verbOf(message));
        const answer = await session.answer(message);
        if (answer !== undefined) await conversation.write(answer);
      }
    } catch (error) {
      if (!AyniError.is(error, 'timeout')) throw error;
      await conversation.write(encodeError(reader.framing, 'BADM', 'Nothing that could be handled came in time.'));
    } finally {
      room.giveBack();
      await session.end();
    }
    await conversation.end();
  }
}
