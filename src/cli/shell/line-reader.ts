import { createInterface, type Interface } from 'node:readline';

import type { Cli } from '../cli.ts';

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
  readonly #close = () => this.#readline.close();
  #history: readonly string[];
  #work: AbortController | undefined;

  constructor(cli: Cli, { complete, history = [] }: LineReaderOptions = {}) {
    this.#cli = cli;
    this.#history = history;
    this.typed = isTyped(cli);
    this.#readline = createInterface({
      input: cli.stdin,
      terminal: this.typed,
      crlfDelay: Infinity,
      // The prompt is no answer.
      ...(this.typed ? { output: process.stderr, history: [...history], historySize: MAX_HISTORY } : {}),
      ...(complete === undefined
        ? {}
        : {
            completer: (line: string, done: Completed) => void completeInto(done, complete, line),
          }),
    });
    this.#readline.on('history', (lines) => (this.#history = [...lines]));
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
    if (this.typed) {
      this.#readline.setPrompt(prompt);
      this.#readline.prompt();
    }
    const { value, done } = await this.#lines.next();
    if (done !== true) return value;
    if (this.typed) this.#cli.output.draw('\n');
    return undefined;
  }

  /** Does `work`, which Ctrl-C ends and the reading not. */
  async during<T>(work: (signal: AbortSignal) => Promise<T>): Promise<T> {
    this.#work = new AbortController();
    try {
      return await work(AbortSignal.any([this.#cli.signal, this.#work.signal]));
    } finally {
      this.#work = undefined;
    }
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
