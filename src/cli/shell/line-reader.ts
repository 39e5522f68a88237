import { createInterface, type Interface } from 'node:readline';

import { printable } from '../../core/format/printable.ts';
import type { Cli } from '../cli.ts';
import { Echo } from './echo.ts';

export type Completer = (line: string) => Promise<[string[], string]>;

type Completed = (error: null, result: [string[], string]) => void;

export interface LineReaderOptions {
  readonly complete?: Completer;
  /** The latest first; a person may go through them. */
  readonly history?: readonly string[];
}

/** Lines that are kept to go through. */
export const MAX_HISTORY = 1000;

/** Whether a person types, rather than a program. */
export function isTyped({ stdin, output }: Pick<Cli, 'stdin' | 'output'>): boolean {
  return 'isTTY' in stdin && stdin.isTTY === true && !output.json;
}

/** Lines of stdin: with a prompt and editing where a person types them, without a word where they come from a pipe. */
export class LineReader {
  readonly typed: boolean;
  readonly #cli: Cli;
  readonly #readline: Interface;
  readonly #lines: AsyncIterator<string>;
  readonly #echo: Echo | undefined;
  readonly #close = () => this.#readline.close();
  #history: readonly string[];
  #work: AbortController | undefined;
  /** Lines that were typed while a command ran. */
  #ahead = 0;

  constructor(cli: Cli, { complete, history = [] }: LineReaderOptions = {}) {
    this.#cli = cli;
    this.#history = history;
    this.typed = isTyped(cli);
    this.#echo = this.typed ? new Echo(process.stderr) : undefined;
    this.#readline = createInterface({
      input: cli.stdin,
      terminal: this.typed,
      crlfDelay: Infinity,
      // The prompt is no answer.
      ...(this.#echo === undefined ? {} : { output: this.#echo, history: [...history], historySize: MAX_HISTORY }),
      ...(complete === undefined
        ? {}
        : {
            completer: (line: string, done: Completed) => void completeInto(done, complete, line),
          }),
    });
    this.#readline.on('history', (lines) => (this.#history = [...lines]));
    this.#readline.on('line', () => {
      if (this.#echo?.silent === true) this.#ahead++;
    });
    this.#readline.on('SIGINT', () => this.#interrupt());
    cli.signal.addEventListener('abort', this.#close, { once: true });
    this.#lines = this.#readline[Symbol.asyncIterator]();
  }

  /** Lines of earlier times to go through, the latest first. */
  remember(lines: readonly string[]): void {
    if ('history' in this.#readline && Array.isArray(this.#readline.history)) this.#readline.history.push(...lines);
    this.#history = [...this.#history, ...lines];
  }

  get history(): readonly string[] {
    return this.#history;
  }

  /** The next line; undefined after the last. */
  async ask(prompt: string): Promise<string | undefined> {
    if (this.#cli.signal.aborted) return undefined;
    // A command that runs may ask, too.
    this.#hush(false);
    const isAhead = this.typed && this.#ahead > 0;
    if (this.typed && !isAhead) {
      this.#readline.setPrompt(prompt);
      // What was typed while a command ran stands there already, and the cursor behind it.
      this.#readline.prompt(true);
    }
    const { value, done } = await this.#lines.next();
    this.#hush(this.#work !== undefined);
    if (isAhead) this.#ahead--;
    if (isAhead && done !== true) this.#cli.output.draw(`${prompt}${printable(value)}\n`);
    if (done !== true) return value;
    if (this.typed) this.#cli.output.draw('\n');
    return undefined;
  }

  /** Does `work`, which Ctrl-C ends and the reading not. What is typed meanwhile is seen after it, and nothing of it is lost. */
  async during<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.#work = new AbortController();
    this.#hush(true);
    try {
      return await work(AbortSignal.any([this.#cli.signal, this.#work.signal]));
    } finally {
      this.#work = undefined;
      this.#hush(false);
    }
  }

  #hush(silent: boolean): void {
    if (this.#echo !== undefined) this.#echo.silent = silent;
  }

  /** A terminal that is read key by key sends no signal. At the prompt: gives up the line, or ends where it is empty. */
  #interrupt(): void {
    if (this.#work !== undefined) this.#work.abort();
    else if (this.#readline.line === '') this.#readline.close();
    else this.#readline.write(null, { ctrl: true, name: 'u' });
  }

  [Symbol.dispose](): void {
    this.#cli.signal.removeEventListener('abort', this.#close);
    this.#readline.close();
    this.#echo?.destroy();
  }
}

async function completeInto(done: Completed, complete: Completer, line: string): Promise<void> {
  let result: [string[], string] = [[], line];
  try {
    result = await complete(line);
  } catch {
    // Then there is nothing to offer.
  }
  done(null, result);
}
