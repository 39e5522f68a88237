import { styleText } from 'node:util';

import { tableLines, type Column } from './table.ts';

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

/**
 * Where commands say things: answers go to stdout, remarks and progress to stderr, so that answers can be piped.
 * With `json` set, stdout gets one JSON value a line and nothing else, stderr nothing but errors.
 */
export class Output {
  json = false;
  readonly #options: OutputOptions;

  constructor(options: OutputOptions) {
    this.#options = options;
    // `ayni ls | head` closes our output early: that is no failure.
    for (const stream of [options.stdout, options.stderr]) {
      stream.on('error', (error: NodeJS.ErrnoException) => {
        if (error.code !== 'EPIPE') throw error;
      });
    }
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
    return this.#options.stderr.columns ?? 80;
  }

  get rows(): number {
    return this.#options.stderr.rows ?? 24;
  }

  answer(line = ''): void {
    if (!this.json) this.#options.stdout.write(`${line}\n`);
  }

  table(columns: readonly Column[], rows: readonly (readonly string[])[]): void {
    if (this.json) return;
    const [head = '', ...body] = tableLines(columns, rows);
    this.answer(this.style('dim', head));
    for (const line of body) this.answer(line);
  }

  value(value: unknown): void {
    if (this.json) this.#options.stdout.write(`${JSON.stringify(value)}\n`);
  }

  remark(line = ''): void {
    if (!this.json) this.#options.stderr.write(`${line}\n`);
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
