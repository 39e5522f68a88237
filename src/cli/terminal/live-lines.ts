import type { Output } from './output.ts';
import { clip } from './width.ts';

const PLAIN_INTERVAL_MS = 5_000;
const MAX_LINES = 12;

/**
 * Progress on stderr: a few lines that are drawn over again on a terminal; elsewhere a plain line now and then, so
 * that a log says that work goes on.
 */
export class LiveLines {
  readonly #output: Output;
  #drawn = 0;
  #lastPlain = 0;

  constructor(output: Output) {
    this.#output = output;
  }

  /** @param summary the line for where nothing can be drawn over */
  show(lines: readonly string[], summary: string): void {
    if (this.#output.live) this.#redraw(lines);
    else this.#plain(summary);
  }

  /** Removes what is drawn; later lines go where it was. */
  clear(): void {
    if (this.#drawn > 0) this.#output.draw(`\u001b[${this.#drawn}A\u001b[0J`);
    this.#drawn = 0;
  }

  #redraw(lines: readonly string[]): void {
    const shown = lines.slice(0, MAX_LINES).map((line) => clip(line, this.#output.columns - 1));
    const up = this.#drawn > 0 ? `\u001b[${this.#drawn}A` : '';
    this.#output.draw(`${up}\u001b[0J${shown.map((line) => `${line}\n`).join('')}`);
    this.#drawn = shown.length;
  }

  #plain(summary: string): void {
    const now = Date.now();
    if (now - this.#lastPlain < PLAIN_INTERVAL_MS || summary === '') return;
    // The first one only sets the time: what is done within seconds needs no progress.
    if (this.#lastPlain > 0) this.#output.remark(summary);
    this.#lastPlain = now;
  }
}
