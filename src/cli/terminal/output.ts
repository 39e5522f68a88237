import { styleText } from 'node:util';

import { Words } from '../words/words.ts';
import { tableLines, type Column } from './table.ts';
import { textWidth, wrap, wrapText } from './width.ts';

type Style = 'bold' | 'dim' | 'red' | 'green' | 'yellow' | 'cyan';

/** What is used of `process.stdout` and `process.stderr`. */
interface TerminalStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  readonly rows?: number;
  write(text: string): unknown;
  on(event: 'error', listener: (error: NodeJS.ErrnoException) => void): unknown;
}

export interface OutputOptions {
  readonly stdout: TerminalStream;
  readonly stderr: TerminalStream;
  readonly env: NodeJS.ProcessEnv;
}

/** Cells of the name of a fact, in each language. */
export const FACT_CELLS = 12;

/**
 * Where commands say things: answers go to stdout, remarks and progress to stderr, so that answers can be piped.
 * With `json` set, stdout gets one JSON value a line and nothing else, stderr nothing but errors.
 */
export class Output {
  json = false;
  /** English until a command line asks for another language. */
  words = new Words();
  readonly #options: OutputOptions;
  readonly #closed = new AbortController();

  constructor(options: OutputOptions) {
    this.#options = options;
    // `ayni ls | head` closes our output early: that is no failure.
    for (const stream of [options.stdout, options.stderr]) {
      stream.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EPIPE') throw error;
        if (stream === options.stdout) this.#closed.abort();
      });
    }
  }

  /** Aborted when nobody reads answers any more: whoever goes on to give some may end. */
  get closed(): AbortSignal {
    return this.#closed.signal;
  }

  /** Whether a person watches stderr: progress may move the cursor. */
  get live(): boolean {
    return this.#options.stderr.isTTY === true && !this.json && this.#options.env['TERM'] !== 'dumb';
  }

  /** Whether a person reads stdout. */
  get interactive(): boolean {
    return this.#options.stdout.isTTY === true && !this.json;
  }

  get columns(): number {
    // A terminal that does not know says 0.
    return this.#options.stderr.columns || 80;
  }

  /** Cells of a line of an answer; no end to them where no person reads it. */
  get answerCells(): number {
    const { columns } = this.#options.stdout;
    return this.interactive && columns ? columns : Infinity;
  }

  get rows(): number {
    return this.#options.stderr.rows || 24;
  }

  answer(line = ''): void {
    if (!this.json) this.#options.stdout.write(`${line}\n`);
  }

  table(columns: readonly Column[], rows: readonly (readonly string[])[]): void {
    if (this.json) return;
    const { heads, body } = tableLines(columns, rows, this.answerCells);
    for (const line of heads) this.answer(this.style('dim', line));
    for (const line of body) this.answer(line);
  }

  /** A name in a column of its own, and what is to say of it. */
  fact(name: string, text: string): void {
    const [first = '', ...more] = wrap(text, Math.max(FACT_CELLS, this.answerCells - FACT_CELLS));
    this.answer(`${this.style('dim', name.padEnd(FACT_CELLS))}${first}`);
    for (const line of more) this.answer(' '.repeat(FACT_CELLS) + line);
  }

  value(value: unknown): void {
    if (this.json) this.#options.stdout.write(`${JSON.stringify(value)}\n`);
  }

  /** On a terminal wrapped between words, unless one of them, such as a link, is wider than a line. */
  remark(line = ''): void {
    if (this.json) return;
    const whole = !this.live || line.split(/\s/).some((word) => textWidth(word) > this.columns);
    this.#options.stderr.write(`${whole ? line : wrapText(line, this.columns)}\n`);
  }

  error(line: string): void {
    this.#options.stderr.write(`${line}\n`);
  }

  /** Raw text for the live region. */
  draw(text: string): void {
    this.#options.stderr.write(text);
  }

  /** Colours where stdout is a terminal and NO_COLOR (no-color.org) does not forbid them. */
  get colours(): boolean {
    const { env, stdout } = this.#options;
    return stdout.isTTY === true && !this.json && (env['NO_COLOR'] ?? '') === '' && env['TERM'] !== 'dumb';
  }

  style(style: Style, text: string): string {
    return this.colours ? styleText(style, text, { validateStream: false }) : text;
  }
}
