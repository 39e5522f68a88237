import { frame } from './helo-foreign-tracker.ts';
import { LineOfTalk } from './line-of-talk.ts';
import { Listening } from './listening.ts';

/** A pair that the tracker lists. */
export interface HeloPair {
  readonly name: string;
  readonly port: number;
}

/**
 * A peer of `helo` as old programs are: it writes messages without terminator, one at a time, and reads each answer with
 * one read. It serves REQF in both framings.
 */
export class HeloForeignPeer implements AsyncDisposable {
  readonly #files: ReadonlyMap<string, Uint8Array>;
  #listening: Listening | undefined;
  #tracker: LineOfTalk | undefined;

  constructor(files: Readonly<Record<string, string | Uint8Array>>) {
    this.#files = new Map(Object.entries(files).map(([name, bytes]) => [name, Buffer.from(bytes)]));
  }

  /** Listens, and tells the tracker what it has. */
  async start(trackerPort: number): Promise<void> {
    await this.listen();
    this.#tracker = await LineOfTalk.to(trackerPort);
    await this.say(`HELO ${this.key}`);
    if (this.#files.size > 0) await this.say(`ADDF ${[...this.#files.keys()].join(' ')}`);
  }

  async listen(port = 0): Promise<number> {
    this.#listening = await Listening.on(port, (talk) => this.#serve(talk));
    return this.#listening.port;
  }

  get port(): number {
    return this.#listening?.port ?? 0;
  }

  get key(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** One message to the tracker, and what one read brings. */
  async say(message: string): Promise<string> {
    this.#tracker?.write(message);
    return (await this.#tracker?.readOnce())?.toString() ?? '';
  }

  async search(text: string): Promise<HeloPair[]> {
    const [, , ...pairs] = (await this.say(`RQFS ${text}`)).trimEnd().split(' ');
    return pairs.map((pair) => {
      const [name = '', , port] = pair.split(':');
      return { name, port: Number(port) };
    });
  }

  async fetch({ name, port }: HeloPair): Promise<Buffer> {
    await using talk = await LineOfTalk.to(port);
    talk.write(`REQF ${name}`);
    return await talk.readToEnd();
  }

  async quit(): Promise<void> {
    await this.say('QUIT listado');
    await this[Symbol.asyncDispose]();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#tracker?.[Symbol.asyncDispose]();
    await this.#listening?.[Symbol.asyncDispose]();
  }

  async #serve(talk: LineOfTalk): Promise<void> {
    const head = await talk.readBytes(5);
    const framed = head[4] === 0;
    const rest = framed ? await talk.readBytes(3) : await talk.readOnce();
    const name = framed ? (await talk.readBytes(rest.readUIntBE(0, 3))).toString() : rest.toString().trimEnd();
    const bytes = this.#files.get(name);
    const answer = (id: string, text: string) => talk.write(framed ? frame(id, text) : `${id} ${text}`);
    if (head.toString('latin1', 0, 4) !== 'REQF') answer('ERRR', 'BADM only REQF here');
    else if (bytes === undefined) answer('ERRR', 'NOFI no such file');
    else if (!framed) talk.write(bytes);
    else {
      for (let at = 0; at < bytes.length; at += 65_536) talk.write(frame('DATA', bytes.subarray(at, at + 65_536)));
      talk.write(frame('DATA', ''));
    }
  }
}
