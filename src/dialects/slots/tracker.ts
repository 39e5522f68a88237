import type { Clock } from '../../core/clock.ts';
import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import type { DialectPeer, DialectRegistry } from '../../wire/dialects/dialect-registry.ts';
import type { DialectServer, ListenOptions } from '../parts.ts';
import type { Conversation } from '../shared/conversation.ts';
import { ConversationServer } from '../shared/conversation-server.ts';
import { ForeignProber, probedLeaseMs } from '../shared/foreign-prober.ts';
import { ListRoom, SMALL_LIST } from '../shared/list-room.ts';
import { MemoryBudget } from '../shared/memory-budget.ts';
import { parsePort, SAYS } from './codec.ts';
import { serveDataPort } from './data-port-session.ts';
import { DataPorts } from './data-ports.ts';
import { TRACKER_MAIN } from './grammar.ts';
import { listingParts } from './listing.ts';
import { lockstep } from './lockstep.ts';
import { PeerTurns } from './peer-turns.ts';
import { probe } from './probe.ts';
import { SlotsReader } from './slots-reader.ts';

/** Lists that are told at once, since each is in memory for as long as that takes; who asks for one more waits. */
const LISTS = 32;
/** For all of a list, ms: whoever takes a little now and then keeps the others waiting. */
const LIST_MS = 60_000;

export interface SlotsTrackerOptions {
  /** How often foreign peers are asked whether they are alive. */
  readonly ttlMs: number;
  /** Data ports in use at once. Default 500. */
  readonly maxPeer?: number;
  /** The first data port; 0 for any free ones. Default 10,000. */
  readonly initialPort?: number;
  /** How long a data port waits for its connection, ms. Default 15,000. */
  readonly dataPortWaitMs?: number;
  /** For the next message, and for the next byte of one that began, ms. Default 10,000. */
  readonly idleMs?: number;
  /** Bytes of all lists that are under way, beside 64 KiB of each; 128 MiB. */
  readonly listBytes?: number;
  /** For a list to be taken, ms. Default 60,000. */
  readonly listMs?: number;
  /** False where somebody else calls `probe` once per TTL. Default true. */
  readonly probes?: boolean;
}

/** The tracker of `slots`: a main port that hands out data ports. */
export class SlotsTracker implements DialectServer {
  readonly #registry;
  readonly #log;
  readonly #options;
  readonly #leaseMs;
  readonly #prober;
  readonly #server;
  readonly #ports;
  readonly #lists = new MemoryBudget(LISTS);
  readonly #turns = new PeerTurns();
  readonly #room;

  constructor(
    parts: { readonly clock: Clock; readonly log: Logger; readonly registry: DialectRegistry },
    options: ListenOptions & SlotsTrackerOptions,
  ) {
    const { host, ttlMs, maxPeer: slots = 500, initialPort: firstPort = 10_000, dataPortWaitMs, watch } = options;
    this.#registry = parts.registry;
    this.#log = parts.log;
    this.#options = options;
    this.#room = new ListRoom(options.listBytes);
    this.#leaseMs = probedLeaseMs(ttlMs);
    // This is how a crashed peer leaves, and leaving keeps the names of its files.
    this.#prober = new ForeignProber(parts, { ttlMs, probe, keepNames: true });
    this.#ports = new DataPorts(parts, {
      firstPort,
      slots,
      ...(host === undefined ? {} : { host }),
      ...(watch === undefined ? {} : { watch }),
      ...(dataPortWaitMs === undefined ? {} : { waitMs: dataPortWaitMs }),
    });
    this.#server = new ConversationServer({ name: 'slots', log: parts.log }, options, (conversation) =>
      this.#serve(conversation),
    );
  }

  async start(): Promise<number> {
    const port = await this.#server.start();
    if (this.#options.probes ?? true) this.#prober.start();
    return port;
  }

  probe(peer: DialectPeer, options: { readonly signal: AbortSignal }): Promise<boolean> {
    return probe(peer, options);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
    await this.#ports[Symbol.asyncDispose]();
    await this.#prober[Symbol.asyncDispose]();
  }

  async #serve(conversation: Conversation): Promise<void> {
    for await (const message of lockstep(conversation, new SlotsReader(TRACKER_MAIN), this.#options.idleMs)) {
      if (message.kind === 'argument') {
        await this.#quit(conversation.remote.host, message.bytes.toString('latin1'));
      } else if (message.kind === 'verb') {
        if (message.verb === SAYS.connect) await this.#connect(conversation);
        else if (message.verb === SAYS.list) await this.#list(conversation);
        else await conversation.write(SAYS.port);
        if (message.verb === SAYS.quit) continue;
      }
      break;
    }
    await conversation.end();
  }

  async #connect(conversation: Conversation): Promise<void> {
    const port = await this.#ports.open((data, done) => this.#serveData(data, done));
    await conversation.write(port === undefined ? SAYS.noConnection : String(port));
  }

  async #serveData(conversation: Conversation, done: () => void): Promise<void> {
    const room = new ListRoom(this.#room, SMALL_LIST);
    const parts = { registry: this.#registry, turns: this.#turns, log: this.#log, room };
    try {
      await serveDataPort(conversation, parts, { leaseMs: this.#leaseMs, idleMs: this.#options.idleMs, done });
    } finally {
      room.giveBack();
    }
  }

  async #list(conversation: Conversation): Promise<void> {
    const over = new AbortController();
    const gone = (): void => over.abort(new AyniError('cut-off', 'Nobody waits for this list any more.'));
    conversation.signal.addEventListener('abort', gone);
    if (!conversation.open) gone();
    await this.#lists.take(1, over.signal);
    const overdue = setTimeout(() => conversation.breakOff(), this.#options.listMs ?? LIST_MS);
    try {
      for (const part of listingParts(await this.#registry.files())) await conversation.write(part);
    } finally {
      clearTimeout(overdue);
      gone();
    }
  }

  /** Its files keep their names, with a peer less. */
  async #quit(host: string, text: string): Promise<void> {
    const port = parsePort(text);
    if (port !== undefined) await this.#registry.leave(`${host}:${port}`, { keepNames: true });
  }
}
