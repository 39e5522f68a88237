import type { IncomingMessage, ServerResponse } from 'node:http';
import { admits, type Audience, type Viewer } from '../../core/access/audience.ts';
import type { Clock } from '../../core/clock.ts';
import { pageCount, pieceCount } from '../../core/content/geometry.ts';
import { Bitfield } from '../../core/content/bitfield.ts';
import { AyniError } from '../../core/errors.ts';
import type { ContentId } from '../../core/ids.ts';
import type { Logger } from '../../core/log.ts';
import type { UploadSlots } from '../../core/transfer/upload-slots.ts';
import { encodeBitfield } from '../../wire/http/bitfield-body.ts';
import { formatContentRange, type ByteRange } from '../../wire/http/content-range.ts';
import type { Connection } from './connection.ts';
import { parseRange } from './requested-range.ts';
import { Outlet } from './outlet.ts';
import type { Route } from './route.ts';
import type { RunningUploads } from './running-uploads.ts';
import { ChunkBuffers, sendFile } from './send-file.ts';
import { readSmallFile, ServedFile, type FileIdentity } from './served-file.ts';

/** What uploads need of the library. */
export interface ServedLibrary {
  find(content: ContentId): ServedContent | undefined;
  /** 32 bytes each. */
  pageHashes(content: ContentId): Uint8Array | undefined;
  pieceHashes(content: ContentId, page: number): Uint8Array | undefined;
  reportChanged(content: ContentId, path: string): void;
}

export interface ServedContent {
  readonly size: number;
  readonly copies: readonly FileIdentity[];
  /** Any that admits the viewer is enough. */
  readonly audiences: readonly Audience[];
}

interface Components {
  readonly library: ServedLibrary;
  readonly slots: UploadSlots;
  readonly uploads: RunningUploads;
  readonly clock: Clock;
  readonly log: Logger;
}

type ContentRoute = Exclude<Route, { kind: 'live' | 'invalid' | 'batch' }>;

/** Up to here, bytes, a file is read at once and without the thread pool: that is ten times as many files a second. */
const SMALL_BYTES = 64 * 1024;
/** A disk that takes longer than this for one of them, ms, is left to the thread pool … */
const SLOW_READ_MS = 4;
/** … for this long, ms. */
const SLOW_DISK_MS = 10_000;

/** Of a bitfield that never changes. */
const WHOLE_VERSION = 1;

/** Answers requests for contents, their hashes and their bitfields. */
export class ContentAnswers {
  bytesSent = 0;
  readonly #components: Components;
  readonly #stallMs: number;
  readonly #buffers = new ChunkBuffers();
  /** Answers whose file is open; one a connection at most. */
  readonly #streaming = new Set<Promise<void>>();
  #diskIsSlowUntil = 0;

  constructor(components: Components, options: { readonly stallMs: number }) {
    this.#components = components;
    this.#stallMs = options.stallMs;
  }

  /** @throws {AyniError} what the answer is to be, where it has not begun; else the connection must be cut */
  async answer(
    route: ContentRoute,
    viewer: Viewer,
    request: IncomingMessage,
    response: ServerResponse,
    connection: Connection,
  ): Promise<void> {
    const { library } = this.#components;
    const local = library.find(route.content);
    // Whoever may not fetch it must not learn that it is here.
    if (local === undefined || !local.audiences.some((audience) => admits(audience, viewer))) throw notHere();
    switch (route.kind) {
      case 'bytes':
        return this.#answerBytes(route.content, local, viewer, request, response, connection);
      case 'pages':
        return answerHashes(library.pageHashes(route.content), request, response, connection);
      case 'pieces':
        if (route.page >= pageCount(local.size)) throw new AyniError('not-found', 'This content has no such page.');
        return answerHashes(library.pieceHashes(route.content, route.page), request, response, connection);
      case 'bitfield':
        return answerBitfield(local.size, request, response, connection);
    }
  }

