import { isIPv4 } from 'node:net';
import { printable } from '../../core/format/printable.ts';
import type { Logger } from '../../core/log.ts';
import type { DialectPeer, DialectRegistry } from '../../wire/dialects/dialect-registry.ts';
import type { DialectServer, ListenOptions } from '../parts.ts';
import type { Conversation } from '../shared/conversation.ts';
import { ConversationServer } from '../shared/conversation-server.ts';
import { ListRoom } from '../shared/list-room.ts';
import { messagesOf } from '../shared/messages-of.ts';
import { encodePeers, RedeReader, SERVER_VERBS, type RedeMessage, type RedePeer } from './codec.ts';
import { LISTINGS_BYTES } from './listing.ts';
import { watchPeer } from './peer-watch.ts';
import { PublicPorts } from './public-ports.ts';

export interface RedeTrackerOptions {
  /** How often a peer is asked what it shares, and how long it is known without a sign of life, ms. */
  readonly ttlMs: number;
  /** The public ports that are assigned. Default 5455 to 65535. */
  readonly firstPort?: number;
  readonly lastPort?: number;
}

/** For a message to be complete, ms. Between messages a peer may be silent for as long as its connection stands. */
const MESSAGE_MS = 30_000;

/** The server of `rede`. A peer is a member for as long as its connection is open. */
export class RedeTracker implements DialectServer {
  readonly #registry;
  readonly #log;
  readonly #ttlMs;
  readonly #ports;
  readonly #server;
  readonly #room = new ListRoom(LISTINGS_BYTES);
  /** Keys of those whose connection is open. */
  readonly #members = new Set<string>();

  constructor(
    parts: { readonly log: Logger; readonly registry: DialectRegistry },
    options: ListenOptions & RedeTrackerOptions,
  ) {
    this.#registry = parts.registry;
    this.#log = parts.log;
    this.#ttlMs = options.ttlMs;
    this.#ports = new PublicPorts({ first: options.firstPort ?? 5455, last: options.lastPort ?? 65_535 });
    this.#server = new ConversationServer({ name: 'rede', log: parts.log }, options, (conversation) =>
      this.#serve(conversation),
    );
  }

  start(): Promise<number> {
    return this.#server.start();
  }

  /** Who does not answer loses its connection, and with it the membership, as soon as that shows; see `watchPeer`. */
  async probe(peer: DialectPeer): Promise<boolean> {
    return this.#members.has(peer.key);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
  }

  async #serve(conversation: Conversation): Promise<void> {
    const { host } = conversation.remote;
    // It may have gone before it was accepted.
    if (!isIPv4(host)) return;
    const port = this.#ports.take(host, await this.#portsOfOthers(host));
    if (port === undefined) {
      this.#log.warn({ dialect: 'rede', host }, 'no public port is free');
      return;
    }
    const key = `${host}:${port}`;
    try {
      await this.#registry.register({ key, host, port }, { ttlMs: this.#ttlMs });
      this.#members.add(key);
      try {
        await this.#member(conversation, { key, host, port });
      } finally {
        this.#members.delete(key);
        await this.#registry.leave(key);
      }
    } finally {
      this.#ports.giveBack(host, port);
    }
    await conversation.end();
  }

  async #member(conversation: Conversation, peer: RedePeer & { readonly key: string }): Promise<void> {
    await conversation.write(String(peer.port));
    const over = new AbortController();
    const signal = AbortSignal.any([over.signal, conversation.signal]);
    const parts = { registry: this.#registry, log: this.#log, room: this.#room };
    const watch = async () => {
      const end = await watchPeer(peer, parts, { ttlMs: this.#ttlMs, signal });
      if (end === 'gone' && !over.signal.aborted) conversation.breakOff();
    };
    const watching = watch();
    // The open connection is the sign of life; a peer that does not answer loses it.
    const renewal = setInterval(() => {
      this.#registry.renew(peer.key, { ttlMs: this.#ttlMs }).then(
        (there) => there || conversation.breakOff(),
        () => conversation.breakOff(),
      );
    }, this.#ttlMs / 2);
    try {
      const deadlines = { idleMs: () => undefined, messageMs: MESSAGE_MS };
      for await (const message of messagesOf(conversation, new RedeReader(SERVER_VERBS), deadlines)) {
        conversation.asked(message.kind === 'verb' ? message.verb : 'other');
        if ((await this.#answer(conversation, message)) === 'end') break;
      }
    } finally {
      clearInterval(renewal);
      over.abort();
      await watching;
    }
  }

  async #answer(conversation: Conversation, message: RedeMessage): Promise<'end' | 'go on'> {
    if (message.kind === 'too-long') {
      this.#log.info({ dialect: 'rede', from: conversation.remote.host }, 'a message over 4 KiB');
      return 'end';
    }
    if (message.kind === 'unknown') {
      const said = printable(message.text.slice(0, 80));
      this.#log.debug({ dialect: 'rede', from: conversation.remote.host, said }, 'no message of this dialect');
      return 'go on';
    }
    if (message.verb === 'quit') return 'end';
    // What has no IPv4 address has no place in `ip:port/`.
    const peers = (await this.#registry.peers()).filter(({ host }) => !host.includes(':'));
    if (peers.length > 0) await conversation.write(encodePeers(peers));
    return 'go on';
  }

  /** Where native peers listen: they share an address with a foreign one on their machine, under whichever name. */
  async #portsOfOthers(host: string): Promise<ReadonlySet<number>> {
    const loopback = host.startsWith('127.');
    const natives = (await this.#registry.peers()).filter((peer) => peer.native && (loopback || peer.host === host));
    return new Set(natives.map(({ port }) => port));
  }
}
