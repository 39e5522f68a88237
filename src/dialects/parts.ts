import type { Dialect } from '../core/dialects/dialect.ts';
import type { DialectPeer, DialectRegistry } from '../wire/dialects/dialect-registry.ts';
import type { FlatShare } from '../wire/dialects/flat-share.ts';
import type { ForeignFetch, ForeignTracker } from '../wire/dialects/foreign-client.ts';
import type { Clock } from '../core/clock.ts';
import type { Logger } from '../core/log.ts';

/** What listens. */
export interface DialectServer extends AsyncDisposable {
  /** @returns the port it listens on. @throws {AyniError} `port-in-use`, `no-permission` */
  start(): Promise<number>;
  /**
   * Of trackers: whether a foreign peer is still there, by what the dialect offers. Absent where opening a TCP
   * connection to its address is all there is.
   */
  probe?(peer: DialectPeer, options: { readonly signal: AbortSignal }): Promise<boolean>;
}

/** Is told what happens at a listener, where somebody watches. */
export interface ListenerWatch {
  connected(): void;
  /** One that was connected is gone. */
  ended(): void;
  /** One over the limit was turned away. */
  refused(): void;
  /** @param verb from a bounded set, never what the other side wrote */
  asked(verb: string): void;
}

export interface ListenOptions {
  /** All addresses unless given. */
  readonly host?: string;
  /** 0 for any free one. */
  readonly port: number;
  readonly maxConnections: number;
  readonly watch?: ListenerWatch;
}

interface Components {
  readonly clock: Clock;
  readonly log: Logger;
}

/** The parts of a dialect, the same in each folder: `codec.ts`, `tracker.ts`, `peer.ts`, `client.ts`. */
export interface DialectParts<TrackerOptions, PeerOptions, ClientOptions> {
  readonly dialect: Dialect;
  readonly defaultPorts: { readonly tracker: number; readonly peer: number };
  /** The front-end to the tracker's core. */
  tracker(
    components: Components & { readonly registry: DialectRegistry },
    options: ListenOptions & TrackerOptions,
  ): DialectServer;
  /** Serves a native peer's share. */
  peer(components: Components & { readonly share: FlatShare }, options: ListenOptions & PeerOptions): DialectServer;
  fetch(components: Components, options: ClientOptions): ForeignFetch;
  /** @param at where a tracker of this dialect listens, and where our peer of this dialect does */
  foreignTracker(
    components: Components & { readonly share: FlatShare },
    at: { readonly host: string; readonly port: number; readonly peerPort: number },
    options: ClientOptions,
  ): ForeignTracker;
}
