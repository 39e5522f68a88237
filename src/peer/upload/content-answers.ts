import type { Viewer } from '../../core/access/audience.ts';
import type { Clock } from '../../core/clock.ts';
import type { Bitfield } from '../../core/content/bitfield.ts';
import { pageCount, PIECE_SIZE, pieceCount } from '../../core/content/geometry.ts';
import { AyniError } from '../../core/errors.ts';
import type { PieceSpread } from '../../core/transfer/piece-spread.ts';
import type { UploadSlots } from '../../core/transfer/upload-slots.ts';
import { HttpBytes, type HttpAnswer, type HttpAnswerStart } from '../../net/http/http-answer.ts';
import type { HttpRequest } from '../../net/http/http-exchange.ts';
import {
  BITFIELD_HEADER,
  decodeBitfield,
  encodeBitfield,
  inHeader,
  MAX_BODY_BITFIELD,
} from '../../wire/http/bitfield-body.ts';
import { formatContentRange, type ByteRange } from '../../wire/http/content-range.ts';
import { awaitPieces } from './await-pieces.ts';
import { bitfieldOf } from './bitfield-of.ts';
import { BufferPool } from './buffer-pool.ts';
import type { ContentFiles } from './content-files.ts';
import { onSlot } from './on-slot.ts';
import { parseRange } from './requested-range.ts';
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
import { wholeAnswer } from './whole-answer.ts';

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
/** Room for the head before what is sent as a whole, bytes: enough with the bitfield of a content of 8 GiB or so. */
const HEAD_ROOM = 6 * 1024;
const NO_BODY = new Uint8Array(0);
const TOLD = BITFIELD_HEADER.toLowerCase();

interface AskedForNext {
  readonly request: HttpRequest;
  /** Pieces at most. */
  readonly limit: number;
  /** The bitfield of what is not wanted, as it came. */
  readonly body: Uint8Array;
}

interface Sending {
  readonly request: HttpRequest;
  readonly range: ByteRange;
  /** As of the moment when the answer begins: a part grows. */
  readonly start: () => HttpAnswerStart;
  /** Called where the range does not arrive. */
  readonly onLost?: () => void;
}

/** Answers requests for contents, their hashes and their bitfields. */
export class ContentAnswers {
  /** What went out as a whole; the rest is counted where files are sent. */
  bytesSent = 0;
  readonly #components: Components;
  readonly #pieces = new BufferPool(HEAD_ROOM + PIECE_SIZE);
  readonly #disk: SlowDisk;

  constructor(components: Components) {
    this.#components = components;
    this.#disk = new SlowDisk(components.clock, SLOW_DISK);
  }

  /**
   * @returns where it went out bit by bit, how it began
   * @throws {AyniError} what the answer is to be, where it has not begun; else the connection is cut
   */
  async answer(route: ContentRoute, viewer: Viewer, request: HttpRequest): Promise<HttpAnswer> {
    const { library } = this.#components;
    const body = route.kind === 'next' || route.kind === 'wanted' ? await request.body(MAX_BODY_BITFIELD) : NO_BODY;
    const local = servedTo(library, viewer, route.content);
    switch (route.kind) {
      case 'next':
        return this.#next(local, viewer, { request, limit: route.count, body });
      case 'pages':
        return hashesAnswer(local.pageHashes());
      case 'pieces':
        if (route.page >= pageCount(local.size)) throw new AyniError('not-found', 'This content has no such page.');
        return hashesAnswer(local.pieceHashes(route.page));
      case 'wanted':
        return this.#wanted(local, viewer, { request, body });
      case 'bitfield':
        return wholeAnswer(bitfieldOf(local.part, local.size));
      case 'bytes':
      default:
        return this.#bytes(local, viewer, request);
    }
  }

