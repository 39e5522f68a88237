import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Viewer } from '../../core/access/audience.ts';
import type { Clock } from '../../core/clock.ts';
import type { Bitfield } from '../../core/content/bitfield.ts';
import { pageCount, PIECE_SIZE, pieceCount } from '../../core/content/geometry.ts';
import { AyniError } from '../../core/errors.ts';
import type { PieceSpread } from '../../core/transfer/piece-spread.ts';
import type { UploadSlots } from '../../core/transfer/upload-slots.ts';
import { BITFIELD_HEADER, decodeBitfield, encodeBitfield, MAX_HEADER_BITFIELD } from '../../wire/http/bitfield-body.ts';
import { formatContentRange, type ByteRange } from '../../wire/http/content-range.ts';
import { awaitPieces } from './await-pieces.ts';
import { answerBitfield, bitfieldOf } from './bitfield-answer.ts';
import { BufferPool } from './buffer-pool.ts';
import type { Connection } from './connection.ts';
import type { ContentFiles } from './content-files.ts';
import { onSlot } from './on-slot.ts';
import { parseRange } from './requested-range.ts';
import { Outlet } from './outlet.ts';
import type { Route } from './route.ts';
import type { RunningUploads } from './running-uploads.ts';
import type { UploadPace } from './upload-pace.ts';
import {
  assertHeld,
  notHeld,
  notHere,
  piecesOf,
  servedTo,
  type ServedContent,
  type ServedLibrary,
} from './served-content.ts';
import { SlowDisk } from './slow-disk.ts';
import { answerWhole } from './whole-answer.ts';

interface Components {
  readonly library: ServedLibrary;
  readonly slots: UploadSlots;
  readonly uploads: RunningUploads;
  readonly pace: UploadPace;
  readonly files: ContentFiles;
  readonly spread: PieceSpread;
  readonly clock: Clock;
}

type ContentRoute = Exclude<Route, { kind: 'live' | 'invalid' | 'batch' }>;

/** Up to here, bytes, a range is read at once and without the thread pool: that is ten times as many files a second. */
const SMALL_BYTES = PIECE_SIZE;
/** How long an answer waits at most for a piece to give, ms. */
const MAX_WAIT_MS = 5_000;
const BREATH_BYTES = 64 * 1024;
/** A disk that takes longer for one of them is left to the thread pool for a while. */
const SLOW_DISK = { slowMs: 10, restMs: 2_000 } as const;

/** Answers requests for contents, their hashes and their bitfields. */
export class ContentAnswers {
  /** What went out as a whole; the rest is counted where files are sent. */
  bytesSent = 0;
  readonly #components: Components;
  readonly #stallMs: number;
  readonly #pieces = new BufferPool(PIECE_SIZE);
  readonly #disk: SlowDisk;

  constructor(components: Components, options: { readonly stallMs: number }) {
    this.#components = components;
    this.#stallMs = options.stallMs;
    this.#disk = new SlowDisk(components.clock, SLOW_DISK);
  }

  /**
   * @param body of a request that has one
   * @throws {AyniError} what the answer is to be, where it has not begun; else the connection must be cut
   */
  async answer(
    route: ContentRoute,
    viewer: Viewer,
    request: IncomingMessage,
    response: ServerResponse,
    connection: Connection,
    body: Promise<Uint8Array>,
  ): Promise<void> {
    const { library } = this.#components;
    const local = servedTo(library, viewer, route.content);
    switch (route.kind) {
      case 'bytes':
        return this.#answerBytes(local, viewer, request, response, connection);
      case 'next':
        return this.#answerNext(local, viewer, route.count, request, await body, response, connection);
      case 'pages':
        return answerHashes(local.pageHashes(), request, response, connection);
      case 'pieces':
        if (route.page >= pageCount(local.size)) throw new AyniError('not-found', 'This content has no such page.');
        return answerHashes(local.pieceHashes(route.page), request, response, connection);
      case 'wanted':
        return this.#answerWanted(local, viewer, request, await body, response, connection);
      case 'bitfield':
        return answerBitfield(library, local, route.since, { request, response, connection });
    }
  }

