import type { IncomingMessage, ServerResponse } from 'node:http';

import type { Logger } from '../../core/log.ts';
import { AyniError } from '../../core/errors.ts';
import type { DialectRegistry } from '../../wire/dialects/dialect-registry.ts';
import type { DialectServer, ListenOptions } from '../parts.ts';
import { ListRoom, SMALL_LIST } from '../shared/list-room.ts';
import { HttpServer, sendPlain, type PlainBody } from '../shared/rpc/http-server.ts';
import { plainAddress } from '../shared/rpc/local-address.ts';
import { drain, readBody } from '../shared/rpc/read-body.ts';
import { answerOfError, answerOfStatus, type Answer } from './answers.ts';
import { isJsonType, parseFile, parseFiles, parseJson, parseRegister, parseToken, parseVerify } from './codec.ts';
import { Master } from './master.ts';

export interface P4TrackerOptions {
  /** The `genericToken` that whoever registers has to know. */
  readonly secret: string;
  /** ms without a sign of life; 900 s. */
  readonly ttlMs?: number;
  /** Bytes of all bodies that are under way, beside 64 KiB of each; 128 MiB. */
  readonly bodyBytes?: number;
  /** ms until the headers of a request are there; 10 s. */
  readonly headersMs?: number;
  /** ms until a request is there with its body; 30 s. */
  readonly requestMs?: number;
}

const TTL_MS = 900_000;
/** Bytes of a body: a tree of as many files as the registry takes of one peer. */
const MAX_BODY = 16 * 1024 * 1024;

interface Call {
  readonly methods: readonly string[];
  readonly run: (master: Master, body: unknown, from: string) => Promise<Answer>;
}

const POST = ['POST'];
/** Specified as POST; existing programs send GET with a body. */
const EITHER = ['GET', 'POST'];

const CALLS: ReadonlyMap<string, Call> = new Map<string, Call>([
  ['/register', { methods: POST, run: (master, body, from) => master.register(parseRegister(body), from) }],
  ['/unregister', { methods: POST, run: (master, body) => master.unregister(parseToken(body)) }],
  ['/add_file', { methods: POST, run: (master, body) => master.addFile(parseFile(body)) }],
  ['/add_files', { methods: POST, run: (master, body) => master.addFiles(parseFiles(body)) }],
  ['/get_files', { methods: EITHER, run: (master, body) => master.getFiles(parseToken(body)) }],
  ['/get_file', { methods: EITHER, run: (master, body) => master.getFile(parseFile(body)) }],
  ['/alive', { methods: POST, run: (master, body) => master.alive(parseToken(body)) }],
  ['/verify', { methods: POST, run: (master, body) => master.verify(parseVerify(body)) }],
]);

function json(body: object): PlainBody {
  return { type: 'application/json', text: JSON.stringify(body) };
}

function pathOf({ url = '' }: IncomingMessage): string {
  return url.split('?', 1)[0] ?? '';
}

/** The front-end: HTTP on one side, the master's answers on the other. */
class MasterCalls {
  readonly #master: Master;
  readonly #log: Logger;
  readonly #room: ListRoom;

  constructor(master: Master, log: Logger, room: ListRoom) {
    this.#master = master;
    this.#log = log;
    this.#room = room;
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = pathOf(request);
    const call = CALLS.get(path);
    const room = new ListRoom(this.#room, SMALL_LIST);
    const { answer, whole } = await this.#answerTo(request, call, room).finally(() => room.giveBack());
    const headers: Record<string, string> = {};
    if (answer.status === 405 && call !== undefined) headers['Allow'] = call.methods.join(', ');
    // What is not read to its end keeps no connection.
    if (!whole) headers['Connection'] = 'close';
    this.#log.info({ path, status: answer.status, address: plainAddress(request.socket.remoteAddress ?? '') }, 'call');
    sendPlain(response, answer.status, json(answer.body), headers);
  }

  /** The body is read before anything is refused, so that its sender reads the answer. */
  async #answerTo(
    request: IncomingMessage,
    call: Call | undefined,
    room: ListRoom,
  ): Promise<{ answer: Answer; whole: boolean }> {
    let body: Buffer;
    try {
      body = await readBody(request, MAX_BODY, room);
    } catch (error) {
      const answer = AyniError.is(error, 'busy') ? answerOfStatus(503) : answerOfError(error);
      return { answer, whole: await drain(request) };
    }
    return { answer: await this.#run(request, call, body), whole: true };
  }

  async #run(request: IncomingMessage, call: Call | undefined, body: Buffer): Promise<Answer> {
    if (call === undefined) return answerOfStatus(404);
    if (!call.methods.includes(request.method ?? '')) return answerOfStatus(405);
    const type = request.headers['content-type'];
    // Without a body and a type of it, it is the fields that are missing.
    if (type === undefined ? body.length > 0 : !isJsonType(type)) return answerOfStatus(415);
    try {
      const from = plainAddress(request.socket.remoteAddress ?? '');
      return await call.run(this.#master, parseJson(body), from);
    } catch (error) {
      if (AyniError.from(error).code === 'internal') this.#log.error({ err: error }, 'a call failed');
      return answerOfError(error);
    }
  }
}

export function p4Tracker(
  { registry, log }: { readonly registry: DialectRegistry; readonly log: Logger },
  options: ListenOptions & P4TrackerOptions,
): DialectServer {
  const { secret, ttlMs = TTL_MS } = options;
  const calls = new MasterCalls(new Master({ registry }, { secret, ttlMs }), log, new ListRoom(options.bodyBytes));
  return new HttpServer(
    {
      log,
      answer: (request, response) => calls.answer(request, response),
      verbOf: (request) => (CALLS.has(pathOf(request)) ? pathOf(request) : 'other'),
      refusal: (status) => json(answerOfStatus(status).body),
    },
    options,
  );
}
