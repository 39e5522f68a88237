import type { TLSSocket } from 'node:tls';

import { formatAddress, type Address } from '../../core/access/link.ts';
import { PIECE_SIZE } from '../../core/content/geometry.ts';
import { AyniError, type ErrorCode } from '../../core/errors.ts';
import { shortId, type PeerId } from '../../core/ids.ts';
import type { Pace } from '../../core/transfer/pace.ts';
import type { Identity } from '../identity/identity.ts';
import { dial } from '../tls/dial.ts';
import type { Flying } from './flying.ts';
import { ReadingHold } from './reading-hold.ts';
import type { ReceiveLimits } from './receive-run.ts';

/** TLS hands over at most 16 KiB a call; what is used again at once stays in the cache. */
const READ_BYTES = 64 * 1024;
/** Requests that are on their way at once, and the bytes they ask for beyond the first of them. */
const MAX_AHEAD = 64;
const MAX_AHEAD_BYTES = 512 * 1024;

/** After these every other run on this connection would fare the same. */
const FOR_ALL: ReadonlySet<ErrorCode> = new Set([
  'unreachable',
  'timeout',
  'wrong-peer',
  'unauthenticated',
  'credential-invalid',
  'credential-expired',
  'revoked',
  'too-many-connections',
]);

/**
 * The one connection to a source: dials when there is a run, asks ahead (HTTP/1.1 answers in order), reads answers into
 * one piece buffer, and stays for a while. Every run handed to it ends, by `finish` or by `fail`.
 */
export class SourceConnection {
  readonly #identity: Identity;
  readonly #source: Address;
  readonly #peer: PeerId;
  readonly #limits: ReceiveLimits;
  readonly #onIdle: () => void;
  readonly #hold: ReadingHold;
  readonly #waiting: Flying[] = [];
  /** Asked for; the first is being answered. */
  readonly #asked: Flying[] = [];
  readonly #piece = Buffer.allocUnsafeSlow(PIECE_SIZE);
  #socket: TLSSocket | undefined;
  #dialling: AbortController | undefined;
  /** Answers that came on this socket. */
  #answers = 0;
  #windowStart = 0;
  #windowBytes = 0;
  #idleSince = 0;

  constructor(
    components: { readonly identity: Identity; readonly onIdle: () => void; readonly pace: Pace },
    options: { readonly source: Address; readonly peer: PeerId; readonly limits: ReceiveLimits },
  ) {
    this.#identity = components.identity;
    this.#onIdle = components.onIdle;
    this.#source = options.source;
    this.#peer = options.peer;
    this.#limits = options.limits;
    this.#hold = new ReadingHold(components.pace, options.peer, (ms) => (this.#windowStart += ms));
  }

  get idle(): boolean {
    return this.#waiting.length === 0 && this.#asked.length === 0;
  }

  add(flight: Flying): void {
    this.#waiting.push(flight);
    this.#pump();
  }

