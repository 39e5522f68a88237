import { setTimeout as delay } from 'node:timers/promises';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';

import { parseAddress, type Address } from '../../core/access/link.ts';
import type { Dialect } from '../../core/dialects/dialect.ts';
import { AyniError } from '../../core/errors.ts';
import { Bridge } from '../../peer/flat/bridge/bridge.ts';
import { BridgeCatalog } from '../../peer/flat/bridge/bridge-catalog.ts';
import { BridgedShare } from '../../peer/flat/bridge/bridged-share.ts';
import { TrackerNetwork } from '../../peer/flat/bridge/tracker-network.ts';
import { LibraryFlatShare } from '../../peer/flat/library-flat-share.ts';
import { DownloadService, type DownloadComponents } from '../../peer/download/download-service.ts';
import { systemClock } from '../../platform/clock.ts';
import type { FlatShare } from '../../wire/dialects/flat-share.ts';
import type { ForeignFetch } from '../../wire/dialects/foreign-client.ts';
import type { Announcement } from '../../wire/tracker/operations.ts';
import type { Base } from '../daemon/base.ts';
import { onPort } from '../daemon/on-port.ts';
import { optional } from '../optional.ts';
import { composeDialect, lazyFetch, type ComposedDialect } from './composed-dialect.ts';
import type { DialectSettings } from './dialect-settings.ts';

/** Files that a bridge fetches at once. */
const BRIDGED_AT_ONCE = 16;
/** A tracker of another system that is away is tried again after this, ms. */
const RETRY_MS = 15_000;

/** Where a master of `p4` listens. */
const P4_MASTER = 8000;

interface On {
  readonly settings: DialectSettings;
  readonly composed: ComposedDialect;
}

/** What the dialects that are on make of a peer. */
export class PeerDialects {
  /** How foreign peers of each dialect are fetched from, whether it is on or not: that opens nothing to anybody. */
  readonly fetch: Readonly<Record<Dialect, ForeignFetch>>;
  readonly #base: Base;
  readonly #on: readonly On[];
  readonly #ports = new Map<Dialect, { readonly port: number; readonly bridge: boolean }>();

  private constructor(base: Base, on: readonly On[]) {
    const components = { clock: systemClock, log: base.log };
    const fetchOf = (dialect: Dialect): ForeignFetch =>
      on.find(({ settings }) => settings.dialect === dialect)?.composed.fetch(components) ??
      lazyFetch(dialect, components);
    this.fetch = {
      helo: fetchOf('helo'),
      flatgrpc: fetchOf('flatgrpc'),
      p4: fetchOf('p4'),
      rede: fetchOf('rede'),
      slots: fetchOf('slots'),
    };
    this.#base = base;
    this.#on = on;
  }

  static async load(base: Base, dialects: readonly DialectSettings[]): Promise<PeerDialects> {
    const on: On[] = [];
    for (const settings of dialects) on.push({ settings, composed: await composeDialect(settings) });
    return new PeerDialects(base, on);
  }

  get any(): boolean {
    return this.#on.length > 0;
  }

  /** Whether files need an MD5. */
  get md5(): boolean {
    return this.#on.some(({ settings }) => settings.dialect === 'slots');
  }

  /** Where the peer listens, by dialect. */
  get ports(): ReadonlyMap<Dialect, { readonly port: number; readonly bridge: boolean }> {
    return this.#ports;
  }

  /** What the lease says besides the native endpoint. */
  endpoints(hosts: readonly string[]): Announcement['endpoints'] {
    return [...this.#ports].flatMap(([protocol, { port, bridge }]) =>
      hosts.map((host) => ({ protocol, host, port, ...(bridge ? { bridge } : {}) })),
    );
  }

  /**
   * Listens in each dialect, and goes to trackers of other systems where settings name one. All of it goes with the
   * base's stack.
   * @param near where the network's tracker is
   */
  async start(components: DownloadComponents, host: string | undefined, near: Address): Promise<void> {
    const { log, stack, doors } = this.#base;
    const share = new LibraryFlatShare(components);
    const bridged = this.#on.some(({ settings }) => settings.bridge)
      ? await this.#startBridge(components, share)
      : undefined;
    for (const { settings, composed } of this.#on) {
      const { dialect, maxConnections, peerPort, bridge } = settings;
      const offered = bridge && bridged !== undefined ? bridged(dialect) : share;
      const parts = { clock: systemClock, log, share: offered };
      const listen = {
        port: peerPort ?? composed.defaultPorts.peer,
        maxConnections,
        ...optional('host', host),
        ...optional('watch', doors?.watch(dialect, 'peer')),
      };
      const master = masterOf(settings, near);
      const server = stack.use(composed.peer(parts, { ...listen, master }));
      const port = await onPort(`${dialect} peer`, `--dialect ${dialect}:PORT`, () => server.start());
      this.#ports.set(dialect, { port, bridge });
      if (settings.tracker !== undefined) this.#visit(composed, parts, settings.tracker, port);
    }
  }

  /** Goes to a tracker of another system, now and whenever it is there. */
  #visit(
    composed: ComposedDialect,
    parts: Parameters<ComposedDialect['peer']>[0],
    at: Address,
    peerPort: number,
  ): void {
    const { log, stack } = this.#base;
    const end = new AbortController();
    const visit = async (): Promise<void> => {
      while (!end.signal.aborted) {
        const tracker = composed.foreignTracker(parts, { ...at, peerPort });
        try {
          await tracker.start({ signal: end.signal });
          stack.use(tracker);
          return;
        } catch (error) {
          await tracker[Symbol.asyncDispose]();
          log.info({ ...at, error: AyniError.from(error).message }, 'a tracker of another system does not answer');
        }
        await delay(RETRY_MS, undefined, { signal: end.signal }).catch(() => undefined);
      }
    };
    const visiting = visit();
    stack.defer(async () => {
      end.abort();
      await visiting;
    });
  }

  async #startBridge(components: DownloadComponents, share: FlatShare): Promise<(dialect: Dialect) => FlatShare> {
    const { state, log, stack } = this.#base;
    const folder = join(state, 'bridge');
    await mkdir(folder, { recursive: true });
    const { library, tracker, identity, playheads } = components;
    const downloads = stack.use(
      new DownloadService(components, {
        stateFile: join(state, 'bridge.sqlite'),
        folder,
        concurrent: BRIDGED_AT_ONCE,
        md5: this.md5,
      }),
    );
    await downloads.start();
    const bridge = stack.use(new Bridge({ library, downloads, log, ...optional('playheads', playheads) }, { folder }));
    await bridge.start();
    const network = new TrackerNetwork({ tracker }, { self: identity.peer });
    const isTaken = (name: string): boolean => library.flat.named(name).length > 0;
    const catalog = new BridgeCatalog({ network, log }, { isTaken });
    stack.defer(() => catalog.stop());
    return (dialect) => new BridgedShare({ share, catalog, bridge, log }, { dialect });
  }
}

/** Whom a peer of `p4` asks about who fetches from it. */
function masterOf({ own, tracker, trackerPort = P4_MASTER }: DialectSettings, near: Address): Address {
  if ('master' in own && own.master !== undefined) return parseAddress(own.master);
  return tracker ?? { host: near.host, port: trackerPort };
}
