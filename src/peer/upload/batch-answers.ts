import { admits, type Viewer } from '../../core/access/audience.ts';
import type { Clock } from '../../core/clock.ts';
import { AyniError } from '../../core/errors.ts';
import type { ContentId } from '../../core/ids.ts';
import type { Logger } from '../../core/log.ts';
import type { UploadSlots } from '../../core/transfer/upload-slots.ts';
import type { HttpAnswer } from '../../net/http/http-answer.ts';
import type { HttpRequest } from '../../net/http/http-exchange.ts';
import { growHeap } from '../../platform/heap-space.ts';
import { MAX_BATCH_CONTENTS, MAX_LIST_BYTES, parseContentList } from '../../wire/http/contents-request.ts';
import { BatchBuffer } from './batch-buffer.ts';
import { onSlot } from './on-slot.ts';
import type { ServedLibrary } from './served-content.ts';
import { readSmallFile, ServedFile, type FileIdentity } from '../library/served-file.ts';
import type { RunningUploads } from './running-uploads.ts';
import { SlowDisk } from './slow-disk.ts';
import type { UploadPace } from './upload-pace.ts';

/** What batches need of the library beside the rest. */
export interface BatchLibrary {
  /** As `find`, for many at once. */
  findAll(contents: readonly ContentId[]): readonly ReturnType<ServedLibrary['find']>[];
}

type WholeContent = NonNullable<ReturnType<ServedLibrary['find']>>;

interface Components {
  readonly library: BatchLibrary & Pick<ServedLibrary, 'reportChanged'>;
  readonly slots: UploadSlots;
  readonly pace: UploadPace;
  readonly uploads: RunningUploads;
  readonly clock: Clock;
  readonly log: Logger;
}

/** A disk that takes longer for one file is left to the thread pool for a while. */
const SLOW_DISK = { slowMs: 20, restMs: 10_000 } as const;
/** Files that are read at once there. */
const POOL_READS = 8;
/** Buffers that are kept for the next batches: 4 MiB. */
const MAX_SPARE = 4;

/**
 * Answers `POST /v1/contents`: all contents of a batch are read into one buffer and go out with one write. What is not
 * here, not for this viewer or no longer what it was is a frame that says so.
 */
export class BatchAnswers {
  bytesSent = 0;
  readonly #components: Components;
  readonly #spare: BatchBuffer[] = [];
  /** Answers that read files; one a connection at most. */
  readonly #running = new Set<Promise<unknown>>();
  readonly #disk: SlowDisk;

  constructor(components: Components) {
    this.#components = components;
    this.#disk = new SlowDisk(components.clock, SLOW_DISK);
  }

  /**
   * @returns how the answer began, which went out bit by bit
   * @throws {AyniError} what the answer is to be, where it has not begun; else the connection is cut
   */
  async answer(viewer: Viewer, request: HttpRequest): Promise<HttpAnswer> {
    const { body } = request.head;
    if (body === 'chunked' || body > MAX_LIST_BYTES) {
      throw new AyniError(
        'too-large',
        `Tell the length of the list, at most ${MAX_BATCH_CONTENTS} ids of a line each.`,
      );
    }
    const contents = parseContentList(Buffer.from(await request.body(MAX_LIST_BYTES)).toString('latin1'));
    const running = onSlot(this.#components.slots, viewer.peer, () => this.#send(contents, viewer, request));
    this.#running.add(running);
    return running.finally(() => this.#running.delete(running));
  }

  /** Resolves when no file of an answer is open any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#running);
  }

  async #send(contents: readonly ContentId[], viewer: Viewer, request: HttpRequest): Promise<HttpAnswer> {
    const { pace, uploads } = this.#components;
    using _ = growHeap();
    const buffer = this.#spare.pop() ?? new BatchBuffer();
    buffer.clear();
    await this.#fill(buffer, contents, viewer);
    const body = buffer.bytes();
    const start = { status: 200, headers: { 'content-type': 'application/octet-stream' }, length: body.length };
    const outlet = request.begin(start);
    const upload = uploads.beginSmall(viewer.peer, buffer.whole);
    // The heads of frames are no content: they are spread over it.
    const contentUpTo = (at: number): number => Math.round((buffer.contentBytes * at) / body.length);
    // All at once, or under a limit as much as flows evenly: whoever waits must see that it comes.
    try {
      for (let at = 0; at < body.length;) {
        const chunk = body.subarray(at, at + (await pace.turn(viewer.peer, body.length - at)));
        await outlet.write(chunk);
        const sent = contentUpTo(at + chunk.length) - contentUpTo(at);
        at += chunk.length;
        upload.sent(sent);
        this.bytesSent += sent;
      }
    } finally {
      upload.end();
    }
    // Only now nothing writes from it any more; after a failure that is not sure.
    if (this.#spare.length < MAX_SPARE) this.#spare.push(buffer);
    return start;
  }

  async #fill(buffer: BatchBuffer, contents: readonly ContentId[], viewer: Viewer): Promise<void> {
    const { library } = this.#components;
    const found = library.findAll(contents);
    const slow: (() => Promise<void>)[] = [];
    let begun = this.#disk.begin();
    for (const [index, content] of contents.entries()) {
      const local = found[index];
      // Whoever may not fetch it must not learn that it is here.
      if (local === undefined || !local.audiences.some((audience) => admits(audience, viewer))) buffer.lacks('missing');
      else if (!buffer.hasRoom(local.size)) buffer.lacks('left');
      else if (this.#disk.isSlow) {
        const at = buffer.reserve(local.size);
        slow.push(async () => {
          const bytes = buffer.memory.subarray(at, at + local.size);
          if (!(await this.#readLater(content, local, bytes))) buffer.withdraw(at, local.size);
        });
      } else {
        const at = buffer.reserve(local.size);
        if (!this.#readNow(content, local, buffer.memory, at)) buffer.withdraw(at, local.size);
        begun = this.#disk.took(begun);
      }
    }
    const next = async (): Promise<void> => {
      for (let read = slow.shift(); read !== undefined; read = slow.shift()) await read();
    };
    await Promise.all(Array.from({ length: Math.min(POOL_READS, slow.length) }, next));
  }

  /** Whether some copy still is what was hashed. */
  #readNow(content: ContentId, local: WholeContent, memory: Uint8Array, at: number): boolean {
    for (const copy of local.copies) {
      try {
        readSmallFile(copy, memory, 0, at, local.size);
        return true;
      } catch (error) {
        this.#failed(content, copy, error);
      }
    }
    return false;
  }

  async #readLater(content: ContentId, local: WholeContent, bytes: Uint8Array): Promise<boolean> {
    for (const copy of local.copies) {
      try {
        const file = await ServedFile.open(copy);
        try {
          await file.read(bytes, 0);
        } finally {
          await file.close();
        }
        return true;
      } catch (error) {
        this.#failed(content, copy, error);
      }
    }
    return false;
  }

  #failed(content: ContentId, { path }: FileIdentity, error: unknown): void {
    // Too many open files and the like say nothing about the file, but it cannot be had now.
    if (!AyniError.is(error, 'content-changed')) throw error;
    this.#components.log.warn({ content, path }, 'a file differs from what was hashed: not served any more');
    this.#components.library.reportChanged(content, path);
  }
}
