import { formatAddress } from '../../core/access/link.ts';
import { PIECE_SIZE } from '../../core/content/geometry.ts';
import type { Hasher } from '../../core/content/hasher.ts';
import { AyniError } from '../../core/errors.ts';
import { shortId } from '../../core/ids.ts';
import { formatRange } from '../../wire/http/content-range.ts';
import { AnswerReader, type AskedRange } from './answer-reader.ts';
import { PieceSink } from './piece-sink.ts';
import type { PieceRange, ReceiveRun, RunResult } from './receive-run.ts';

/** Who hears how runs go. */
export interface RunReporter {
  pieces(id: number, pieces: PieceRange): void;
  done(id: number, result: RunResult): void;
  failed(id: number, error: AyniError): void;
}

/** Progress is told this often at most, ms. */
const REPORT_MS = 50;

/** One run in the worker: waiting, asked for, or being answered. */
export class Flight {
  readonly id: number;
  readonly run: ReceiveRun;
  readonly asked: AskedRange;
  readonly #sink: PieceSink;
  readonly #reporter: RunReporter;
  reader: AnswerReader | undefined;
  /** Nobody hears of it any more. */
  ended = false;
  /** It went out once on a kept connection that turned out to be closed. */
  retried = false;
  #started = 0;
  #reported = 0;
  #reportedAt = 0;

  /** @throws {AyniError} `internal` for what is no run */
  constructor(id: number, run: ReceiveRun, components: { hasher: Hasher; reporter: RunReporter }) {
    this.id = id;
    this.run = run;
    this.#sink = new PieceSink(run, components.hasher);
    this.#reporter = components.reporter;
    if (!/^[\w.~+/=-]+$/.test(run.credential)) throw new AyniError('internal', 'A credential is one word.');
    const start = run.first * PIECE_SIZE;
    const end = Math.min(run.size, start + run.count * PIECE_SIZE);
    this.asked = { start, end, size: run.size, whole: start === 0 && end === run.size };
  }

  get bytes(): number {
    return this.asked.end - this.asked.start;
  }

  /** The request, for an answer that goes into `piece`. Opens the file first, so that nothing is asked for in vain. */
  request(piece: Uint8Array): string {
    this.#sink.open();
    this.reader = new AnswerReader(this.asked, this.#sink, piece, shortId(this.run.peer));
    const { content, source, credential } = this.run;
    const range = this.asked.whole ? '' : `Range: ${formatRange(this.asked)}\r\n`;
    return `GET /v1/content/${content} HTTP/1.1\r\nHost: ${formatAddress(source)}\r\nAuthorization: Bearer ${credential}\r\n${range}\r\n`;
  }

  /** Its answer is the next to come. */
  start(now: number): void {
    this.#started = now;
    this.#reportedAt = now;
  }

  /** Tells of new pieces, when it is time. */
  progress(now: number): void {
    if (!this.ended && this.#sink.written > this.#reported && now - this.#reportedAt >= REPORT_MS) this.#report(now);
  }

  #report(now: number): void {
    const { written } = this.#sink;
    if (written === this.#reported) return;
    this.#reporter.pieces(this.id, { first: this.run.first + this.#reported, count: written - this.#reported });
    this.#reported = written;
    this.#reportedAt = now;
  }

  /** An empty content needs nobody. @returns whether this was one */
  finishEmpty(): boolean {
    if (this.run.size > 0) return false;
    this.#sink.writeEmpty();
    this.finish(this.#started);
    return true;
  }

  finish(now: number): void {
    if (this.ended) return;
    this.#end(now);
    const result = { pieces: this.#sink.written, bytes: this.reader?.received ?? 0, ms: now - this.#started };
    this.#reporter.done(this.id, result);
  }

  fail(error: AyniError, now: number): void {
    if (this.ended) return;
    this.#end(now);
    const context = { ...error.context, pieces: this.#sink.written, bytes: this.reader?.received ?? 0 };
    this.#reporter.failed(this.id, new AyniError(error.code, error.message, { context }));
  }

  #end(now: number): void {
    this.#report(now);
    this.ended = true;
    this.#sink.close();
  }
}
