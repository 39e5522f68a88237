import { stat } from 'node:fs/promises';

/** How often a few files are looked at, in ms; with many, so long for each that it costs next to nothing. */
const INTERVAL_MS = 3_000;
const PER_PATH_MS = 10;

/**
 * Looks now and then whether files are as they were: for single files and manifests, whose folders may hold anything,
 * and for the roots of watched folders, whose unmounting no watcher tells.
 */
export class StatPoll {
  readonly #paths: () => Iterable<string>;
  readonly #onChange: () => void;
  readonly #identityOnly: () => boolean;
  #known = new Map<string, string>();
  #timer: NodeJS.Timeout | undefined;
  #stopped = false;

  /** @param identityOnly whether a change of the times means nothing at the moment */
  constructor(options: {
    readonly paths: () => Iterable<string>;
    readonly identityOnly: () => boolean;
    readonly onChange: () => void;
  }) {
    this.#paths = options.paths;
    this.#identityOnly = options.identityOnly;
    this.#onChange = options.onChange;
  }

  start(): void {
    this.#schedule(INTERVAL_MS);
  }

  stop(): void {
    this.#stopped = true;
    clearTimeout(this.#timer);
  }

  #schedule(wait: number): void {
    if (!this.#stopped) this.#timer = setTimeout(() => void this.look(), wait).unref();
  }

  /** Looks at once. */
  async look(): Promise<void> {
    clearTimeout(this.#timer);
    const seen = new Map<string, string>();
    let changed = false;
    for (const path of this.#paths()) {
      const state = await stateOf(path, this.#identityOnly());
      seen.set(path, state);
      const before = this.#known.get(path);
      if (before !== undefined && before !== state) changed = true;
      if (this.#stopped) return;
    }
    this.#known = seen;
    if (changed) this.#onChange();
    this.#schedule(Math.max(INTERVAL_MS, seen.size * PER_PATH_MS));
  }
}

async function stateOf(path: string, identityOnly: boolean): Promise<string> {
  try {
    const { dev, ino, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return identityOnly ? `${dev}:${ino}` : `${dev}:${ino}:${size}:${mtimeNs}:${ctimeNs}`;
  } catch (error) {
    return error instanceof Error && 'code' in error ? String(error.code) : 'gone';
  }
}
