import type { Address } from '../../core/access/link.ts';
import type { AyniError } from '../../core/errors.ts';
import type { PeerId } from '../../core/ids.ts';

/** A request of the worker to one source: waiting, asked for, or being answered. */
export interface Flying {
  readonly id: number;
  readonly run: { readonly source: Address; readonly peer: PeerId };
  /** Of content that is asked for. */
  readonly bytes: number;
  /** Nobody hears of it any more. */
  readonly ended: boolean;
  /** It went out once on a kept connection that turned out to be closed. */
  retried: boolean;
  /** Reads the answer, from when it was asked for. */
  reader: FlyingReader | undefined;
  /** The request, for an answer that may use `piece`. @throws {AyniError} what makes asking vain */
  request(piece: Uint8Array): string;
  /** Its answer is the next to come. */
  start(now: number): void;
  /** Tells what came, when it is time. */
  progress(now: number): void;
  finish(now: number): void;
  fail(error: AyniError, now: number): void;
}

/**
 * Reads one answer, wherever the network cuts it. It throws what makes the connection useless; a refusal leaves it
 * sound, and stands in `refusal`.
 */
export interface FlyingReader {
  readonly keepAlive: boolean;
  /** Whether any byte of the answer came. */
  readonly begun: boolean;
  readonly done: boolean;
  readonly refusal: AyniError | undefined;
  /** Nobody wants it any more. @returns whether it is worth reading it to its end for the sake of the connection */
  discard(): boolean;
  /** Where the next bytes belong, so that they can be put there at once; undefined where only `take` knows. */
  room(): Uint8Array | undefined;
  /** Bytes that lie in `room` already. */
  filled(count: number): void;
  /** Takes what belongs to this answer of the bytes from `start` up to `end`. @returns where it stopped */
  take(bytes: Buffer, start: number, end: number): number;
}
