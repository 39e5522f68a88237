import type { TLSSocket } from 'node:tls';
import { AyniError } from '../../core/errors.ts';
import { RequestBody } from '../../wire/http/request-body.ts';
import { RequestBuffer } from '../../wire/http/request-buffer.ts';
import type { RequestHead } from '../../wire/http/request-head.ts';
import { Exchange, type HttpRequest } from './http-exchange.ts';
import { encodeAnswerHead, HttpBytes, type AnswerFraming, type HttpAnswer } from './http-answer.ts';
import { malformedAnswer } from './malformed-answer.ts';

/**
 * Answers the requests of one connection, one after the other, and does not reject. Where it began the answer itself
 * (`HttpRequest.begin`), what it returns counts for nothing.
 */
export type HttpHandler = (request: HttpRequest) => Promise<HttpAnswer>;

/** ms that a connection may take for each thing. */
export interface HttpDeadlines {
  /** From connecting, or from its first byte, until a head is complete. */
  readonly headMs: number;
  readonly bodyMs: number;
  /** Between two requests. */
  readonly idleMs: number;
  /** Until some of what was answered is taken. */
  readonly stallMs: number;
}

/** What connections have in common. */
export interface HttpSurroundings {
  readonly deadlines: HttpDeadlines;
  /** As in the header. */
  readonly date: string;
  /** Whether connections end with the answer that they wait for. */
  readonly stopping: boolean;
  /** Has `flush` called at the end of this turn of the event loop. */
  flushSoon(connection: HttpConnection): void;
}

const CONTINUE = 'HTTP/1.1 100 Continue\r\n\r\n';
/** Requests that come ahead while one is answered, in bytes, before reading stops. */
const MAX_AHEAD = 256 * 1024;
/** Requests of one connection that are answered before others have their turn. */
const BURST = 32;
/** Answers that are gathered for one write, in characters. */
const MAX_GATHERED = 64 * 1024;
/** Answers that wait to be taken, in bytes, before the next request is looked at. */
const MAX_UNTAKEN = 512 * 1024;
/** A body that nobody asked for is read away up to here, so that the connection can go on. */
const MAX_SKIPPED = 64 * 1024;
/** How long a reader has for the last answer, ms: closed with unread bytes, the connection is reset and the answer lost. */
const LINGER_MS = 2_000;

const TOO_SLOW = new AyniError('timeout', 'This request took too long to arrive.');
const CUT_OFF = new AyniError('bad-request', 'The connection ended before this request did.');
const NO_READER = new AyniError('cut-off', 'The other side closed the connection.');

type Awaited = 'head' | 'body' | 'next request' | 'reader' | 'close' | 'answer';

/**
 * One connection that speaks HTTP/1.1 (RFC 9112) with a client. Requests may come ahead; they are answered in their
 * order, each begun when the one before it is answered, and what is answered in one turn is written at once.
 */
export class HttpConnection {
  readonly #socket: TLSSocket;
  readonly #answer: HttpHandler;
  readonly #around: HttpSurroundings;
  readonly #unread = new RequestBuffer();
  #answers = '';
  #awaits: Awaited = 'head';
  #deadline: number;
  #busy = false;
  /** No request follows: an answer said so. */
  #closing = false;
  /** The client sends no more. */
  #ended = false;
  #streams = false;
  #body: { readonly reader: RequestBody; readonly done: (error?: unknown) => void } | undefined;
  #wake: (() => void) | undefined;
  #gone: AbortController | undefined;

