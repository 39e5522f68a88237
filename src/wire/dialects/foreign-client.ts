import type { FlatFile } from '../../core/dialects/dialect.ts';

/** A file at a foreign peer. */
export interface ForeignSource extends FlatFile {
  readonly host: string;
  readonly port: number;
}

/** The answer of a foreign peer: its head has come, the bytes follow. Whoever does not read it to its end disposes it. */
export interface ForeignAnswer extends AsyncDisposable {
  /** Bytes, where the dialect says it before they come. */
  readonly size?: number;
  /**
   * The bytes in order, in parts of at most 1 MiB. Ends with an error where the dialect shows that something is missing.
   * @throws {AyniError} `cut-off`, `timeout`
   */
  readonly chunks: AsyncIterable<Uint8Array>;
  /** False where the dialect cannot tell a whole file from one that was cut off. */
  readonly endIsKnown: boolean;
}

/** How a native peer fetches from the peers of one dialect. */
export interface ForeignFetch {
  /** @throws {AyniError} `unreachable`, `timeout`, `not-found`, `busy`, `unauthenticated`, `bad-answer`, `too-large` */
  fetch(source: ForeignSource, options: { readonly signal: AbortSignal }): Promise<ForeignAnswer>;
}

/**
 * A native peer at a tracker of a dialect. Whatever the dialect leaves out (`rede` has no search, `flatgrpc` no list) is
 * answered as well as its wire allows.
 */
export interface ForeignTracker extends AsyncDisposable {
  /** Registers, announces what the share has, and keeps that up until it is disposed. */
  start(options: { readonly signal: AbortSignal }): Promise<void>;
  /** Names that contain the text; all where it is empty. @throws {AyniError} `unreachable`, `timeout`, `bad-answer` */
  search(text: string, options: { readonly signal: AbortSignal }): Promise<readonly FlatFile[]>;
  /** Who has a file of this name, in the order to ask. */
  locate(name: string, options: { readonly signal: AbortSignal }): Promise<readonly ForeignSource[]>;
}
