import type { Clock } from '../../core/clock.ts';
import { AyniError } from '../../core/errors.ts';
import type { MasterClient } from './master-client.ts';

/** What a caller without a token has to be: at the address of a registered peer, turned away, or anybody. */
export type Require = 'address' | 'token' | 'nothing';

/** A yes of the master is good for so long, ms. */
const YES_MS = 10_000;
/** Callers that are remembered. */
const MAX_KNOWN = 1_000;

export interface Caller {
  readonly address: string;
  /** The value of the metadata of this name, if there is one. */
  readonly authorization: string | undefined;
}

/** Who may fetch from a serving peer: the master knows. */
export class Gate {
  readonly #clock: Clock;
  readonly #master: MasterClient | undefined;
  readonly #require: Require;
  /** By the question; asked and answered with yes, or still being asked. */
  readonly #known = new Map<string, { readonly yes: Promise<boolean>; readonly until: number }>();

  /** @param components.master may be left out where nothing is required: a token is then worth nothing either */
  constructor(
    { clock, master }: { readonly clock: Clock; readonly master: MasterClient | undefined },
    { require }: { readonly require: Require },
  ) {
    if (master === undefined && require !== 'nothing') {
      throw new AyniError('bad-config', `Say where the p4 master is: require = "${require}" asks it who may fetch.`);
    }
    this.#clock = clock;
    this.#master = master;
    this.#require = require;
  }

  /** @throws {AyniError} `unauthenticated`; `busy` where the master cannot be asked */
  async check({ address, authorization }: Caller, signal: AbortSignal): Promise<void> {
    const master = this.#master;
    if (master === undefined) return;
    if (authorization !== undefined) {
      const token = /^Bearer +(\S+)$/i.exec(authorization)?.[1];
      if (token !== undefined && (await this.#ask(master, { token }, signal))) return;
      throw new AyniError('unauthenticated', 'Invalid token');
    }
    if (this.#require === 'nothing') return;
    if (this.#require === 'token') throw new AyniError('unauthenticated', 'Send your token: authorization: Bearer');
    if (!(await this.#ask(master, { ip: address }, signal))) {
      throw new AyniError('unauthenticated', 'Peer not found: register at the master first');
    }
  }

  async #ask(master: MasterClient, question: object, signal: AbortSignal): Promise<boolean> {
    const key = JSON.stringify(question);
    const now = this.#clock.now();
    const known = this.#known.get(key);
    const yes = known !== undefined && known.until > now ? known.yes : this.#askAnew(master, question, key, now);
    const { promise, reject } = Promise.withResolvers<never>();
    const leave = (): void => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    try {
      return await Promise.race([yes, promise]);
    } finally {
      signal.removeEventListener('abort', leave);
    }
  }

  /** Asks for all who wait for the same answer, so that none of them ends it for the others. */
  #askAnew(master: MasterClient, question: object, key: string, now: number): Promise<boolean> {
    const entry = { yes: askMaster(master, question), until: now + YES_MS };
    this.#known.delete(key);
    this.#known.set(key, entry);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MAX_KNOWN && oldest !== undefined) this.#known.delete(oldest);
    const forget = (yes: boolean): void => {
      if (!yes && this.#known.get(key) === entry) this.#known.delete(key);
    };
    entry.yes.then(forget, () => forget(false));
    return entry.yes;
  }
}

async function askMaster(master: MasterClient, question: object): Promise<boolean> {
  try {
    const { status } = await master.call('/verify', question, { signal: new AbortController().signal });
    return status === 200;
  } catch (cause) {
    throw new AyniError('busy', `The master at ${master.who} cannot be asked: try again later.`, { cause });
  }
}
