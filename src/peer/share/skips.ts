import type { Skip } from './scan/scan-report.ts';

const MAX_KEPT = 10_000;
const EXAMPLES = 20;

/** What of a share cannot be shared, and why. */
export class Skips {
  readonly #reasons = new Map<string, string>();
  /** Beyond those kept. */
  #more = 0;

  add({ path, reason }: Skip): void {
    if (this.#reasons.size < MAX_KEPT || this.#reasons.has(path)) this.#reasons.set(path, reason);
    else this.#more++;
  }

  /** Before paths are looked at again. @param paths as on disk; skips have them as published */
  forget(paths: readonly string[]): void {
    if (this.#reasons.size === 0) return;
    const tops = new Set(paths.map((path) => path.normalize('NFC')));
    for (const path of this.#reasons.keys()) {
      for (let end = path.length; end > 0; end = path.lastIndexOf('/', end - 1)) {
        if (!tops.has(path.slice(0, end))) continue;
        this.#reasons.delete(path);
        break;
      }
    }
  }

  summary(): { readonly count: number; readonly examples: readonly Skip[] } {
    const examples = [...this.#reasons.entries()].slice(0, EXAMPLES).map(([path, reason]) => ({ path, reason }));
    return { count: this.#reasons.size + this.#more, examples };
  }
}