  /** Resolves when no file of an answer is open any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#streaming);
  }

  async #answerBytes(
    content: ContentId,
    local: ServedContent,
    viewer: Viewer,
    request: IncomingMessage,
    response: ServerResponse,
    connection: Connection,
  ): Promise<void> {
    const asked = parseRange(request.headers.range, local.size);
    const { start, end } = asked ?? { start: 0, end: local.size };
    const head = (): void => {
      response.writeHead(asked === undefined ? 200 : 206, {
        'Content-Type': 'application/octet-stream',
        'Content-Length': end - start,
        'Accept-Ranges': 'bytes',
        ...(asked === undefined ? {} : { 'Content-Range': formatContentRange(asked, local.size) }),
      });
    };
    if (request.method === 'HEAD') {
      head();
      response.end();
      return;
    }
    const slot = this.#components.slots.ask(viewer.peer);
    if (!slot.granted) {
      const { position, retryAfter } = slot;
      throw new AyniError('busy', `All upload slots are taken: you are number ${position} in the queue.`, {
        context: { position, retryAfter },
      });
    }
    try {
      if (end - start <= SMALL_BYTES && this.#components.clock.now() >= this.#diskIsSlowUntil) {
        const bytes = this.#readSmall(content, local, start, end - start);
        head();
        connection.handedOver(response, bytes.length);
        response.end(bytes);
        this.bytesSent += bytes.length;
        return;
      }
      const streaming = this.#stream(content, local, viewer, { start, end }, response, head);
      this.#streaming.add(streaming);
      await streaming.finally(() => this.#streaming.delete(streaming));
    } finally {
      // Small answers count until they are handed over, not until they are taken: dozens may be on their way.
      slot.release();
    }
  }

  async #stream(
    content: ContentId,
    local: ServedContent,
    viewer: Viewer,
    range: ByteRange,
    response: ServerResponse,
    head: () => void,
  ): Promise<void> {
    const file = await this.#open(content, local);
    const { path } = file.identity;
    const upload = this.#components.uploads.begin(viewer.peer, content, path, local.size);
    try {
      head();
      const outlet = new Outlet(response, this.#stallMs);
      await sendFile(file, outlet, this.#buffers, range, (bytes) => {
        this.bytesSent += bytes;
        upload.sent(bytes);
      });
      await outlet.end();
    } catch (error) {
      if (AyniError.is(error, 'content-changed')) this.#changed(content, path);
      throw error;
    } finally {
      upload.end();
      await file.close();
    }
  }

  async #open(content: ContentId, local: ServedContent): Promise<ServedFile> {
    for (const copy of local.copies) {
      try {
        return await ServedFile.open(copy);
      } catch (error) {
        if (!AyniError.is(error, 'content-changed')) throw error;
        this.#changed(content, copy.path);
      }
    }
    throw contentChanged();
  }

  #readSmall(content: ContentId, local: ServedContent, start: number, length: number): Buffer {
    const begun = performance.now();
    try {
      for (const copy of local.copies) {
        try {
          return readSmallFile(copy, start, length);
        } catch (error) {
          if (!AyniError.is(error, 'content-changed')) throw error;
          this.#changed(content, copy.path);
        }
      }
      throw contentChanged();
    } finally {
      if (performance.now() - begun > SLOW_READ_MS) this.#diskIsSlowUntil = this.#components.clock.now() + SLOW_DISK_MS;
    }
  }

  #changed(content: ContentId, path: string): void {
    this.#components.log.warn({ content, path }, 'a file differs from what was hashed: not served any more');
    this.#components.library.reportChanged(content, path);
  }
}

function notHere(): AyniError {
  return new AyniError('not-found', 'This peer does not have that content.');
}

function contentChanged(): AyniError {
  return new AyniError('content-changed', 'The file changed since it was hashed: this content is no longer here.');
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

/** A whole content has all pieces, and that does not change: there is nothing to wait for. */
function answerBitfield(
  size: number,
  request: IncomingMessage,
  response: ServerResponse,
  connection: Connection,
): void {
  const field = Bitfield.full(pieceCount(size));
  answerWhole(encodeBitfield({ version: WHOLE_VERSION, field }), request, response, connection);
}

function answerWhole(
  bytes: Uint8Array,
  request: IncomingMessage,
  response: ServerResponse,
  connection: Connection,
): void {
  response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': bytes.length });
  connection.handedOver(response, bytes.length);
  response.end(request.method === 'HEAD' ? undefined : bytes);
}
