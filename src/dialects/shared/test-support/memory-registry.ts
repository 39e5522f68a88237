import type { FlatFile } from '../../../core/dialects/dialect.ts';
import { AyniError } from '../../../core/errors.ts';
import type { DialectFile, DialectPeer, DialectRegistry } from '../../../wire/dialects/dialect-registry.ts';

interface Known {
  readonly peer: DialectPeer;
  files: FlatFile[];
}

/** A registry in memory, without time: leases end when the test says so. */
export class MemoryRegistry implements DialectRegistry {
  readonly #peers = new Map<string, Known>();

  addNative(peer: { host: string; port: number; files: readonly FlatFile[] }): void {
    const key = `${peer.host}:${peer.port}`;
    this.#peers.set(key, { peer: { key, host: peer.host, port: peer.port, native: true }, files: [...peer.files] });
  }

  async register(peer: Omit<DialectPeer, 'native'>): Promise<void> {
    const known = this.#peers.get(peer.key);
    if (known?.peer.native === true) throw new AyniError('conflict', `${peer.key} is a native peer.`);
    this.#peers.set(peer.key, { peer: { ...peer, native: false }, files: known?.files ?? [] });
  }

  async renew(key: string): Promise<boolean> {
    return this.#peers.get(key)?.peer.native === false;
  }

  async announce(key: string, files: readonly FlatFile[], options: { readonly replace: boolean }): Promise<void> {
    const known = this.#peers.get(key);
    if (known === undefined) throw new AyniError('not-found', `${key} is not registered.`);
    const before = options.replace ? [] : known.files;
    known.files = [...new Map([...before, ...files].map((file) => [file.name, file])).values()];
  }

  async leave(key: string): Promise<boolean> {
    return this.#peers.delete(key);
  }

  async peers(): Promise<readonly DialectPeer[]> {
    return [...this.#peers.values()].map(({ peer }) => peer);
  }

  async files(query: { readonly name?: string; readonly contains?: string } = {}): Promise<readonly DialectFile[]> {
    const owners = new Map<string, DialectPeer[]>();
    for (const { peer, files } of this.#peers.values()) {
      for (const { name } of files) owners.set(name, [...(owners.get(name) ?? []), peer]);
    }
    return [...owners]
      .filter(([name]) => name === (query.name ?? name) && name.includes(query.contains ?? ''))
      .map(([name, peers]) => ({ name, owners: peers }));
  }
}
