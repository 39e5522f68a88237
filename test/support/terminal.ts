import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import type { TestContext } from 'node:test';
import { fileURLToPath } from 'node:url';
import { stripVTControlCharacters } from 'node:util';

const BRIDGE = fileURLToPath(new URL('terminal.py', import.meta.url));

/** How long something may take to be shown, ms. */
const PATIENCE_MS = 30_000;

export interface TerminalOptions {
  readonly env: NodeJS.ProcessEnv;
  readonly cwd: string;
  /** 100 × 30 unless given. */
  readonly columns?: number;
  readonly rows?: number;
}

/** A program in a real pseudo-terminal, and whoever sits before it. */
export class Terminal {
  /** All that was shown so far, with escape sequences. */
  shown = '';
  readonly #child: ChildProcess;
  readonly #waiting = new Set<() => void>();
  #condition = '';

  constructor(t: TestContext, program: readonly string[], options: TerminalOptions) {
    const { columns = 100, rows = 30, env, cwd } = options;
    const args = [BRIDGE, String(columns), String(rows), ...program];
    this.#child = spawn('python3', args, { env: { TERM: 'xterm-256color', LANG: 'C.UTF-8', ...env }, cwd });
    this.#child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      this.shown += text;
      for (const look of this.#waiting) look();
    });
    this.#child.stderr?.on('data', (chunk: Buffer) => (this.#condition += chunk.toString()));
    this.#child.once('close', () => {
      for (const look of this.#waiting) look();
    });
    // Whoever ended reads no more.
    this.#child.stdin?.on('error', () => undefined);
    t.after(() => void this.#child.kill());
  }

  type(text: string): void {
    this.#child.stdin?.write(text);
  }

  /**
   * Until something that matches, colours aside, is shown after the first `after` characters.
   * @throws with all that was shown, after half a minute
   */
  async sees(pattern: RegExp, after = 0): Promise<RegExpExecArray> {
    const deadline = AbortSignal.timeout(PATIENCE_MS);
    for (;;) {
      const found = pattern.exec(stripVTControlCharacters(this.shown.slice(after)));
      if (found !== null) return found;
      if (this.#child.exitCode !== null || deadline.aborted) {
        throw new Error(`${pattern} is not shown: ${JSON.stringify(this.shown.slice(after))}`);
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#waiting.add(resolve);
      deadline.addEventListener('abort', () => resolve(), { once: true });
      await promise;
      this.#waiting.delete(resolve);
    }
  }

  /** Waits for the end: the exit code, and whether the terminal shows what is typed again. */
  async ended(): Promise<{ readonly code: number | null; readonly sane: boolean }> {
    if (this.#child.exitCode === null) await once(this.#child, 'close');
    return { code: this.#child.exitCode, sane: this.#condition === 'sane' };
  }
}
