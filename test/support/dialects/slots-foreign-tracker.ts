import { once } from 'node:events';
import { createServer } from 'node:net';
import { LineOfTalk } from './line-of-talk.ts';
import { Listening } from './listening.ts';

interface Shared {
  readonly size: string;
  readonly md5: string;
  /** `ip:port`, in order of registration. */
  readonly peers: string[];
  next: number;
}

/** A tracker of `slots` as the old one is, one read for each message. */
export class SlotsForeignTracker implements AsyncDisposable {
  readonly files = new Map<string, Shared>();
  /** What was said at main and data ports, one text for each message. */
  readonly said: string[] = [];
  readonly #maxPeer: number;
  #listening: Listening | undefined;
  #busy = 0;

  private constructor(maxPeer: number) {
    this.#maxPeer = maxPeer;
  }

  static async start(
    options: { readonly port?: number; readonly maxPeer?: number } = {},
  ): Promise<SlotsForeignTracker> {
    const tracker = new SlotsForeignTracker(options.maxPeer ?? 3);
    tracker.#listening = await Listening.on(options.port ?? 0, (talk) => tracker.#serve(talk));
    return tracker;
  }

  get port(): number {
    return this.#listening?.port ?? 0;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#listening?.[Symbol.asyncDispose]();
  }

  async #read(talk: LineOfTalk): Promise<string> {
    const said = (await talk.readOnce()).toString();
    this.said.push(said);
    return said;
  }

  async #serve(talk: LineOfTalk): Promise<void> {
    const said = await this.#read(talk);
    if (said === 'CONNECT') {
      talk.write(this.#busy < this.#maxPeer ? String(await this.#openPort()) : 'NO CONNECTION');
    } else if (said === 'LIST') {
      const groups = [...this.files].map(([name, { peers, size, md5 }]) => `${peers.length}:${name}:${size}:${md5}`);
      talk.write(groups.join(':'));
    } else if (said === 'I QUIT') {
      talk.write('PORT');
      this.#forget(`127.0.0.1:${await this.#read(talk)}`);
    }
  }

  async #openPort(): Promise<number> {
    this.#busy++;
    const server = createServer((socket) => {
      server.close();
      socket.on('error', () => socket.destroy());
      this.#exchange(new LineOfTalk(socket)).then(
        () => socket.end(),
        () => socket.destroy(),
      );
      socket.on('close', () => this.#busy--);
    });
    server.unref().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  }

  async #exchange(talk: LineOfTalk): Promise<void> {
    if ((await this.#read(talk)) !== 'I AM HERE') return;
    talk.write('YOU CHANGED?');
    if ((await this.#read(talk)) === 'YES') {
      talk.write('TELL ME');
      this.#take(await this.#read(talk));
      talk.write('OK');
    }
    talk.write('SAY FILE');
    const shared = this.files.get(await this.#read(talk));
    if (shared === undefined) talk.write('FILE NOT FOUND');
    else {
      const peer = shared.peers[shared.next++ % shared.peers.length];
      // Without a peer it closes without a word.
      if (peer !== undefined) talk.write(`${peer}:${shared.md5}`);
    }
  }

  #take(list: string): void {
    const [port, ...fields] = list.split(':');
    const peer = `127.0.0.1:${port}`;
    this.#forget(peer);
    for (let at = 0; at + 2 < fields.length; at += 3) {
      const [name = '', size = '', md5 = ''] = fields.slice(at, at + 3);
      const shared = this.files.get(name) ?? { size, md5, peers: [], next: 0 };
      this.files.set(name, shared);
      if (shared.md5 === md5) shared.peers.push(peer);
    }
  }

  #forget(peer: string): void {
    for (const { peers } of this.files.values()) if (peers.includes(peer)) peers.splice(peers.indexOf(peer), 1);
  }
}
