import type { IncomingMessage, ServerResponse } from 'node:http';
import { Bitfield } from '../../src/core/content/bitfield.ts';
import { PIECE_SIZE, pieceCount } from '../../src/core/content/geometry.ts';
import { BITFIELD_HEADER, decodeBitfield, encodeBitfield } from '../../src/wire/http/bitfield-body.ts';
import type { Misbehaviour } from './download-sources.ts';

/** Of a bitfield that goes backwards, at first. */
const LATE_VERSION = 1000;

/** What an odd source has of its content, as it tells, sends and refuses it. */
export class OddContent {
  /** Bytes of content that were sent. */
  sent = 0;
  readonly #bytes: Uint8Array;
  readonly #pieces: number;
  #current: Misbehaviour;
  #version = 1;
  /** Answers of bitfields. */
  told = 0;

  constructor(bytes: Uint8Array, misbehaviour: Misbehaviour) {
    this.#bytes = bytes;
    this.#pieces = pieceCount(bytes.length);
    this.#current = misbehaviour;
  }

  behave(misbehaviour: Misbehaviour): void {
    this.#current = misbehaviour;
    this.#version++;
  }

  /** `GET …/bitfield` */
  tellBitfield(response: ServerResponse): void {
    const { backwards, claims } = this.#current;
    const field = this.#field(claims === 'all' ? undefined : this.#current.holds);
    const told = this.told++;
    // Half of what was told before, each time.
    if (backwards === 'pieces') {
      for (let piece = this.#pieces >>> told; piece < this.#pieces; piece++) field.clear(piece);
    }
    const version =
      backwards === 'version' ? LATE_VERSION - told : backwards === 'pieces' ? LATE_VERSION + told : this.#version;
    const body = encodeBitfield({ version, field });
    response.writeHead(200, { 'content-length': body.length }).end(body);
  }

  /** `GET …/content/ID`, with or without a range. */
  async sendRange(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, from, to] = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? '') ?? [];
    const first = Number(from ?? 0);
    const end = Math.min(this.#bytes.length, Number(to ?? this.#bytes.length - 1) + 1);
    const field = this.#field(this.#current.holds);
    for (let piece = Math.floor(first / PIECE_SIZE); piece * PIECE_SIZE < end; piece++) {
      if (!field.has(piece)) return this.#lacks(response);
    }
    await this.#send(response, first, end, from !== undefined);
  }

  /** `POST …/next`: pieces that the requester lacks, from anywhere, so that two sources seldom choose the same. */
  async sendNext(count: number, body: Buffer, response: ServerResponse): Promise<void> {
    const theirs = decodeBitfield(this.#pieces, body).field;
    const held = this.#field(this.#current.holds);
    const wanted = Array.from({ length: this.#pieces }, (_, piece) => piece).filter(
      (piece) => held.has(piece) && !theirs.has(piece),
    );
    const first = this.#current.next === 'again' ? 0 : wanted[Math.floor(Math.random() * wanted.length)];
    if (first === undefined) return this.#lacks(response);
    let end = first + 1;
    while (end - first < count && wanted.includes(end)) end++;
    await this.#send(response, first * PIECE_SIZE, Math.min(this.#bytes.length, end * PIECE_SIZE), true);
  }

  #telling(): Buffer {
    return Buffer.from(encodeBitfield({ version: this.#version, field: this.#field(this.#current.holds) }));
  }

  #field(holds: readonly number[] | undefined): Bitfield {
    if (holds === undefined) return Bitfield.full(this.#pieces);
    const field = new Bitfield(this.#pieces);
    for (const piece of holds) field.set(piece);
    return field;
  }

  #lacks(response: ServerResponse): void {
    const error = { code: 'range-not-held', message: 'odd: not here', context: { version: this.#version } };
    const body = JSON.stringify({ error });
    response.writeHead(409, { 'content-length': Buffer.byteLength(body) }).end(body);
  }

  async #send(response: ServerResponse, first: number, end: number, part: boolean): Promise<void> {
    const bytes = this.#bytes;
    response.writeHead(part ? 206 : 200, {
      'content-length': end - first,
      'content-type': 'application/octet-stream',
      ...(part ? { 'content-range': `bytes ${first}-${end - 1}/${this.#current.wrongSize ?? bytes.length}` } : {}),
      ...(this.#current.tells === true ? { [BITFIELD_HEADER]: this.#telling().toString('base64') } : {}),
    });
    let sent = 0;
    for (let at = first; at < end; at += PIECE_SIZE) {
      const { delayMs, wrongPiece, cutAfter, dripMs, stallAfter, closeAfterPiece } = this.#current;
      if (delayMs !== undefined) await new Promise((resolve) => setTimeout(resolve, delayMs));
      if (response.destroyed) return;
      let piece = Buffer.from(bytes.subarray(at, Math.min(end, at + PIECE_SIZE)));
      if (wrongPiece === 'every' || wrongPiece === at / PIECE_SIZE) piece[7] = (piece[7] ?? 0) ^ 1;
      if (cutAfter !== undefined && this.sent + piece.length > cutAfter) {
        response.socket?.destroy();
        return;
      }
      if (dripMs !== undefined) return drip(response, piece, dripMs);
      const stalls = stallAfter !== undefined && sent + piece.length > stallAfter;
      if (stalls) piece = piece.subarray(0, stallAfter - sent);
      this.sent += piece.length;
      sent += piece.length;
      if (!response.write(piece)) await drained(response);
      if (stalls) return;
      if (closeAfterPiece === true) {
        await drained(response, { whole: true });
        response.socket?.destroy();
        return;
      }
    }
    response.end();
  }
}

async function drip(response: ServerResponse, bytes: Buffer, ms: number): Promise<void> {
  for (const byte of bytes) {
    await new Promise((resolve) => setTimeout(resolve, ms));
    if (response.destroyed) return;
    response.write(Buffer.of(byte));
  }
}

/** @param options.whole not only room for more, but all that was written has left this program */
function drained(response: ServerResponse, options: { readonly whole?: boolean } = {}): Promise<void> {
  if (options.whole === true && response.writableLength === 0) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      response.off('drain', end).off('close', end);
      resolve();
    };
    response.on('drain', end).on('close', end);
  });
}
