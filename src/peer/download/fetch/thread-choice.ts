import type { Receivers } from '../receivers.ts';
import type { SwarmSource } from './swarm-source.ts';

/** Up to here, bytes per second from all sources, the main thread receives: another is told of each piece for more work. */
const MAIN_MOST = 32e6;
/** From this speed on one thread is not enough for one source, bytes per second. */
const FAST = 100e6;

/** Those that are asked for one file. */
interface Sources extends Iterable<SwarmSource> {
  readonly size: number;
}

/** Which thread receives what a source of one file sends. */
export class ThreadChoice {
  readonly #sources: Sources;
  readonly #receiver: Pick<Receivers, 'leaveMain'>;
  #fast = false;

  constructor(sources: Sources, receiver: Pick<Receivers, 'leaveMain'>) {
    this.#sources = sources;
    this.#receiver = receiver;
  }

  /**
   * What comes slowly is received here. A source stays on its thread; a fast one that is alone is received by all, each
   * run by the one with the fewest, which undefined stands for.
   */
  of(source: SwarmSource): number | 'main' | undefined {
    if (!this.isFast()) return 'main';
    if (this.#sources.size > 1) return source.number;
    return source.contact.speed > FAST ? undefined : 0;
  }

  /** Once so for good: to change thread takes another connection. */
  isFast(): boolean {
    if (this.#fast) return true;
    let speed = 0;
    for (const { contact } of this.#sources) speed += contact.speed;
    this.#fast = speed > MAIN_MOST;
    if (this.#fast) this.#receiver.leaveMain();
    return this.#fast;
  }
}
