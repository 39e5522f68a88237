import type { Output } from './output.ts';

const ENTER = '\u001b[?1049h\u001b[?25l\u001b[2J';
const LEAVE = '\u001b[?25h\u001b[?1049l';

/** An arrow or another named key, or one letter. */
// oxlint-disable-next-line no-control-regex -- this is how a terminal sends them
const KEY = /\u001b[[O][\d;]*[A-Za-z~]|[^]/g;

/** What is used of a terminal's `process.stdin`. */
export interface KeyStream extends NodeJS.ReadableStream {
  readonly isTTY?: boolean;
  setRawMode(raw: boolean): unknown;
}

export function isKeyStream(stream: NodeJS.ReadableStream): stream is KeyStream {
  return 'isTTY' in stream && stream.isTTY === true && 'setRawMode' in stream;
}

/** The whole terminal, with the screen that was there before kept aside; it comes back on every way out. */
export class FullScreen {
  readonly #output: Output;
  readonly #keys: KeyStream;
  readonly #onKeys: (chunk: Buffer | string) => void;
  readonly #restore = () => this[Symbol.dispose]();
  #drawn: readonly string[] = [];
  #open = true;

  /** @param onKey what was pressed, as the terminal sends it */
  constructor(output: Output, keys: KeyStream, onKey: (key: string) => void) {
    this.#output = output;
    this.#keys = keys;
    this.#onKeys = (chunk) => {
      // Whoever types fast, or pastes, sends several at once.
      for (const [key] of chunk.toString().matchAll(KEY)) onKey(key);
    };
    // Also where the process is ended in the middle of something.
    process.once('exit', this.#restore);
    keys.setRawMode(true);
    keys.on('data', this.#onKeys);
    keys.resume();
    output.draw(ENTER);
  }

  /** Writes the lines that changed. */
  show(lines: readonly string[]): void {
    let text = '';
    for (let at = 0; at < Math.max(lines.length, this.#drawn.length); at++) {
      const line = lines[at] ?? '';
      if (line !== this.#drawn[at]) text += `\u001b[${at + 1};1H${line}\u001b[K`;
    }
    this.#drawn = lines;
    if (text !== '' && this.#open) this.#output.draw(text);
  }

  /** After the terminal changed its size nothing is where it was. */
  clear(): void {
    this.#drawn = [];
    this.#output.draw('\u001b[2J');
  }

  [Symbol.dispose](): void {
    if (!this.#open) return;
    this.#open = false;
    process.off('exit', this.#restore);
    this.#keys.off('data', this.#onKeys);
    this.#keys.pause();
    this.#keys.setRawMode(false);
    this.#output.draw(LEAVE);
  }
}