  async #answerBytes(
    local: ServedContent,
    viewer: Viewer,
    request: IncomingMessage,
    response: ServerResponse,
    connection: Connection,
  ): Promise<void> {
    const asked = parseRange(request.headers.range, local.size);
    const range = asked ?? { start: 0, end: local.size };
    const run = piecesOf(range);
    local.part?.asked(viewer.peer, toldWith(request));
    assertHeld(local, run);
    const head = headOf(response, local, range, asked !== undefined);
    if (request.method === 'HEAD') {
      head();
      response.end();
      return;
    }
    await onSlot(this.#components.slots, viewer.peer, async () => {
      if (local.size > PIECE_SIZE) this.#components.spread.sent(local.content, run, pieceCount(local.size));
      await this.#send(local, viewer, range, head, response, connection);
    });
  }

  /** The source chooses: what it handed out least, so that those who fetch have what to trade. */
  async #answerNext(
    local: ServedContent,
    viewer: Viewer,
    limit: number,
    request: IncomingMessage,
    body: Uint8Array,
    response: ServerResponse,
    connection: Connection,
  ): Promise<void> {
    const { content, size } = local;
    const unwanted = unwantedOf(pieceCount(size), body);
    local.part?.asked(viewer.peer, toldWith(request));
    const served = await this.#onceWanted(local, unwanted, viewer, request, connection);
    await onSlot(this.#components.slots, viewer.peer, async () => {
      const run = this.#components.spread.choose(content, { unwanted, held: served.part?.field, limit });
      if (run === undefined) throw notHeld(served);
      const range = { start: run.first * PIECE_SIZE, end: Math.min(size, (run.first + run.count) * PIECE_SIZE) };
      response.once('close', () => {
        if (!response.writableFinished) this.#components.spread.lost(content, run);
      });
      await this.#send(served, viewer, range, headOf(response, served, range, true), response, connection);
    });
  }

  /** Tells what is here, and sends nothing: what is worth asking for may be on its way from elsewhere by then. */
  async #answerWanted(
    local: ServedContent,
    viewer: Viewer,
    request: IncomingMessage,
    body: Uint8Array,
    response: ServerResponse,
    connection: Connection,
  ): Promise<void> {
    const unwanted = unwantedOf(pieceCount(local.size), body);
    local.part?.asked(viewer.peer, toldWith(request));
    const { part, size } = await this.#onceWanted(local, unwanted, viewer, request, connection);
    answerWhole(bitfieldOf(part, size), request, response, connection);
  }

  /** A content once there is a piece that is not among the unwanted, or once the requester would wait no longer. */
  async #onceWanted(
    local: ServedContent,
    unwanted: Bitfield,
    viewer: Viewer,
    request: IncomingMessage,
    { socket }: Connection,
  ): Promise<ServedContent> {
    const ms = waitOf(request);
    if (ms === 0 || local.part?.field.exceeds(unwanted) !== false) return local;
    const { library } = this.#components;
    const { version, field } = local.part;
    await awaitPieces(library.partials, local.content, { version, ms, socket, enough: () => field.exceeds(unwanted) });
    return servedTo(library, viewer, local.content);
  }

  async #send(
    local: ServedContent,
    viewer: Viewer,
    range: ByteRange,
    head: () => void,
    response: ServerResponse,
    connection: Connection,
  ): Promise<void> {
    const length = range.end - range.start;
    const { pace, uploads, files } = this.#components;
    // Under a limit only what goes out in one breath is sent as a whole.
    const most = pace.limited ? BREATH_BYTES : SMALL_BYTES;
    if (length > most || this.#disk.isSlow) {
      await files.send(local, viewer, range, () => {
        head();
        return new Outlet(response, this.#stallMs);
      });
      return;
    }
    await pace.whole(viewer.peer, length);
    const buffer = length > BREATH_BYTES ? this.#pieces.take() : Buffer.allocUnsafe(length);
    const bytes = buffer.subarray(0, length);
    const path = this.#disk.timed(() => files.readSmall(local, bytes, range.start));
    const upload = uploads.begin(viewer.peer, local.content, path, local.size);
    head();
    connection.handedOver(response, length);
    response.end(bytes, () => {
      if (length > BREATH_BYTES) this.#pieces.give(buffer);
    });
    this.bytesSent += length;
    upload.sent(length);
    upload.end();
  }
}

/** What the requester has of it itself. */
function toldWith({ headers }: IncomingMessage): Uint8Array | undefined {
  const told = headers[BITFIELD_HEADER.toLowerCase()];
  return typeof told === 'string' ? Buffer.from(told, 'base64') : undefined;
}

/** How long the requester would wait for a piece, ms: `Prefer: wait=S` of RFC 7240. */
function waitOf({ headers }: IncomingMessage): number {
  const seconds = /^wait=(\d{1,3})$/.exec(String(headers['prefer']))?.[1] ?? '0';
  return Math.min(MAX_WAIT_MS, Number(seconds) * 1000);
}

function unwantedOf(pieces: number, body: Uint8Array): Bitfield {
  try {
    return decodeBitfield(pieces, body).field;
  } catch {
    throw new AyniError('bad-request', `Send the bitfield of what you have: this is none of ${pieces} pieces.`);
  }
}

function headOf(
  response: ServerResponse,
  { size, part }: ServedContent,
  range: ByteRange,
  isPart: boolean,
): () => void {
  return () => {
    const told = part === undefined ? undefined : encodeBitfield(part);
    response.writeHead(isPart ? 206 : 200, {
      'Content-Type': 'application/octet-stream',
      'Content-Length': range.end - range.start,
      'Accept-Ranges': 'bytes',
      ...(isPart ? { 'Content-Range': formatContentRange(range, size) } : {}),
      ...(told === undefined || told.length > MAX_HEADER_BITFIELD
        ? {}
        : { [BITFIELD_HEADER]: Buffer.from(told).toString('base64') }),
    });
  };
}

function answerHashes(
  hashes: Uint8Array | undefined,
  request: IncomingMessage,
  response: ServerResponse,
  connection: Connection,
): void {
  if (hashes === undefined) throw notHere();
  answerWhole(hashes, request, response, connection);
}
