import { AyniError } from '../../../core/errors.ts';
import type { Logger } from '../../../core/log.ts';
import { numberedName } from '../../../core/names/safe-name.ts';
import { fileKey, type NetworkFile, type NetworkLookup } from './network.ts';

/** Names that are listed. */
const MAX_NAMES = 100_000;
/** A list that is older, ms, is fetched anew when somebody asks for it. */
const FRESH_MS = 60_000;
/** How long the tracker may take for all of it, and for one name, ms. */
const LIST_MS = 60_000;
const FIND_MS = 10_000;
/** A name that was not found is not looked for again within this time, ms; so many are remembered. */
const MISSED_MS = 5_000;
const MAX_MISSED = 1_000;

/**
 * What the network has, each file under a name of its own, which it keeps while it is there: two files of one name are
 * told apart by a number, as in a share.
 */
export class BridgeCatalog {
  readonly #network: NetworkLookup;
  readonly #log: Logger;
  readonly #isTaken: (name: string) => boolean;
  readonly #abort = new AbortController();
  #byName = new Map<string, NetworkFile>();
  #names = new Map<string, string>();
  #listedAt = -Infinity;
  #listing: Promise<void> | undefined;
  readonly #missed = new Map<string, number>();

  /** @param options.isTaken whether a file of our own has this name */
  constructor(
    components: { readonly network: NetworkLookup; readonly log: Logger },
    options: { readonly isTaken: (name: string) => boolean },
  ) {
    this.#network = components.network;
    this.#log = components.log;
    this.#isTaken = options.isTaken;
  }

  async stop(): Promise<void> {
    this.#abort.abort();
    await this.#listing;
  }

  /** As the tracker told a minute ago at most, or told last where it is away. */
  async files(): Promise<Iterable<NetworkFile>> {
    const listing = this.#list();
    // A first list is waited for; later the last one will do until the next is there.
    if (this.#listedAt === -Infinity) await listing;
    return this.#byName.values();
  }

  /** @throws {AyniError} `cancelled` */
  async find(name: string, { signal }: { readonly signal: AbortSignal }): Promise<NetworkFile | undefined> {
    const known = this.#byName.get(name);
    if (known !== undefined || performance.now() - (this.#missed.get(name) ?? -Infinity) < MISSED_MS) return known;
    const both = AbortSignal.any([signal, this.#abort.signal, AbortSignal.timeout(FIND_MS)]);
    try {
      const [found] = await this.#network.find(name, { signal: both });
      if (found !== undefined) return { ...found, name };
    } catch (error) {
      signal.throwIfAborted();
      this.#log.debug({ error: AyniError.from(error).message }, 'the tracker cannot be asked for a name');
    }
    this.#missed.delete(name);
    this.#missed.set(name, performance.now());
    for (const oldest of this.#missed.keys()) {
      if (this.#missed.size <= MAX_MISSED) break;
      this.#missed.delete(oldest);
    }
    return undefined;
  }

  #list(): Promise<void> {
    if (performance.now() - this.#listedAt < FRESH_MS || this.#abort.signal.aborted) return Promise.resolve();
    this.#listing ??= this.#listNow().finally(() => (this.#listing = undefined));
    return this.#listing;
  }

  async #listNow(): Promise<void> {
    const signal = AbortSignal.any([this.#abort.signal, AbortSignal.timeout(LIST_MS)]);
    try {
      this.#nameAll(await this.#network.list({ limit: MAX_NAMES, signal }));
      this.#listedAt = performance.now();
    } catch (error) {
      this.#log.debug({ error: AyniError.from(error).message }, 'the network cannot be listed for the bridge');
    }
  }

  /** Those that were there keep their names; they come first, so that no new file takes one. */
  #nameAll(files: readonly NetworkFile[]): void {
    const byName = new Map<string, NetworkFile>();
    const names = new Map<string, string>();
    const give = (file: NetworkFile, name: string): void => {
      byName.set(name, { ...file, name });
      names.set(fileKey(file), name);
    };
    const fresh: NetworkFile[] = [];
    for (const file of files) {
      const name = this.#names.get(fileKey(file));
      if (name === undefined) fresh.push(file);
      else give(file, name);
    }
    const next = new Map<string, number>();
    for (const file of fresh) {
      let { name } = file;
      for (let number = next.get(file.name) ?? 2; byName.has(name) || this.#isTaken(name); number++) {
        name = numberedName(file.name, number);
        next.set(file.name, number + 1);
      }
      give(file, name);
    }
    this.#byName = byName;
    this.#names = names;
  }
}
