import type { FlatFile } from '../../core/dialects/dialect.ts';

/** A peer that speaks a dialect: a foreign program, or a native peer that has the dialect turned on. */
export interface DialectPeer {
  /** What the dialect calls it: `host:port`, or the name that a foreign program registered under. */
  readonly key: string;
  readonly host: string;
  readonly port: number;
  /** Native peers keep themselves alive by their lease: nobody probes them, and no foreign program speaks for them. */
  readonly native: boolean;
}

/** A file in the flat catalog of one dialect. A name with several contents is listed once for each. */
export interface DialectFile extends FlatFile {
  /** Who is online and serves it in this dialect, in order of registration; empty where all of them left. */
  readonly owners: readonly DialectPeer[];
}

/**
 * One dialect's view of the tracker: what its front-end may ask and say. Foreign peers have no credential, so it shows
 * only what is shared with everyone. What is announced here is in the catalog that native peers search, too.
 */
export interface DialectRegistry {
  /**
   * Makes a foreign peer known, or renews its lease and corrects its address; its files stay as they are.
   * @param ttlMs how long without a sign of life
   * @throws {AyniError} `conflict` where a native peer goes by this key; `busy` at the limit of foreign peers; `revoked`
   */
  register(peer: Omit<DialectPeer, 'native'>, options: { readonly ttlMs: number }): Promise<void>;
  /** Whether there is such a foreign peer with a lease that is good; renews it. */
  renew(key: string, options: { readonly ttlMs: number }): Promise<boolean>;
  /**
   * Adds to what a foreign peer offers, or replaces it.
   * @throws {AyniError} `not-found` where it is not registered; `too-large`; `bad-request`
   */
  announce(key: string, files: readonly FlatFile[], options: { readonly replace: boolean }): Promise<void>;
  /**
   * Ends a foreign peer's lease and takes its files away.
   * @param options.keepNames the files stay in the catalog, with an owner less
   * @returns whether it was there
   */
  leave(key: string, options?: { readonly keepNames?: boolean }): Promise<boolean>;
  /** Who is online and serves this dialect, foreign and native, in order of registration. */
  peers(): Promise<readonly DialectPeer[]>;
  /**
   * Files of this dialect in the order in which their names were first announced.
   * @param query.name this very name
   * @param query.contains a part of the name, case-sensitive
   */
  files(query?: { readonly name?: string; readonly contains?: string }): Promise<readonly DialectFile[]>;
}
