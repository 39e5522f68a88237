import type { LineOfTalk } from './line-of-talk.ts';
import { Listening } from './listening.ts';

/** A tracker of `helo` that speaks frames, as small as the description allows. */
export class HeloForeignTracker implements AsyncDisposable {
  /** Names by peer, in the order in which they came. */
  readonly announced = new Map<string, string[]>();
  #listening: Listening | undefined;

  static async start(port = 0): Promise<HeloForeignTracker> {
    const tracker = new HeloForeignTracker();
    tracker.#listening = await Listening.on(port, (talk) => tracker.#serve(talk));
    return tracker;
  }

  get port(): number {
    return this.#listening?.port ?? 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#listening?.[Symbol.asyncDispose]();
  }

  async #serve(talk: LineOfTalk): Promise<void> {
    let peer: string | undefined;
    const answer = (id: string, payload: string) => talk.write(frame(id, payload));
    for (;;) {
      const head = await talk.readBytes(8);
      if (head.length < 8) return;
      const id = head.toString('latin1', 0, 4);
      const payload = (await talk.readBytes(head.readUInt32BE(4))).toString();
      if (id === 'HELO') {
        peer = payload;
        this.announced.set(peer, this.announced.get(peer) ?? []);
        answer('ACKN', peer);
      } else if (id === 'RQFS') {
        const pairs = [...this.announced].flatMap(([owner, names]) =>
          names.filter((name) => name.includes(payload)).map((name) => `${name}\t${owner}`),
        );
        answer('RPFL', pairs.join('\n'));
      } else if (peer === undefined) {
        answer('ERRR', 'NOHI say HELO first');
      } else if (id === 'ADDF') {
        const names = payload.split('\n').filter((name) => name !== '');
        this.announced.get(peer)?.push(...names);
        answer('ACKN', String(names.length));
      } else if (id === 'QUIT') {
        this.announced.delete(peer);
        peer = undefined;
        answer('ACKN', '');
      } else {
        answer('ERRR', 'BADM what is that?');
      }
    }
  }
}

export function frame(id: string, payload: string | Uint8Array): Buffer {
  const bytes = Buffer.from(payload);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([Buffer.from(id, 'latin1'), length, bytes]);
}
