import type { Viewer } from '../../core/access/audience.ts';
import { AyniError } from '../../core/errors.ts';
import type { ContentId } from '../../core/ids.ts';
import type { Logger } from '../../core/log.ts';
import type { ByteRange } from '../../wire/http/content-range.ts';
import { BufferPool } from './buffer-pool.ts';
import type { RunningUploads } from './running-uploads.ts';
import { CHUNK_BYTES, sendFile } from './send-file.ts';
import { notHeld, type ServedContent, type ServedLibrary } from './served-content.ts';
import { readSmallFile, ServedFile } from '../library/served-file.ts';
import type { UploadPace } from './upload-pace.ts';

interface Components {
  readonly library: Pick<ServedLibrary, 'reportChanged'>;
  readonly uploads: RunningUploads;
  readonly pace: UploadPace;
  readonly log: Logger;
}

/** Where the bytes of an answer go. */
export interface ByteSink {
  /**
   * Resolves when the connection took the bytes, from when on their buffer may be used again.
   * @throws {AyniError} `cut-off`
   */
  write(bytes: Uint8Array): Promise<void>;
}

/** The files of contents: whichever copy still is what was hashed. */
export class ContentFiles {
  bytesSent = 0;
  readonly #components: Components;
  readonly #chunks = new BufferPool(CHUNK_BYTES);
  /** Answers whose file is open. */
  readonly #sending = new Set<Promise<void>>();

  constructor(components: Components) {
    this.#components = components;
  }

  /**
   * Sends a range at the pace that its receiver is given.
   * @param begin is called once a file is open that still is what was hashed: from then on the answer is its bytes
   * @param options.chunkBytes of one write at most, no more than 512 KiB; that where absent
   * @throws {AyniError} `content-changed`, `range-not-held`, `io-failed`; once the answer has begun it must be cut
   */
  async send(
    local: ServedContent,
    viewer: Viewer,
    range: ByteRange,
    begin: () => ByteSink,
    { chunkBytes = CHUNK_BYTES }: { readonly chunkBytes?: number } = {},
  ): Promise<void> {
    const sending = this.#send(local, viewer, range, begin, chunkBytes);
    this.#sending.add(sending);
    await sending.finally(() => this.#sending.delete(sending));
  }

  /** Resolves when no file of an answer is open any more. */
  async settled(): Promise<void> {
    await Promise.allSettled(this.#sending);
  }

  /**
   * Fills `bytes` at once.
   * @returns from which file
   * @throws {AyniError} as `send`
   */
  readSmall(local: ServedContent, bytes: Uint8Array, start: number): string {
    for (const copy of local.copies) {
      try {
        readSmallFile(copy, bytes, start);
        return copy.path;
      } catch (error) {
        this.#skip(local.content, copy.path, error);
      }
    }
    throw goneOf(local);
  }

  async #send(
    local: ServedContent,
    viewer: Viewer,
    range: ByteRange,
    begin: () => ByteSink,
    chunkBytes: number,
  ): Promise<void> {
    const { content, size } = local;
    const { uploads, pace } = this.#components;
    const file = await this.#open(local);
    const { path } = file.identity;
    const upload = uploads.begin(viewer.peer, content, path, size);
    try {
      await sendFile(file, begin(), this.#chunks, range, {
        turn: (most) => pace.turn(viewer.peer, Math.min(most, chunkBytes)),
        sent: (bytes) => {
          this.bytesSent += bytes;
          upload.sent(bytes);
        },
      });
    } catch (error) {
      if (AyniError.is(error, 'content-changed')) this.#changed(content, path);
      throw error;
    } finally {
      upload.end();
      await file.close();
    }
  }

  async #open(local: ServedContent): Promise<ServedFile> {
    for (const copy of local.copies) {
      try {
        return await ServedFile.open(copy);
      } catch (error) {
        this.#skip(local.content, copy.path, error);
      }
    }
    throw goneOf(local);
  }

  /** The next copy may be as it was; other failures say nothing about the file. */
  #skip(content: ContentId, path: string, error: unknown): void {
    if (!AyniError.is(error, 'content-changed')) throw error;
    this.#changed(content, path);
  }

  #changed(content: ContentId, path: string): void {
    this.#components.log.warn({ content, path }, 'a file differs from what was hashed: not served any more');
    this.#components.library.reportChanged(content, path);
  }
}

function goneOf(local: ServedContent): AyniError {
  // A part file may just have got its name: whoever asks again finds it there.
  if (local.part !== undefined) return notHeld(local);
  return new AyniError('content-changed', 'The file changed since it was hashed: this content is no longer here.');
}
