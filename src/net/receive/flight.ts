import { formatAddress } from '../../core/access/link.ts';
import { PIECE_SIZE } from '../../core/content/geometry.ts';
import type { Hasher } from '../../core/content/hasher.ts';
import { AyniError } from '../../core/errors.ts';
import { shortId } from '../../core/ids.ts';
import { BITFIELD_HEADER } from '../../wire/http/bitfield-body.ts';
import { formatRange, type ByteRange } from '../../wire/http/content-range.ts';
import { AnswerReader, type AskedRange } from './answer-reader.ts';
import { PieceSink } from './piece-sink.ts';
import type { PieceRange, ReceiveRun, RunResult } from './receive-run.ts';

/** Who hears how runs go. */
export interface RunReporter {
  chosen(id: number, pieces: PieceRange): void;
  told(id: number, bitfield: Uint8Array): void;
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
  constructor(
    id: number,
    run: ReceiveRun,
    components: {
      readonly hasher: Hasher;
      readonly reporter: RunReporter;
      readonly onWritten?: ((ms: number) => void) | undefined;
    },
  ) {
    this.id = id;
    this.run = run;
    this.#sink = new PieceSink(run, components.hasher, components.onWritten);
    this.#reporter = components.reporter;
    if (!/^[\w.~+/=-]+$/.test(run.credential)) throw new AyniError('internal', 'A credential is one word.');
    const start = run.first * PIECE_SIZE;
    const end = Math.min(run.size, start + run.count * PIECE_SIZE);
    const { size, next } = run;
    if (next === undefined) this.asked = { start, end, size, whole: start === 0 && end === size };
    else {
      const most = Math.min(end, start + next.limit * PIECE_SIZE);
      this.asked = { start, end: most, size, whole: false, choose: (range) => this.#choose(range) };
    }
  }

  /** Of the answer, at most. */
  get bytes(): number {
    return this.asked.end - this.asked.start;
  }

  /** Whether these are whole pieces that were wanted. */
  #choose({ start, end }: ByteRange): boolean {
    const first = start / PIECE_SIZE;
    const range = { first, count: Math.ceil(end / PIECE_SIZE) - first };
    const whole = Number.isInteger(first) && (end % PIECE_SIZE === 0 || end === this.run.size);
    if (!whole || !this.#sink.choose(range)) return false;
    if (!this.ended) this.#reporter.chosen(this.id, range);
    return true;
  }

  /** The request, a character for each byte, for an answer that goes into `piece`. Opens the file first, so that nothing is asked for in vain. */
  request(piece: Uint8Array): string {
    this.#sink.open();
    const onTold = (bitfield: Uint8Array): void => {
      if (!this.ended) this.#reporter.told(this.id, bitfield);
    };
    this.reader = new AnswerReader(this.asked, this.#sink, piece, { who: shortId(this.run.peer), onTold });
    const { content, source, credential, next, telling } = this.run;
    const path = `/v1/content/${content}`;
    const told = telling === undefined ? '' : `${BITFIELD_HEADER}: ${Buffer.from(telling).toString('base64')}\r\n`;
    const headers = ` HTTP/1.1\r\nHost: ${formatAddress(source)}\r\nAuthorization: Bearer ${credential}\r\n${told}`;
    if (next === undefined) {
      const range = this.asked.whole ? '' : `Range: ${formatRange(this.asked)}\r\n`;
      return `GET ${path}${headers}${range}\r\n`;
    }
    const body = Buffer.from(next.unwanted).toString('latin1');
    const wait = next.waitS === undefined ? '' : `Prefer: wait=${next.waitS}\r\n`;
    return `POST ${path}/next?count=${next.limit}${headers}${wait}Content-Length: ${body.length}\r\n\r\n${body}`;
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
    this.#reporter.pieces(this.id, { first: this.#sink.range.first + this.#reported, count: written - this.#reported });
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
    const bytes = this.reader?.received ?? 0;
    this.#reporter.done(this.id, { pieces: this.#sink.written, bytes, ms: now - this.#started });
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
