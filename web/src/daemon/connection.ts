import { useSyncExternalStore } from 'react';

import type { Progress } from '../../../src/wire/control/messages.ts';
import { keepSame } from './keep-same.ts';
import { PROGRESS_URL } from './paths.ts';
import { Store } from './store.ts';

/** `locked`: this browser has no session. `away`: nobody answers, and it is tried again. */
export type ConnectionState = 'connecting' | 'open' | 'away' | 'locked';

const FIRST_WAIT_MS = 500;
const LONGEST_WAIT_MS = 10_000;
/** A stream that opens neither way is given up, ms. */
const OPENING_MS = 10_000;

/** The one stream of news from the daemon, opened again whenever it breaks. */
class Connection {
  readonly state = new Store<ConnectionState>('connecting');
  readonly progress = new Store<Progress | undefined>(undefined);
  #stream: EventSource | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #failures = 0;

  start(): void {
    this.#open();
    // After a night asleep, or once another tab has let this browser in, nobody wants to wait for the next attempt.
    const again = (): void => {
      if (document.visibilityState === 'visible' && ['away', 'locked'].includes(this.state.get())) this.#open();
    };
    document.addEventListener('visibilitychange', again);
    window.addEventListener('online', again);
  }

  /** A call was refused for want of a session. */
  locked(): void {
    this.#close();
    this.state.set('locked');
  }

  #close(): void {
    clearTimeout(this.#timer);
    this.#stream?.close();
    this.#stream = undefined;
  }

  #open(): void {
    this.#close();
    const stream = new EventSource(PROGRESS_URL);
    this.#stream = stream;
    this.#timer = setTimeout(() => void this.#failed(), OPENING_MS);
    stream.addEventListener('open', () => {
      clearTimeout(this.#timer);
      this.#failures = 0;
      this.state.set('open');
    });
    stream.addEventListener('progress', ({ data }: MessageEvent<string>) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own daemon, our own session
      this.progress.set(keepSame(this.progress.get(), JSON.parse(data) as Progress));
    });
    stream.addEventListener('error', () => void this.#failed());
  }

  /** An EventSource does not tell why: whether there is a session, a plain call says. */
  async #failed(): Promise<void> {
    this.#close();
    this.#failures++;
    const wait = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(this.#failures - 1, 6));
    this.#timer = setTimeout(() => this.#open(), wait);
    const status = await fetch('/v1/limits', { signal: AbortSignal.timeout(5_000) }).then(
      (answer) => answer.status,
      () => 0,
    );
    if (status === 401) this.locked();
    else if (this.#stream === undefined || this.#failures > 1) this.state.set('away');
  }
}

export const connection = new Connection();

export function useConnection(): ConnectionState {
  return useSyncExternalStore(connection.state.subscribe, connection.state.get);
}

/**
 * A part of what the daemon tells a few times a second, undefined before the first time. `select` must return a part as
 * it is, or a plain value: then the component is drawn only when that part changed.
 */
export function useProgress<T>(select: (progress: Progress) => T): T | undefined {
  return useSyncExternalStore(connection.progress.subscribe, () => {
    const progress = connection.progress.get();
    return progress === undefined ? undefined : select(progress);
  });
}