  constructor(socket: TLSSocket, answer: HttpHandler, around: HttpSurroundings) {
    this.#socket = socket;
    this.#answer = answer;
    this.#around = around;
    this.#deadline = performance.now() + around.deadlines.headMs;
    // Who has sent all requests may still read the answers.
    socket.allowHalfOpen = true;
    // `close` follows.
    socket.on('error', () => undefined);
    socket.on('data', (bytes: Buffer) => this.#onData(bytes));
    socket.on('end', () => this.#onEnd());
    socket.on('close', () => this.#onClose());
  }

  /** Writes what was answered. */
  flush(): void {
    this.#writeGathered();
    this.#wake?.();
  }

  /** Acts where a deadline is over. @param now as of `performance.now()` */
  check(now: number): void {
    if (now < this.#deadline) return;
    if (this.#awaits === 'head' || this.#awaits === 'body') this.#refuse(TOO_SLOW);
    else if (this.#awaits === 'next request') this.#idled();
    else this.#socket.destroy();
  }

  /** Ends the connection, after the answer that is on its way. */
  stop(): void {
    if (!this.#busy) this.#close();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  #onData(bytes: Buffer): void {
    if (this.#closing) return;
    this.#unread.push(bytes);
    if (this.#body !== undefined) this.#feedBody();
    else if (!this.#busy) void this.#run();
    if (this.#unread.length > MAX_AHEAD) this.#socket.pause();
  }

  #onEnd(): void {
    this.#ended = true;
    if (this.#streams || this.#body !== undefined) this.#socket.destroy();
    else if (!this.#busy) this.#close();
  }

  #onClose(): void {
    this.#closing = true;
    this.#deadline = Infinity;
    this.#unread.clear();
    this.#gone?.abort(CUT_OFF);
    this.#body?.done(CUT_OFF);
    this.#wake?.();
  }

  /** Nothing came for long; but who is still taking the last answer is not idle. */
  #idled(): void {
    if (this.#socket.writableLength === 0) this.#close();
    else this.#await('reader', this.#around.deadlines.stallMs);
  }

  #await(what: Awaited, ms: number): void {
    this.#awaits = what;
    this.#deadline = performance.now() + ms;
  }

  async #run(): Promise<void> {
    const { headMs, idleMs } = this.#around.deadlines;
    this.#busy = true;
    try {
      for (let count = 1; !this.#closing && !this.#socket.destroyed; count++) {
        const head = this.#unread.takeHead();
        if (head === undefined) break;
        await this.#serve(head);
        if (count % BURST === 0 || this.#answers.length > MAX_GATHERED) await this.#flushed();
        if (this.#socket.writableLength > MAX_UNTAKEN) await this.#taken();
      }
    } catch (error) {
      this.#refuse(AyniError.from(error));
    }
    this.#busy = false;
    if (this.#closing) return;
    if (this.#ended || this.#around.stopping) this.#close();
    else if (this.#unread.length === 0) this.#await('next request', idleMs);
    else if (this.#awaits !== 'head') this.#await('head', headMs);
    if (this.#socket.isPaused()) this.#socket.resume();
  }

  async #serve(head: RequestHead): Promise<void> {
    this.#await('answer', Infinity);
    let goesOn = false;
    const exchange = new Exchange(head, {
      gone: () => this.#goneSignal(),
      read: (limit) => this.#readBody(head, limit),
      begin: (start) => {
        goesOn = this.#goesOn(exchange);
        this.#gather(this.#headOf(start, goesOn, start.length));
      },
      write: (bytes) => this.#write(bytes),
    });
    const answer = await this.#answer(exchange);
    if (exchange.begun === undefined) {
      goesOn = answer.close !== true && this.#goesOn(exchange);
      await this.#send(head, answer, goesOn);
    } else if (!exchange.written) this.#socket.destroy();
    if (!goesOn) this.#close();
    else if (exchange.unread && !this.#closing) await this.#readBody(head, MAX_SKIPPED);
  }

  /** Whether another request may follow. */
  #goesOn(exchange: Exchange): boolean {
    return exchange.head.keepAlive && exchange.endsKnown(MAX_SKIPPED) && !this.#around.stopping;
  }

  #headOf(answer: Pick<HttpAnswer, 'status' | 'headers'>, keepAlive: boolean, length: AnswerFraming['length']): string {
    const { date, deadlines } = this.#around;
    return encodeAnswerHead(answer, { keepAlive, idleSeconds: Math.floor(deadlines.idleMs / 1000), date, length });
  }

  async #send({ method, version }: RequestHead, answer: HttpAnswer, keepAlive: boolean): Promise<void> {
    const { body = '' } = answer;
    const isHead = method === 'HEAD';
    if (this.#closing) {
      if (body instanceof HttpBytes) body.ended(false);
    } else if (typeof body === 'string') {
      this.#gather(this.#headOf(answer, keepAlive, Buffer.byteLength(body)));
      if (!isHead) this.#gather(body);
    } else if (body instanceof HttpBytes) {
      const head = this.#headOf(answer, keepAlive, body.length);
      if (!isHead) return this.#sendBytes(head, body);
      this.#gather(head);
      body.ended(true);
    } else {
      const chunked = version === 1;
      this.#gather(this.#headOf(answer, keepAlive, chunked ? 'chunked' : undefined));
      if (!isHead) await this.#stream(body, chunked);
    }
  }

  #sendBytes(head: string, body: HttpBytes): void {
    const begin = body.start - head.length;
    if (begin < 0) this.#answers += head;
    this.#writeGathered();
    if (begin >= 0) Buffer.from(body.memory.buffer, body.memory.byteOffset).write(head, begin, 'latin1');
    this.#socket.write(body.memory.subarray(begin < 0 ? body.start : begin), (error) => body.ended(!error));
  }

  async #write(bytes: Uint8Array): Promise<void> {
    if (this.#closing) throw NO_READER;
    this.#writeGathered();
    this.#await('reader', this.#around.deadlines.stallMs);
    await new Promise<void>((resolve, reject) => {
      this.#socket.write(bytes, (error) => (error ? reject(NO_READER) : resolve()));
    });
    this.#await('answer', Infinity);
  }

  async #stream(parts: AsyncIterable<string>, chunked: boolean): Promise<void> {
    this.#streams = true;
    try {
      for await (const part of parts) {
        if (this.#closing) break;
        this.#gather(chunked ? `${Buffer.byteLength(part).toString(16)}\r\n${part}\r\n` : part);
        await this.#flushed();
        if (this.#socket.writableNeedDrain) await this.#taken();
      }
      if (chunked) this.#gather('0\r\n\r\n');
    } catch {
      // The status went out long ago: only an end that is none tells that something is missing.
      this.#socket.destroy();
    }
    this.#streams = false;
  }

  async #readBody(head: RequestHead, limit: number): Promise<Uint8Array> {
    const reader = new RequestBody(head.body, limit);
    this.#unread.feed(reader);
    if (reader.complete !== undefined) return reader.complete;
    if (head.expectsContinue) this.#gather(CONTINUE);
    this.#await('body', this.#around.deadlines.bodyMs);
    if (this.#socket.isPaused()) this.#socket.resume();
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    this.#body = { reader, done: (error) => (error === undefined ? resolve() : reject(AyniError.from(error))) };
    try {
      if (this.#closing || this.#ended) throw CUT_OFF;
      await promise;
    } finally {
      this.#body = undefined;
      this.#await('answer', Infinity);
    }
    return reader.complete ?? new Uint8Array(0);
  }

  #feedBody(): void {
    if (this.#body === undefined) return;
    const { reader, done } = this.#body;
    try {
      this.#unread.feed(reader);
      if (reader.complete !== undefined) done();
    } catch (error) {
      done(error);
    }
  }

  #writeGathered(): void {
    const answers = this.#answers;
    this.#answers = '';
    if (answers !== '' && this.#socket.writable) this.#socket.write(answers);
  }

  #gather(text: string): void {
    this.#answers += text;
    this.#around.flushSoon(this);
  }

  /** Until what was gathered is written, at the end of this turn. */
  async #flushed(): Promise<void> {
    this.#around.flushSoon(this);
    await this.#woken();
  }

  async #taken(): Promise<void> {
    const onDrain = (): void => this.#wake?.();
    this.#await('reader', this.#around.deadlines.stallMs);
    this.#socket.once('drain', onDrain);
    while (this.#socket.writableNeedDrain && !this.#closing) await this.#woken();
    this.#socket.off('drain', onDrain);
    this.#await('answer', Infinity);
  }

  async #woken(): Promise<void> {
    if (this.#closing) return;
    await new Promise<void>((resolve) => {
      this.#wake = resolve;
    });
    this.#wake = undefined;
  }

  /** Answers what is no request, and ends the connection. */
  #refuse(error: AyniError): void {
    if (this.#closing) return;
    const answer = malformedAnswer(error);
    const length = Buffer.byteLength(answer.body);
    this.#answers += encodeAnswerHead(answer, { keepAlive: false, idleSeconds: 0, date: this.#around.date, length });
    this.#answers += answer.body;
    this.#close();
  }

  #close(): void {
    if (this.#closing) return;
    this.#closing = true;
    this.#unread.clear();
    this.#await('close', LINGER_MS);
    this.#body?.done(CUT_OFF);
    this.#socket.end(this.#answers);
    this.#answers = '';
    this.#socket.resume();
    this.#wake?.();
  }

  #goneSignal(): AbortSignal {
    if (this.#gone === undefined) {
      this.#gone = new AbortController();
      if (this.#socket.destroyed) this.#gone.abort(CUT_OFF);
    }
    return this.#gone.signal;
  }
}
