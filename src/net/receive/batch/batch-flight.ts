import { formatAddress } from '../../../core/access/link.ts';
import type { Hasher } from '../../../core/content/hasher.ts';
import { AyniError } from '../../../core/errors.ts';
import { shortId } from '../../../core/ids.ts';
import { CONTENTS_PATH } from '../../../wire/http/contents-request.ts';
import type { Flying } from '../flying.ts';
import type { RunResult } from '../receive-run.ts';
import { BatchReader } from './batch-reader.ts';
import type { BatchGroup } from './batch-run.ts';
import { BatchSink } from './batch-sink.ts';
import type { PackedBatch } from './packed-batch.ts';

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
  readonly run: PackedBatch;
  readonly bytes: number;
  readonly #sink: BatchSink;
  readonly #reporter: BatchReporter;
  reader: BatchReader | undefined;
  ended = false;
  retried = false;
  #started = 0;
  #reportedAt = 0;

  constructor(id: number, run: PackedBatch, components: { hasher: Hasher; reporter: BatchReporter }) {
    this.id = id;
    this.run = run;
    this.#sink = new BatchSink(run, components.hasher);
    this.#reporter = components.reporter;
    this.bytes = run.sizes.reduce((sum, size) => sum + size, 0);
  }

  request(piece: Uint8Array): string {
    const { count, list, source, peer, credential } = this.run;
    this.reader = new BatchReader(count, this.#sink, piece, shortId(peer));
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
    // The one that was on its way, unless we found another wrong: what a source says beside its status names none.
    const { status, index: found } = error.context;
    const index = (status === undefined ? found : undefined) ?? Math.min(at, this.run.count - 1);
    const context = { ...error.context, index, pieces: this.#sink.written, bytes: this.reader?.received ?? 0 };
    this.#reporter.failed(this.id, new AyniError(error.code, error.message, { context }));
  }

  #end(now: number): void {
    this.#report(now);
    this.ended = true;
  }
}
