import { createHash } from 'node:crypto';
import { EVERYONE } from '../../core/access/audience.ts';
import type { Dialect, FlatFile } from '../../core/dialects/dialect.ts';
import { AyniError } from '../../core/errors.ts';
import { peerIdOf, type PeerId } from '../../core/ids.ts';
import type { DialectOwner, FlatEntry, ForeignFileEntry } from '../../core/swarm/catalog.ts';
import type { SwarmStore } from '../../core/swarm/swarm-store.ts';
import type { DialectFile, DialectPeer, DialectRegistry } from '../../wire/dialects/dialect-registry.ts';
import { MAX_BATCH } from '../../wire/tracker/limits.ts';
import type { EventFeed } from '../event-feed.ts';
import { foreignPath } from './foreign-path.ts';

/** Foreign peers of one dialect that are online at once. */
const MAX_PEERS = 10_000;
/** Those that are gone and whose files are remembered. */
const MAX_GONE = 10_000;
/** Names of one foreign peer. */
const MAX_FILES = 1_000_000;
const MAX_NAME_BYTES = 1024;
const MAX_KEY = 256;
/** Names in one answer. */
const MAX_LISTED = 100_000;
const SLOTS = { total: 1, free: 1 } as const;

/** One dialect over the tracker's store: a foreign peer is a member without a credential, with one share. */
export class StoreDialectRegistry implements DialectRegistry {
  readonly #dialect: Dialect;
  readonly #maxGone: number;
  readonly #store: SwarmStore;
  readonly #events: Pick<EventFeed, 'append'>;
  /** By key: what a peer says is done in its order. */
  readonly #queues = new Map<string, Promise<unknown>>();

  constructor(
    components: { readonly store: SwarmStore; readonly events: Pick<EventFeed, 'append'> },
    options: { readonly dialect: Dialect; readonly maxGone?: number },
  ) {
    this.#store = components.store;
    this.#events = components.events;
    this.#dialect = options.dialect;
    this.#maxGone = options.maxGone ?? MAX_GONE;
  }

  register({ key, host, port }: Omit<DialectPeer, 'native'>, { ttlMs }: { readonly ttlMs: number }): Promise<void> {
    return this.#inTurn(key, async () => {
      if (key === '' || key.length > MAX_KEY) {
        throw new AyniError('bad-request', `A peer's name has 1 to ${MAX_KEY} characters.`);
      }
      const owners = await this.#store.dialectOwners(this.#dialect);
      if (owners.some((owner) => !owner.foreign && keyOf(owner) === key)) {
        throw new AyniError('conflict', `A member of the network is at ${key} itself.`);
      }
      const peer = this.#idOf(key);
      const known = owners.find((owner) => owner.peer === peer);
      if (known === undefined && owners.filter(({ foreign }) => foreign).length >= MAX_PEERS) {
        throw new AyniError('busy', `There are ${MAX_PEERS} foreign peers already: try again later.`);
      }
      if ((await this.#store.member(peer)) === undefined) {
        // Whoever was revoked and left does not come back as somebody new.
        const { peers: revoked } = await this.#store.revocations();
        if (revoked.includes(peer)) throw new AyniError('revoked', `${key} was shut out of this network.`);
        await this.#forgetOld();
        await this.#store.putMember({ peer, name: key, role: 'foreign', groups: [] });
      }
      const endpoints = [{ protocol: this.#dialect, host, port }];
      await this.#store.grantLease(peer, { endpoints, slots: SLOTS, agent: this.#dialect }, ttlMs);
      if (known === undefined) await this.#events.append({ kind: 'online', peer });
    });
  }

  renew(key: string, { ttlMs }: { readonly ttlMs: number }): Promise<boolean> {
    return this.#store.renewLease(this.#idOf(key), SLOTS, ttlMs);
  }

  announce(key: string, files: readonly FlatFile[], { replace }: { readonly replace: boolean }): Promise<void> {
    return this.#inTurn(key, async () => {
      const peer = this.#idOf(key);
      if (!(await this.#isOnline(peer))) throw new AyniError('not-found', `${key} is not registered: register first.`);
      if (files.length > MAX_FILES) throw new AyniError('too-large', `A peer announces at most ${MAX_FILES} files.`);
      await this.#publish(
        peer,
        files.map((file) => this.#entryOf(file)),
        replace,
      );
      await this.#events.append({ kind: 'published', peer, share: this.#dialect });
    });
  }

  leave(key: string, { keepNames = false }: { readonly keepNames?: boolean } = {}): Promise<boolean> {
    return this.#inTurn(key, async () => {
      const peer = this.#idOf(key);
      if ((await this.#store.member(peer)) === undefined) return false;
      const wasOnline = await this.#isOnline(peer);
      if (keepNames) await this.#store.endLease(peer);
      else await this.#store.forget(peer);
      if (wasOnline) await this.#events.append({ kind: keepNames ? 'offline' : 'left', peer });
      return wasOnline;
    });
  }

  async peers(): Promise<readonly DialectPeer[]> {
    return (await this.#store.dialectOwners(this.#dialect)).map(peerOf);
  }

  async files(query: { readonly name?: string; readonly contains?: string } = {}): Promise<readonly DialectFile[]> {
    const owners = await this.#store.dialectOwners(this.#dialect);
    // Only there a name outlives those who had it, and only there contents are told apart.
    const isSlots = this.#dialect === 'slots';
    const entries = await this.#store.flatFiles({
      dialect: this.#dialect,
      ...query,
      withGone: isSlots,
      withMd5: isSlots,
      limit: MAX_LISTED,
    });
    return grouped(entries, owners, isSlots);
  }

