import type { RestlessFile } from './hash-job.ts';

/** A file that is written to without a pause is looked at after so many ms, then twice as many, up to the longest. */
const SHORTEST_LOOK_MS = 20;
const LONGEST_LOOK_MS = 1_000;
/** One that changes whenever it is read costs more than a look. */
const SHORTEST_READ_MS = 2_000;
const LONGEST_READ_MS = 60_000;
/** After so many looks in vain a file is one that keeps changing: a log, a disk image, what is being copied. */
const HOPEFUL_LOOKS = 5;
/** Each look goes through all that wait: so many of them a ms, or it would be all that is done. */
const FILES_A_MS = 100;

/** The files of a share that were being changed when they were to be hashed, and when to look at each again. */
export class RestlessFiles {
  /** By the key of their entries; `due` as `performance.now()`. */
  readonly #files = new Map<number, { readonly due: number; readonly looks: number }>();

  /** How long until some are to be looked at, in ms; undefined where none waits. */
  get waitMs(): number | undefined {
    if (this.#files.size === 0) return undefined;
    let first = Infinity;
    for (const { due } of this.#files.values()) first = Math.min(first, due);
    return Math.max(Math.floor(this.#files.size / FILES_A_MS), Math.ceil(first - performance.now()));
  }

  /** Some will rest soon, as far as anyone can tell. */
  get hopeful(): boolean {
    return this.#files.values().some(({ looks }) => looks < HOPEFUL_LOOKS);
  }

  isDue(key: number): boolean {
    return (this.#files.get(key)?.due ?? 0) <= performance.now();
  }

  /** It was looked at, and did not rest. */
  missed(key: number, result: RestlessFile): void {
    const looks = (this.#files.get(key)?.looks ?? 0) + 1;
    const wait =
      result.kind === 'unsettled'
        ? Math.max(result.waitMs, Math.min(LONGEST_LOOK_MS, SHORTEST_LOOK_MS * 2 ** Math.min(looks, 10)))
        : Math.min(LONGEST_READ_MS, SHORTEST_READ_MS * 2 ** Math.min(looks - 1, 10));
    this.#files.set(key, { due: performance.now() + wait, looks });
  }

  /** Forgets all others. */
  keepOnly(keys: ReadonlySet<number>): void {
    for (const key of this.#files.keys()) if (!keys.has(key)) this.#files.delete(key);
  }
}
