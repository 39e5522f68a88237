import { AyniError } from '../../core/errors.ts';

/** Requests that wait for one key at most. */
const MAX_WAITING = 1024;

interface Door {
  inside: number;
  readonly waiting: Set<() => void>;
}

/**
 * So many at once for each key, the others wait in order. Node's agent counts only connections that stand, so that a
 * burst of requests would dial without limit.
 */
export class Gate {
  readonly #doors = new Map<string, Door>();
  readonly #limit: number;

  constructor(limit: number) {
    this.#limit = limit;
  }

  /** @returns what to call, once, when done. @throws the signal's reason */
  async enter(key: string, signal: AbortSignal): Promise<() => void> {
    const door = this.#doors.get(key) ?? { inside: 0, waiting: new Set() };
    this.#doors.set(key, door);
    if (door.inside < this.#limit) {
      door.inside++;
      return () => this.#leave(key, door);
    }
    if (door.waiting.size >= MAX_WAITING) throw new AyniError('busy', 'Too many requests wait for one address.');
    await new Promise<void>((resolve, reject) => {
      const onAbort = (): void => {
        door.waiting.delete(turn);
        reject(AyniError.from(signal.reason));
      };
      const turn = (): void => {
        signal.removeEventListener('abort', onAbort);
        resolve();
      };
      if (signal.aborted) onAbort();
      else {
        door.waiting.add(turn);
        signal.addEventListener('abort', onAbort, { once: true });
      }
    });
    return () => this.#leave(key, door);
  }

  #leave(key: string, door: Door): void {
    const [next] = door.waiting;
    if (next !== undefined) {
      // The place passes on: `inside` stays.
      door.waiting.delete(next);
      next();
      return;
    }
    door.inside--;
    if (door.inside === 0) this.#doors.delete(key);
  }
}
