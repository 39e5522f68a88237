import { randomBytes } from 'node:crypto';
import type { FlatFile } from '../../core/dialects/dialect.ts';
import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import type { FlatShare } from '../../wire/dialects/flat-share.ts';
import type { ForeignSource, ForeignTracker } from '../../wire/dialects/foreign-client.ts';
import { KeepUp } from '../shared/rpc/keep-up.ts';
import { localAddressTowards } from '../shared/rpc/local-address.ts';
import { TIMEOUT_MS, type P4ClientOptions } from './client.ts';
import { fieldOf } from './codec.ts';
import { parseFileAddress } from './file-address.ts';
import { treeOf } from './file-tree.ts';
import { MasterClient, type MasterAnswer } from './master-client.ts';
import type { P4Session } from './session.ts';

/** For saying goodbye, ms. */
const UNREGISTER_MS = 2_000;
/** Names that are made up where the ones before were taken. */
const ATTEMPTS = 3;

interface Place {
  readonly host: string;
  readonly port: number;
  readonly peerPort: number;
}

/** A native peer at a master of this system. */
export class P4ForeignTracker implements ForeignTracker {
  readonly #components: { readonly log: Logger; readonly share: FlatShare };
  readonly #at: Place;
  readonly #options: P4ClientOptions;
  readonly #master: MasterClient;
  readonly #session: P4Session;
  readonly #announced = new Set<string>();
  #keepUp: KeepUp | undefined;
  #ip: string | undefined;
  #last: Promise<void> = Promise.resolve();

  constructor(components: { readonly log: Logger; readonly share: FlatShare }, at: Place, options: P4ClientOptions) {
    this.#components = components;
    this.#at = at;
    this.#options = options;
    this.#master = new MasterClient(at, { timeoutMs: options.timeoutMs ?? TIMEOUT_MS });
    this.#session = options.session ?? { token: undefined };
  }

  /** @throws {AyniError} also `unauthenticated` where the secret is wrong, `conflict` where the name is taken */
  async start({ signal }: { readonly signal: AbortSignal }): Promise<void> {
    await this.#inTurn(async () => {
      await this.#register(signal);
      await this.#announce(signal);
    });
    this.#keepUp ??= new KeepUp(this.#components, this.#options.refreshMs ?? 30_000, (ends) =>
      this.#inTurn(() => this.#refresh(ends)),
    );
  }

  async search(text: string, { signal }: { readonly signal: AbortSignal }): Promise<readonly FlatFile[]> {
    const { status, body } = await this.#ask('/get_files', {}, signal);
    const files = fieldOf(body, 'files');
    if (status !== 200 || !Array.isArray(files)) throw this.#unexpected('/get_files', status);
    return files
      .filter((name: unknown): name is string => typeof name === 'string' && name.includes(text))
      .map((name) => ({ name }));
  }

  async locate(name: string, { signal }: { readonly signal: AbortSignal }): Promise<readonly ForeignSource[]> {
    const { status, body } = await this.#ask('/get_file', { file_name: name }, signal);
    if (status === 404) return [];
    const text = fieldOf(body, 'file_address');
    const address = status === 200 && typeof text === 'string' ? parseFileAddress(text) : undefined;
    if (address === undefined) throw this.#unexpected('/get_file', status);
    return address.host === this.#ip && address.port === this.#at.peerPort ? [] : [address];
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#keepUp?.[Symbol.asyncDispose]();
    this.#keepUp = undefined;
    await this.#unregister(AbortSignal.timeout(UNREGISTER_MS)).catch(() => undefined);
  }

  /** A question with our token; where the master has forgotten us, registers again and asks once more. */
  async #ask(path: string, body: object, signal: AbortSignal): Promise<MasterAnswer> {
    const { token } = this.#session;
    const answer = await this.#master.ask(path, { ...body, token: token ?? '' }, { signal });
    if (!isForgotten(answer)) return answer;
    await this.#inTurn(async () => {
      // Who was before us may have registered already.
      if (this.#session.token === token) await this.#register(signal);
      await this.#announce(signal);
    });
    return this.#master.ask(path, { ...body, token: this.#session.token ?? '' }, { signal });
  }

  /** What registers or announces comes one after the other: a second registration would stay at the master. */
  async #inTurn(work: () => Promise<void>): Promise<void> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => undefined);
    await mine;
  }

  async #register(signal: AbortSignal): Promise<void> {
    const timeoutMs = this.#options.timeoutMs ?? TIMEOUT_MS;
    const { secret = '', host: ip = await localAddressTowards(this.#at, { signal, timeoutMs }) } = this.#options;
    this.#ip = ip;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
      const body = { client_id: this.#clientId(attempt), ip, port: this.#at.peerPort, genericToken: secret };
      const { status, body: answer, message } = await this.#master.call('/register', body, { signal });
      const token = fieldOf(answer, 'token');
      if (status === 200 && typeof token === 'string') {
        this.#session.token = token;
        this.#announced.clear();
        return;
      }
      if (status === 401) {
        throw new AyniError(
          'unauthenticated',
          `The master at ${this.#master.who} has another secret: ask who runs it.`,
        );
      }
      if (message !== 'Peer already registered') throw this.#unexpected('/register', status);
    }
    throw new AyniError('conflict', `The master at ${this.#master.who} knows a peer of this name: choose another.`);
  }

  /** The name of a peer that was not there to say goodbye is taken until its time is over. */
  #clientId(attempt: number): string {
    const { clientId } = this.#options;
    if (clientId !== undefined && attempt === 1) return clientId;
    return `${clientId ?? 'ayni'}-${randomBytes(4).toString('hex')}`;
  }

  async #refresh(signal: AbortSignal): Promise<void> {
    // A master that has no such call keeps us anyway.
    const forgotten = isForgotten(await this.#master.call('/alive', { token: this.#session.token ?? '' }, { signal }));
    if (forgotten || (await this.#hasLess())) {
      // There is no call that takes a file back.
      if (!forgotten) await this.#unregister(signal);
      await this.#register(signal);
    }
    await this.#announce(signal);
  }

  async #hasLess(): Promise<boolean> {
    const names = new Set((await this.#components.share.files()).map(({ name }) => name));
    return [...this.#announced].some((name) => !names.has(name));
  }

  /** Tells what is new: all at once, or name by name where the master does not know how. */
  async #announce(signal: AbortSignal): Promise<void> {
    const files = await this.#components.share.files();
    const names = files.map(({ name }) => name).filter((name) => !this.#announced.has(name));
    if (names.length === 0) return;
    const { token } = this.#session;
    const { status } = await this.#master.call('/add_files', { token, files: treeOf(names) }, { signal });
    if (status === 200) {
      for (const name of names) this.#announced.add(name);
      return;
    }
    for (const name of names) {
      const answer = await this.#master.call('/add_file', { token, file_name: name }, { signal });
      if (answer.status !== 200) throw this.#unexpected('/add_file', answer.status);
      this.#announced.add(name);
    }
  }

  async #unregister(signal: AbortSignal): Promise<void> {
    const { token } = this.#session;
    this.#session.token = undefined;
    if (token !== undefined) await this.#master.call('/unregister', { token }, { signal });
  }

  #unexpected(path: string, status: number): AyniError {
    return new AyniError('bad-answer', `The master at ${this.#master.who} answers ${path} with status ${status}.`, {
      context: { status },
    });
  }
}

/** Whether the master does not know our token. `/get_file` says it with 401; an unknown path is 404, too. */
function isForgotten({ status, message }: MasterAnswer): boolean {
  return (status === 404 || status === 401) && message === 'Peer not found';
}
