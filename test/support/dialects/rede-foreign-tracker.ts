import { Listening } from './listening.ts';
import type { LineOfTalk } from './line-of-talk.ts';

/** A server of `rede` as the old one is, except that it knows peers by address and port. */
export class RedeForeignTracker implements AsyncDisposable {
  /** Public ports of those who are here. */
  readonly members = new Set<number>();
  readonly #first: number;
  #listening: Listening | undefined;

  /** @param firstPort which it assigns, and then those after it */
  private constructor(firstPort: number) {
    this.#first = firstPort;
  }

  static async start(firstPort: number): Promise<RedeForeignTracker> {
    const tracker = new RedeForeignTracker(firstPort);
    tracker.#listening = await Listening.on(0, (talk) => tracker.#serve(talk));
    return tracker;
  }

  get port(): number {
    return this.#listening?.port ?? 0;
  }

  /** Closes all connections. */
  dismiss(): void {
    this.#listening?.dismiss();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#listening?.[Symbol.asyncDispose]();
  }

  async #serve(talk: LineOfTalk): Promise<void> {
    let port = this.#first;
    while (this.members.has(port)) port++;
    this.members.add(port);
    talk.write(String(port));
    try {
      for (;;) {
        const message = (await talk.readOnce()).toString();
        if (message === '' || message === 'quit') return;
        if (message === 'peers') talk.write([...this.members].map((member) => `127.0.0.1:${member}/`).join(''));
      }
    } finally {
      this.members.delete(port);
    }
  }
}
