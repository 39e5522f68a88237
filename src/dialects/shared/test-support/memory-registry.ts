import type { FlatFile } from '../../../core/dialects/dialect.ts';
import { AyniError } from '../../../core/errors.ts';
import type { DialectFile, DialectPeer, DialectRegistry } from '../../../wire/dialects/dialect-registry.ts';

interface Known {
  readonly peer: DialectPeer;
  /** By name. */
  files: ReadonlyMap<string, FlatFile>;
}

/** A registry in memory, without time: leases end when the test says so. */
export class MemoryRegistry implements DialectRegistry {
  readonly #peers = new Map<string, Known>();
  /** What stays after its last owner left, in the order in which it was first announced. */
  readonly #known = new Map<string, FlatFile>();

  addNative(peer: { host: string; port: number; files: readonly FlatFile[] }): void {
    const key = `${peer.host}:${peer.port}`;
    const known: Known = { peer: { key, host: peer.host, port: peer.port, native: true }, files: new Map() };
    this.#peers.set(key, known);
    this.#add(known, peer.files, new Map());
  }

  async register(peer: Omit<DialectPeer, 'native'>): Promise<void> {
    const known = this.#peers.get(peer.key);
    if (known?.peer.native === true) throw new AyniError('conflict', `${peer.key} is a native peer.`);
    this.#peers.set(peer.key, { peer: { ...peer, native: false }, files: known?.files ?? new Map() });
  }

  async renew(key: string): Promise<boolean> {
    return this.#peers.get(key)?.peer.native === false;
  }

  async announce(key: string, files: readonly FlatFile[], options: { readonly replace: boolean }): Promise<void> {
    const known = this.#peers.get(key);
    if (known === undefined) throw new AyniError('not-found', `${key} is not registered.`);
    this.#add(known, files, options.replace ? new Map() : known.files);
  }

  async leave(key: string, options: { readonly keepNames?: boolean } = {}): Promise<boolean> {
    const known = this.#peers.get(key);
    if (known === undefined || known.peer.native) return false;
    this.#peers.delete(key);
    if (options.keepNames !== true) {
      for (const file of known.files.values()) if (this.#ownersOf(file).length === 0) this.#known.delete(idOf(file));
    }
    return true;
  }

  async peers(): Promise<readonly DialectPeer[]> {
    return [...this.#peers.values()].map(({ peer }) => peer);
  }

  async files(query: { readonly name?: string; readonly contains?: string } = {}): Promise<readonly DialectFile[]> {
    return [...this.#known.values()]
      .filter(({ name }) => name === (query.name ?? name) && name.includes(query.contains ?? ''))
      .map((file) => ({ ...file, owners: this.#ownersOf(file) }));
  }

  #add(known: Known, files: readonly FlatFile[], before: ReadonlyMap<string, FlatFile>): void {
    const gone = known.files;
    known.files = new Map([...before, ...files.map((file) => [file.name, file] as const)]);
    for (const file of files) if (!this.#known.has(idOf(file))) this.#known.set(idOf(file), file);
    for (const file of gone.values()) if (this.#ownersOf(file).length === 0) this.#known.delete(idOf(file));
  }

  #ownersOf(file: FlatFile): DialectPeer[] {
    const id = idOf(file);
    return [...this.#peers.values()]
      .filter(({ files }) => {
        const own = files.get(file.name);
        return own !== undefined && idOf(own) === id;
      })
      .map(({ peer }) => peer);
  }
}

/** A name with several contents is several files; where the dialect tells no MD5 there is one for each name. */
function idOf({ name, md5 = '' }: FlatFile): string {
  return `${md5}:${name}`;
}
