import { useSyncExternalStore } from 'react';

import type { Progress } from '../../../src/wire/control/messages.ts';
import { keepSame } from './keep-same.ts';
import type { ConnectionState } from './progress-stream.ts';
import { SharedStream } from './shared-stream.ts';
import { Store } from './store.ts';

/** While somebody looks at a page without news, it is tried again so often. */
const AGAIN_MS = 10_000;

/** What the daemon tells all the time, and whether it does. */
class Connection {
  readonly state = new Store<ConnectionState>('connecting');
  readonly progress = new Store<Progress | undefined>(undefined);
  readonly #stream = new SharedStream({
    state: (state) => this.state.set(state),
    progress: (text) => {
      // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- our own daemon, our own session
      this.progress.set(keepSame(this.progress.get(), JSON.parse(text) as Progress));
    },
  });

  start(): void {
    this.#stream.start();
    // After a night asleep, or once another tab has let this browser in, nobody wants to wait for the next attempt.
    const again = (): void => {
      if (document.visibilityState === 'visible' && ['away', 'locked'].includes(this.state.get())) this.#stream.again();
    };
    document.addEventListener('visibilitychange', again);
    window.addEventListener('online', again);
    // The page that has the stream may be hidden, and its timers held back by the browser.
    setInterval(again, AGAIN_MS);
  }

  /** A call was refused for want of a session. */
  locked(): void {
    this.state.set('locked');
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
