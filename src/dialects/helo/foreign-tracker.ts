import { setTimeout as sleep } from 'node:timers/promises';
import type { FlatFile } from '../../core/dialects/dialect.ts';
import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import type { FlatShare } from '../../wire/dialects/flat-share.ts';
import type { ForeignSource, ForeignTracker } from '../../wire/dialects/foreign-client.ts';
import { orCancelled } from '../shared/or-cancelled.ts';
import type { HeloClientOptions } from './client.ts';
import { formatAddress, parsePairs, type Pair } from './messages.ts';
import { listedName } from './names.ts';
import { TrackerLink } from './tracker-link.ts';

/** UTF-16 units of names in one ADDF, which is well under 1 MiB of UTF-8. */
const BATCH = 200_000;
/** For saying goodbye, ms. */
const QUIT_MS = 2_000;

/** A native peer at a tracker of `helo`. Connects again where the connection broke, at the next question at the latest. */
export class HeloForeignTracker implements ForeignTracker {
  readonly #log;
  readonly #share;
  readonly #at;
  readonly #silenceMs;
  readonly #refreshMs;
  readonly #end = new AbortController();
  #link: TrackerLink | undefined;
  #connecting: Promise<TrackerLink> | undefined;
  /** How the tracker knows this peer. */
  #key: string | undefined;
  /** What it was told on this link. */
  #announced = new Set<string>();
  #loop: Promise<void> | undefined;

  constructor(
    parts: { readonly log: Logger; readonly share: FlatShare },
    at: { readonly host: string; readonly port: number; readonly peerPort: number },
    options: HeloClientOptions = {},
  ) {
    this.#log = parts.log;
    this.#share = parts.share;
    this.#at = at;
    this.#silenceMs = options.silenceMs ?? 30_000;
    this.#refreshMs = options.refreshMs ?? 30_000;
  }

  async start(options: { readonly signal: AbortSignal }): Promise<void> {
    await orCancelled(this.#announce(), options.signal);
    this.#loop ??= this.#keepUp();
  }

  async search(text: string, options: { readonly signal: AbortSignal }): Promise<readonly FlatFile[]> {
    const names = new Set((await this.#find(text, options.signal)).map(({ name }) => name));
    return [...names].map((name) => ({ name }));
  }

  async locate(name: string, options: { readonly signal: AbortSignal }): Promise<readonly ForeignSource[]> {
    return (await this.#find(name, options.signal)).filter((pair) => pair.name === name);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    const link = this.#link;
    if (link?.open === true) {
      const late = sleep(QUIT_MS, undefined, { signal: this.#end.signal, ref: false }).catch(() => {});
      await Promise.race([link.ask('QUIT', '', 'ACKN').catch(() => {}), late]);
    }
    this.#end.abort();
    await this.#loop;
    await this.#connecting?.catch(() => {});
    await this.#link?.[Symbol.asyncDispose]();
  }

  /** What others have; this peer knows its own. */
  async #find(text: string, signal: AbortSignal): Promise<readonly Pair[]> {
    const ask = async () => (await this.#connected()).ask('RQFS', text, 'RPFL');
    // The tracker may have closed the connection while nobody asked: that shows only now.
    const twice = ask().catch((error: unknown) => {
      if (AyniError.is(error, 'cut-off')) return ask();
      throw error;
    });
    const pairs = parsePairs(await orCancelled(twice, signal));
    return pairs.filter((pair) => formatAddress(pair) !== this.#key);
  }

  async #keepUp(): Promise<void> {
    const { signal } = this.#end;
    while (!signal.aborted) {
      try {
        await sleep(this.#refreshMs, undefined, { signal });
        await this.#announce();
      } catch (error) {
        if (signal.aborted) return;
        const { code, message } = AyniError.from(error);
        this.#log.warn({ dialect: 'helo', tracker: formatAddress(this.#at), code }, message);
      }
    }
  }

  /** Tells what is new. What is gone can only be taken back by leaving and coming again. */
  async #announce(): Promise<void> {
    const names = (await this.#share.files()).map(({ name }) => listedName('framed', name));
    const link = await this.#connected();
    const now = new Set(names);
    if ([...this.#announced].some((name) => !now.has(name))) {
      await link.ask('QUIT', '', 'ACKN');
      await this.#hello(link);
    }
    let batch: string[] = [];
    let size = 0;
    const send = async () => {
      if (batch.length > 0) await link.ask('ADDF', batch.join('\n'), 'ACKN');
      for (const name of batch) this.#announced.add(name);
      [batch, size] = [[], 0];
    };
    for (const name of now) {
      if (this.#announced.has(name)) continue;
      batch.push(name);
      size += name.length + 1;
      if (size >= BATCH) await send();
    }
    await send();
  }

  async #connected(): Promise<TrackerLink> {
    if (this.#link?.open === true) return this.#link;
    this.#connecting ??= this.#connect().finally(() => (this.#connecting = undefined));
    return this.#connecting;
  }

  async #connect(): Promise<TrackerLink> {
    const link = await TrackerLink.to(this.#at, { silenceMs: this.#silenceMs, signal: this.#end.signal });
    try {
      await this.#hello(link);
    } catch (error) {
      await link[Symbol.asyncDispose]();
      throw error;
    }
    this.#link = link;
    return link;
  }

  async #hello(link: TrackerLink): Promise<void> {
    const key = `${link.localHost}:${this.#at.peerPort}`;
    this.#announced = new Set();
    await link.ask('HELO', key, 'ACKN');
    this.#key = key;
  }
}