  async #bytes(local: ServedContent, viewer: Viewer, request: HttpRequest): Promise<HttpAnswer> {
    const asked = parseRange(request.head.headers.get('range'), local.size);
    const range = asked ?? { start: 0, end: local.size };
    const run = piecesOf(range);
    local.part?.asked(viewer.peer, toldWith(request));
    assertHeld(local, run);
    const start = (): HttpAnswerStart => startOf(local, range, asked !== undefined);
    if (request.head.method === 'HEAD') {
      const begun = start();
      request.begin(begun);
      return begun;
    }
    return onSlot(this.#components.slots, viewer.peer, async () => {
      if (local.size > PIECE_SIZE) this.#components.spread.sent(local.content, run, pieceCount(local.size));
      return this.#send(local, viewer, { request, range, start });
    });
  }

  /** The source chooses: what it handed out least, so that those who fetch have what to trade. */
  async #next(local: ServedContent, viewer: Viewer, asked: AskedForNext): Promise<HttpAnswer> {
    const { content, size } = local;
    const { spread, slots } = this.#components;
    const { request, limit, body } = asked;
    const unwanted = unwantedOf(pieceCount(size), body);
    local.part?.asked(viewer.peer, toldWith(request));
    const served = await this.#onceWanted(local, unwanted, viewer, request);
    return onSlot(slots, viewer.peer, async () => {
      const run = spread.choose(content, { unwanted, held: served.part?.field, limit });
      if (run === undefined) throw notHeld(served);
      const range = { start: run.first * PIECE_SIZE, end: Math.min(size, (run.first + run.count) * PIECE_SIZE) };
      const start = (): HttpAnswerStart => startOf(served, range, true);
      return this.#send(served, viewer, { request, range, start, onLost: () => spread.lost(content, run) });
    });
  }

  /** Tells what is here, and sends nothing: what is worth asking for may be on its way from elsewhere by then. */
  async #wanted(
    local: ServedContent,
    viewer: Viewer,
    { request, body }: Pick<AskedForNext, 'request' | 'body'>,
  ): Promise<HttpAnswer> {
    const unwanted = unwantedOf(pieceCount(local.size), body);
    local.part?.asked(viewer.peer, toldWith(request));
    const { part, size } = await this.#onceWanted(local, unwanted, viewer, request);
    return wholeAnswer(bitfieldOf(part, size));
  }

  /** A content once there is a piece that is not among the unwanted, or once the requester would wait no longer. */
  async #onceWanted(
    local: ServedContent,
    unwanted: Bitfield,
    viewer: Viewer,
    request: HttpRequest,
  ): Promise<ServedContent> {
    const ms = waitOf(request);
    if (ms === 0 || local.part?.field.exceeds(unwanted) !== false) return local;
    const { library } = this.#components;
    const { version, field } = local.part;
    const { signal } = request;
    await awaitPieces(library.partials, local.content, { version, ms, signal, enough: () => field.exceeds(unwanted) });
    return servedTo(library, viewer, local.content);
  }

  async #send(local: ServedContent, viewer: Viewer, sending: Sending): Promise<HttpAnswer> {
    const { range, request, start, onLost = () => undefined } = sending;
    const length = range.end - range.start;
    const { pace, files } = this.#components;
    try {
      // Under a limit only what goes out in one breath is sent as a whole.
      if (length > (pace.limited ? BREATH_BYTES : SMALL_BYTES) || this.#disk.isSlow) {
        const begun = start();
        await files.send(local, viewer, range, () => request.begin(begun));
        return begun;
      }
      await pace.whole(viewer.peer, length);
      return { ...start(), body: this.#read(local, viewer, range, onLost) };
    } catch (error) {
      onLost();
      throw error;
    }
  }

  /** A range, read at once, which counts as sent from now on. */
  #read(local: ServedContent, viewer: Viewer, { start, end }: ByteRange, onLost: () => void): HttpBytes {
    const length = end - start;
    const pooled = length > BREATH_BYTES;
    const buffer = pooled ? this.#pieces.take() : Buffer.allocUnsafe(HEAD_ROOM + length);
    const memory = buffer.subarray(0, HEAD_ROOM + length);
    const { files, uploads } = this.#components;
    const path = this.#disk.timed(() => files.readSmall(local, memory.subarray(HEAD_ROOM), start));
    const upload = uploads.begin(viewer.peer, local.content, path, local.size);
    this.bytesSent += length;
    upload.sent(length);
    upload.end();
    return new HttpBytes(memory, {
      start: HEAD_ROOM,
      onEnd: (taken) => {
        if (!taken) onLost();
        else if (pooled) this.#pieces.give(buffer);
      },
    });
  }
}

/** What the requester has of it itself. */
function toldWith({ head }: HttpRequest): Uint8Array | undefined {
  const told = head.headers.get(TOLD);
  return told === undefined ? undefined : Buffer.from(told, 'base64');
}

/** How long the requester would wait for a piece, ms: `Prefer: wait=S` of RFC 7240. */
function waitOf({ head }: HttpRequest): number {
  const seconds = /^wait=(\d{1,3})$/.exec(head.headers.get('prefer') ?? '')?.[1] ?? '0';
  return Math.min(MAX_WAIT_MS, Number(seconds) * 1000);
}

function unwantedOf(pieces: number, body: Uint8Array): Bitfield {
  try {
    return decodeBitfield(pieces, body).field;
  } catch {
    throw new AyniError('bad-request', `Send the bitfield of what you have: this is none of ${pieces} pieces.`);
  }
}

function startOf({ size, part }: ServedContent, range: ByteRange, isPart: boolean): HttpAnswerStart {
  const told = part === undefined ? undefined : inHeader(encodeBitfield(part));
  return {
    status: isPart ? 206 : 200,
    headers: {
      'content-type': 'application/octet-stream',
      'accept-ranges': 'bytes',
      ...(isPart ? { 'content-range': formatContentRange(range, size) } : {}),
      ...(told === undefined ? {} : { [TOLD]: Buffer.from(told).toString('base64') }),
    },
    length: range.end - range.start,
  };
}

/** @throws {AyniError} `not-found` */
function hashesAnswer(hashes: Uint8Array | undefined): HttpAnswer {
  if (hashes === undefined) throw notHere();
  return wholeAnswer(hashes);
}
