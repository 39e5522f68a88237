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
  /** Contents by name, in the order in which names were first announced; what stays after its last owner left, too. */
  readonly #known = new Map<string, readonly FlatFile[]>();

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
      this.#forget(known.files.values());
    }
    return true;
  }

  async peers(): Promise<readonly DialectPeer[]> {
    return [...this.#peers.values()].map(({ peer }) => peer);
  }

  async files(query: { readonly name?: string; readonly contains?: string } = {}): Promise<readonly DialectFile[]> {
    const found = query.name === undefined ? [...this.#known.values()] : [this.#known.get(query.name) ?? []];
    return found
      .flat()
      .filter(({ name }) => name.includes(query.contains ?? ''))
      .map((file) => ({ ...file, owners: this.#ownersOf(file) }));
  }

  #add(known: Known, files: readonly FlatFile[], before: ReadonlyMap<string, FlatFile>): void {
    const gone = known.files;
    const now = new Map(before);
    known.files = now;
    for (const file of files) {
      now.set(file.name, file);
      const contents = this.#known.get(file.name);
      if (contents === undefined) this.#known.set(file.name, [file]);
      else if (!contents.some(({ md5 }) => md5 === file.md5)) this.#known.set(file.name, [...contents, file]);
    }
    this.#forget(gone.values());
  }

  /** Of these what nobody has any more. */
  #forget(files: Iterable<FlatFile>): void {
    for (const file of files) {
      if (this.#ownersOf(file).length > 0) continue;
      const others = (this.#known.get(file.name) ?? []).filter(({ md5 }) => md5 !== file.md5);
      if (others.length === 0) this.#known.delete(file.name);
      else this.#known.set(file.name, others);
    }
  }

  #ownersOf({ name, md5 }: FlatFile): DialectPeer[] {
    return [...this.#peers.values()]
      .filter(({ files }) => {
        const own = files.get(name);
        return own !== undefined && own.md5 === md5;
      })
      .map(({ peer }) => peer);
  }
}