  #entryOf({ name, size, md5 }: FlatFile): ForeignFileEntry {
    if (name === '' || Buffer.byteLength(name) > MAX_NAME_BYTES) {
      throw new AyniError('bad-request', `A file's name has 1 to ${MAX_NAME_BYTES} bytes.`);
    }
    const facts = { ...(size === undefined ? {} : { size }), ...(md5 === undefined ? {} : { md5 }) };
    return { kind: 'foreign-file', path: foreignPath(name), dialect: this.#dialect, name, ...facts };
  }

  async #publish(peer: PeerId, entries: readonly ForeignFileEntry[], replace: boolean): Promise<void> {
    const share = this.#dialect;
    let revision = (await this.#store.revisions(peer)).get(share) ?? 0;
    const batches = Math.max(1, Math.ceil(entries.length / MAX_BATCH));
    for (let at = 0; at < batches; at++) {
      const upsert = entries.slice(at * MAX_BATCH, (at + 1) * MAX_BATCH);
      const full = replace ? { full: partOfList(at, batches) } : {};
      const batch = { share, audience: EVERYONE, base: revision, next: revision + 1, upsert, remove: [], ...full };
      await this.#store.publish(peer, batch);
      revision++;
    }
  }

  /** Whoever registers under ever new names must not fill the store with them. */
  async #forgetOld(): Promise<void> {
    const gone = await this.#store.goneForeign(this.#dialect);
    for (const peer of gone.slice(0, Math.max(0, gone.length - this.#maxGone))) await this.#store.forget(peer);
  }

  async #isOnline(peer: PeerId): Promise<boolean> {
    return (await this.#store.dialectOwners(this.#dialect)).some((owner) => owner.peer === peer);
  }

  #idOf(key: string): PeerId {
    return peerIdOf(createHash('sha256').update(`ayni foreign peer v1\0${this.#dialect}\0${key}`).digest());
  }

  async #inTurn<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
    const before = this.#queues.get(key);
    const mine = (async () => {
      await before?.catch(() => undefined);
      return work();
    })();
    this.#queues.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.#queues.get(key) === mine) this.#queues.delete(key);
    }
  }
}

function partOfList(at: number, batches: number): 'first' | 'middle' | 'last' | 'only' {
  if (batches === 1) return 'only';
  if (at === 0) return 'first';
  return at === batches - 1 ? 'last' : 'middle';
}

function keyOf({ foreign, name, endpoint }: DialectOwner): string {
  return foreign ? name : `${endpoint.host}:${endpoint.port}`;
}

function peerOf(owner: DialectOwner): DialectPeer {
  const { host, port } = owner.endpoint;
  return { key: keyOf(owner), host, port, native: !owner.foreign };
}

/** Entries of one name, and where they are told apart of one MD5, as one file with all its owners. */
function grouped(entries: readonly FlatEntry[], owners: readonly DialectOwner[], byMd5: boolean): DialectFile[] {
  const files = new Map<string, FlatFile & { readonly peers: Set<PeerId> }>();
  const bridges = owners.filter(({ endpoint }) => endpoint.bridge === true).map(({ peer }) => peer);
  for (const { name, size, md5, owner } of entries) {
    const key = byMd5 ? `${md5}:${name}` : name;
    const file = files.get(key) ?? {
      name,
      ...(size === undefined ? {} : { size }),
      ...(md5 === undefined ? {} : { md5 }),
      peers: new Set<PeerId>(),
    };
    files.set(key, file);
    for (const peer of owner === undefined ? bridges : [owner]) file.peers.add(peer);
  }
  const listed = Array.from(files.values(), ({ peers, ...file }) => ({
    ...file,
    owners: owners.filter(({ peer }) => peers.has(peer)).map(peerOf),
  }));
  return byMd5 ? listed : listed.filter(({ owners: of }) => of.length > 0);
}
