import { formatAddress } from '../../../core/access/link.ts';
import { PIECE_SIZE } from '../../../core/content/geometry.ts';
import type { Hasher } from '../../../core/content/hasher.ts';
import { AyniError } from '../../../core/errors.ts';
import { shortId } from '../../../core/ids.ts';
import {
  CONTENTS_PATH,
  formatContentList,
  MAX_BATCH_BYTES,
  MAX_BATCH_CONTENTS,
} from '../../../wire/http/contents-request.ts';
import type { Flying } from '../flying.ts';
import type { RunResult } from '../receive-run.ts';
import { BatchReader } from './batch-reader.ts';
import type { BatchGroup, BatchRun } from './batch-run.ts';
import { BatchSink } from './batch-sink.ts';

/** Who hears how batches go. */
export interface BatchReporter {
  group(id: number, group: BatchGroup): void;
  done(id: number, result: RunResult): void;
  failed(id: number, error: AyniError): void;
}

/** Progress is told this often at most, ms. */
const REPORT_MS = 50;

/** One batch in the worker: waiting, asked for, or being answered. */
export class BatchFlight implements Flying {
  readonly id: number;
  readonly run: BatchRun;
  readonly bytes: number;
  readonly #sink: BatchSink;
  readonly #reporter: BatchReporter;
  reader: BatchReader | undefined;
  ended = false;
  retried = false;
  #started = 0;
  #reportedAt = 0;

  /** @throws {AyniError} `internal` for what is no batch */
  constructor(id: number, run: BatchRun, components: { hasher: Hasher; reporter: BatchReporter }) {
    this.id = id;
    this.run = run;
    this.#sink = new BatchSink(run, components.hasher);
    this.#reporter = components.reporter;
    this.bytes = run.contents.reduce((sum, { size }) => sum + size, 0);
    const { length } = run.contents;
    const small = run.contents.every(({ size }) => size > 0 && size <= PIECE_SIZE);
    if (length === 0 || length > MAX_BATCH_CONTENTS || this.bytes > MAX_BATCH_BYTES || !small) {
      throw new AyniError('internal', `This is no batch: ${length} contents of ${this.bytes} bytes.`);
    }
    if (!/^[\w.~+/=-]+$/.test(run.credential)) throw new AyniError('internal', 'A credential is one word.');
  }

  request(piece: Uint8Array): string {
    const { contents, source, peer, credential } = this.run;
    this.reader = new BatchReader(contents.length, this.#sink, piece, shortId(peer));
    const list = formatContentList(contents.map(({ content }) => content));
    return (
      `POST ${CONTENTS_PATH} HTTP/1.1\r\nHost: ${formatAddress(source)}\r\nAuthorization: Bearer ${credential}\r\n` +
      `Content-Type: text/plain\r\nContent-Length: ${list.length}\r\n\r\n${list}`
    );
  }

  start(now: number): void {
    this.#started = now;
    this.#reportedAt = now;
  }

  progress(now: number): void {
    if (!this.ended && now - this.#reportedAt >= REPORT_MS) this.#report(now);
  }

  #report(now: number): void {
    const group = this.#sink.group();
    if (group !== undefined) this.#reporter.group(this.id, group);
    this.#reportedAt = now;
  }

  finish(now: number): void {
    if (this.ended) return;
    this.#end(now);
    const bytes = this.reader?.received ?? 0;
    this.#reporter.done(this.id, { pieces: this.#sink.written, bytes, ms: now - this.#started });
  }

  fail(error: AyniError, now: number): void {
    if (this.ended) return;
    this.#end(now);
    const at = this.reader?.frames ?? 0;
    // The one that was on its way, unless the error names it.
    const index = error.context['index'] ?? Math.min(at, this.run.contents.length - 1);
    const context = { ...error.context, index, pieces: this.#sink.written, bytes: this.reader?.received ?? 0 };
    this.#reporter.failed(this.id, new AyniError(error.code, error.message, { context }));
  }

  #end(now: number): void {
    this.#report(now);
    this.ended = true;
  }
}
