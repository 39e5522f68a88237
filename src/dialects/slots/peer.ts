import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import type { FlatShare, OpenFlatFile } from '../../wire/dialects/flat-share.ts';
import type { DialectServer, ListenOptions } from '../parts.ts';
import type { Conversation } from '../shared/conversation.ts';
import { ConversationServer } from '../shared/conversation-server.ts';
import { sendFlatFile } from '../shared/send-flat-file.ts';
import { SAYS } from './codec.ts';
import { DataPorts } from './data-ports.ts';
import { PEER_DATA, PEER_MAIN } from './grammar.ts';
import { lockstep } from './lockstep.ts';
import { askedNames } from './names.ts';
import { SlotsReader } from './slots-reader.ts';

export interface SlotsPeerOptions {
  /** Data ports in use at once, and so files that are sent. Default 50. */
  readonly maxPeers?: number;
  /** The first data port; 0 for any free ones. Default 12,000. */
  readonly initialPort?: number;
  /** How long a data port waits for its connection, ms. Default 15,000. */
  readonly dataPortWaitMs?: number;
  /** For the next message, and for the next byte of one that began, ms. Default 10,000. */
  readonly idleMs?: number;
}

/** Until a file is there, which may have to be found elsewhere first, ms. */
const OPEN_MS = 60_000;

/** Serves a share to peers of `slots`. */
export class SlotsPeer implements DialectServer {
  readonly #share;
  readonly #log;
  readonly #options;
  readonly #server;
  readonly #ports;

  constructor(parts: { readonly log: Logger; readonly share: FlatShare }, options: ListenOptions & SlotsPeerOptions) {
    const { host, maxPeers: slots = 50, initialPort: firstPort = 12_000, dataPortWaitMs, watch } = options;
    this.#share = parts.share;
    this.#log = parts.log;
    this.#options = options;
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

  start(): Promise<number> {
    return this.#server.start();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server[Symbol.asyncDispose]();
    await this.#ports[Symbol.asyncDispose]();
  }

  async #serve(conversation: Conversation): Promise<void> {
    for await (const message of lockstep(conversation, new SlotsReader(PEER_MAIN), this.#options.idleMs)) {
      if (message.kind !== 'verb') break;
      await conversation.write(message.verb === SAYS.connect ? await this.#openPort() : SAYS.iAmAlive);
      break;
    }
    await conversation.end();
  }

  async #openPort(): Promise<string> {
    const port = await this.#ports.open((data, done) => this.#serveData(data, done));
    return port === undefined ? SAYS.noConnection : String(port);
  }

  async #serveData(conversation: Conversation, done: () => void): Promise<void> {
    for await (const message of lockstep(conversation, new SlotsReader(PEER_DATA), this.#options.idleMs)) {
      if (message.kind !== 'argument') break;
      const opened = message.tooLong ? undefined : await this.#open(conversation, message.bytes);
      if (opened === undefined) {
        done();
        await conversation.write(Buffer.concat([Buffer.from(`${SAYS.notFound}: `), message.bytes]));
      } else await send(conversation, opened);
      break;
    }
    // Whoever has the file may ask for the next one at once.
    done();
    await conversation.end();
  }

  async #open(conversation: Conversation, asked: Buffer): Promise<OpenFlatFile | undefined> {
    const signal = AbortSignal.any([conversation.signal, AbortSignal.timeout(OPEN_MS)]);
    try {
      for (const name of askedNames(asked)) {
        const file = await this.#share.open(name, { signal });
        if (file !== undefined) return file;
      }
    } catch (error) {
      // This dialect has one answer for whatever hinders us.
      const { code, message } = AyniError.from(error);
      this.#log.debug({ dialect: 'slots', from: conversation.remote.host, code }, message);
    }
    return undefined;
  }
}

async function send(conversation: Conversation, opened: OpenFlatFile): Promise<void> {
  await using file = opened;
  try {
    await conversation.write(SAYS.ok);
    await sendFlatFile(conversation, file);
  } catch (error) {
    // What was sent is not whole, and nothing but a connection that breaks says so.
    conversation.breakOff();
    throw error;
  }
}
