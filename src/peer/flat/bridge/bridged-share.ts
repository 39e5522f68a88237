import type { Dialect, FlatFile } from '../../../core/dialects/dialect.ts';
import { AyniError } from '../../../core/errors.ts';
import type { Logger } from '../../../core/log.ts';
import type { FlatShare, OpenFlatFile } from '../../../wire/dialects/flat-share.ts';
import type { Bridge } from './bridge.ts';
import type { BridgeCatalog } from './bridge-catalog.ts';
import type { NetworkFile } from './network.ts';

/**
 * A share that offers also what the rest of the network has, to the programs of one dialect: it is fetched when one of
 * them asks for it. What they can reach without us, from peers of their own dialect, is not offered.
 */
export class BridgedShare implements FlatShare {
  readonly #share: FlatShare;
  readonly #catalog: BridgeCatalog;
  readonly #bridge: Bridge;
  readonly #log: Logger;
  readonly #dialect: Dialect;

  constructor(
    components: {
      /** Of this peer alone. */
      readonly share: FlatShare;
      readonly catalog: BridgeCatalog;
      readonly bridge: Bridge;
      readonly log: Logger;
    },
    { dialect }: { readonly dialect: Dialect },
  ) {
    this.#share = components.share;
    this.#catalog = components.catalog;
    this.#bridge = components.bridge;
    this.#log = components.log;
    this.#dialect = dialect;
  }

  async files(): Promise<readonly FlatFile[]> {
    const [own, network] = [await this.#share.files(), await this.#catalog.files()];
    const names = new Set(own.map(({ name }) => name));
    const files = [...own];
    for (const file of network) {
      if (names.has(file.name) || !this.#isOffered(file)) continue;
      const { name, size, md5 } = file;
      files.push({ name, ...(size === undefined ? {} : { size }), ...(md5 === undefined ? {} : { md5 }) });
    }
    return files;
  }

  /** @throws {AyniError} `busy`, `cut-off`, `io-failed` */
  async open(name: string, { signal }: { readonly signal: AbortSignal }): Promise<OpenFlatFile | undefined> {
    const here = await this.#share.open(name, { signal });
    if (here !== undefined) {
      this.#bridge.used(name);
      return here;
    }
    const file = await this.#catalog.find(name, { signal });
    if (file === undefined || !this.#isOffered(file)) return undefined;
    try {
      return await this.#bridge.open(file, { signal });
    } catch (error) {
      if (!AyniError.is(error, 'too-large')) throw error;
      this.#log.info({ name, size: file.size }, error.message);
      return undefined;
    }
  }

  #isOffered(file: NetworkFile): boolean {
    if ((file.size ?? 0) > this.#bridge.folder.maxBytes) return false;
    return !('foreign' in file && file.foreign.some(({ dialect }) => dialect === this.#dialect));
  }
}