  /** Ends a run of this connection without a word about it; what was asked for already is read away where that is little. */
  cancel(flight: Flying): void {
    const waiting = this.#waiting.indexOf(flight);
    if (waiting >= 0) this.#waiting.splice(waiting, 1);
    else {
      const little = flight.reader?.discard();
      // One that is not answered yet is decided about when its turn comes: the one before it must not be disturbed.
      if (little === false && this.#asked[0] === flight) this.#drop();
    }
    if (this.idle) this.#rest();
  }

  /** Looks at the deadlines; called several times within each. */
  check(now: number): void {
    const { idleMs, stallMs, minBytesPerSecond } = this.#limits;
    const first = this.#asked[0];
    if (first === undefined) {
      if (this.idle && now - this.#idleSince >= idleMs) this.close();
      return;
    }
    if (this.#hold.held || now - this.#windowStart < stallMs) return;
    const floor = Math.max(1, (minBytesPerSecond * stallMs) / 1000);
    if (this.#windowBytes < floor) {
      const what = this.#windowBytes === 0 ? 'nothing' : `only ${this.#windowBytes} bytes`;
      this.#break(new AyniError('timeout', `${shortId(this.#peer)} sent ${what} in ${stallMs / 1000} s.`));
    } else this.#openWindow(now);
  }

  /** Closes the socket. Runs that are left fail as cancelled. */
  close(): void {
    this.#disconnect();
    const error = new AyniError('cancelled', 'Receiving was stopped.');
    for (const flight of [...this.#asked.splice(0), ...this.#waiting.splice(0)]) flight.fail(error, performance.now());
    this.#onIdle();
  }

  get connected(): boolean {
    return this.#socket !== undefined || this.#dialling !== undefined;
  }

  #openWindow(now: number): void {
    this.#windowStart = now;
    this.#windowBytes = 0;
  }

  /** Asks for as much as may be on its way. */
  #pump(): void {
    const socket = this.#socket;
    if (socket === undefined) {
      if (this.#waiting.length > 0 && this.#dialling === undefined) void this.#connect();
      return;
    }
    let requests = '';
    let ahead = 0;
    for (const flight of this.#asked.slice(1)) ahead += flight.bytes;
    while (this.#mayAsk(ahead)) {
      const flight = this.#waiting.shift();
      if (flight === undefined) break;
      try {
        requests += flight.request(this.#piece);
      } catch (error) {
        flight.fail(AyniError.from(error), performance.now());
        continue;
      }
      if (this.#asked.length > 0) ahead += flight.bytes;
      this.#asked.push(flight);
      if (this.#asked.length === 1) this.#next();
    }
    if (requests !== '') socket.write(requests, 'latin1');
    if (this.idle) this.#rest();
  }

  /** The first request of a connection goes alone: a source that refuses it is not asked for more. */
  #mayAsk(ahead: number): boolean {
    if (this.#asked.length === 0) return true;
    return this.#answers > 0 && this.#asked.length < MAX_AHEAD && ahead < MAX_AHEAD_BYTES;
  }

  #next(): void {
    const now = performance.now();
    this.#openWindow(now);
    const first = this.#asked[0];
    first?.start(now);
    if (first?.ended === true && first.reader?.discard() === false) this.#drop();
  }

  #rest(): void {
    this.#idleSince = performance.now();
    this.#onIdle();
  }

  async #connect(): Promise<void> {
    const dialling = new AbortController();
    this.#dialling = dialling;
    this.#answers = 0;
    const anything = Buffer.allocUnsafeSlow(READ_BYTES);
    let socket: TLSSocket | undefined;
    // The body of an answer goes straight into its piece: a copy less of every byte.
    let room: Uint8Array | undefined;
    const buffer = (): Uint8Array => {
      room = socket !== undefined && socket === this.#socket ? this.#asked[0]?.reader?.room() : undefined;
      return room ?? anything;
    };
    const callback = (count: number, bytes: Buffer): boolean => {
      // Whatever comes before the peer was proven, or after the socket was given up, belongs to nobody.
      if (socket !== undefined && socket === this.#socket) this.#take(bytes, count, room);
      else if (socket === undefined) dialling.abort();
      return true;
    };
    try {
      const { dialTimeoutMs: timeoutMs } = this.#limits;
      const options = { identity: this.#identity, expected: this.#peer, signal: dialling.signal, timeoutMs };
      const dialled = await dial(this.#source, { ...options, onread: { buffer, callback } });
      if (this.#dialling !== dialling) {
        dialled.destroy();
        return;
      }
      socket = dialled;
    } catch (error) {
      if (this.#dialling !== dialling) return;
      this.#dialling = undefined;
      const early = new AyniError('bad-answer', `${formatAddress(this.#source)} talks before it is asked.`);
      this.#failAll(dialling.signal.aborted ? early : AyniError.from(error));
      return;
    }
    this.#dialling = undefined;
    this.#socket = socket;
    const opened = socket;
    opened.once('close', () => {
      if (this.#socket === opened) this.#onClose();
    });
    // The end of the stream is seen only by who reads it, even though the bytes go elsewhere.
    opened.resume();
    this.#pump();
  }

  #onClose(): void {
    const first = this.#asked[0];
    const untouched = first !== undefined && first.reader?.begun !== true;
    if (untouched && this.#answers > 0 && !first.retried) {
      // It was closed while nothing was on its way, or between two answers: ask again on a new one.
      first.retried = true;
      this.#drop();
      return;
    }
    this.#break(new AyniError('cut-off', `${shortId(this.#peer)} closed the connection before its answer ended.`));
  }

  /** @param room where they were put, when that was the place that the answer gave for them */
  #take(buffer: Buffer, count: number, room: Uint8Array | undefined): void {
    this.#windowBytes += count;
    const socket = this.#socket;
    if (socket !== undefined) this.#hold.came(socket, count);
    let at = 0;
    try {
      const inPlace = room === undefined ? undefined : this.#asked[0];
      if (room !== undefined && inPlace?.reader?.room()?.byteOffset === room.byteOffset) {
        inPlace.reader.filled(count);
        at = count;
        if (inPlace.reader.done) this.#answered(inPlace);
        else inPlace.progress(performance.now());
      }
      while (at < count && this.#socket === socket) {
        const flight = this.#asked[0];
        if (flight?.reader === undefined) {
          throw new AyniError('bad-answer', `${shortId(this.#peer)} sends more than was asked for.`);
        }
        at = flight.reader.take(buffer, at, count);
        if (flight.reader.done) this.#answered(flight);
        else flight.progress(performance.now());
      }
    } catch (error) {
      this.#break(AyniError.from(error));
      return;
    }
    // Once for all answers of this call.
    if (this.#socket === socket) this.#pump();
  }

  #answered(flight: Flying): void {
    const { reader } = flight;
    this.#asked.shift();
    this.#answers++;
    const now = performance.now();
    const refusal = reader?.refusal;
    if (refusal === undefined) flight.finish(now);
    else flight.fail(refusal, now);
    if (refusal !== undefined && FOR_ALL.has(refusal.code)) {
      this.#disconnect();
      this.#failAll(refusal);
    } else if (reader?.keepAlive === false) this.#drop();
    else this.#next();
  }

  /** The answer that comes first is the fault; the others were not answered yet and are asked for again. */
  #break(error: AyniError): void {
    this.#disconnect();
    if (FOR_ALL.has(error.code)) {
      this.#failAll(error);
      return;
    }
    this.#asked.shift()?.fail(error, performance.now());
    this.#drop();
  }

  #failAll(error: AyniError): void {
    const now = performance.now();
    for (const flight of [...this.#asked.splice(0), ...this.#waiting.splice(0)]) flight.fail(error, now);
    this.#rest();
  }

  /** Gives up the socket; whatever was asked for on it waits again. */
  #drop(): void {
    this.#disconnect();
    const again = this.#asked.splice(0).filter((flight) => !flight.ended);
    for (const flight of again) flight.reader = undefined;
    this.#waiting.unshift(...again);
    if (this.idle) this.#rest();
    else this.#pump();
  }

  #disconnect(): void {
    const socket = this.#socket;
    this.#hold.end();
    this.#socket = undefined;
    this.#dialling?.abort();
    this.#dialling = undefined;
    socket?.destroy();
  }
}
