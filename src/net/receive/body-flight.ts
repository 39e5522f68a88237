import { formatAddress, type Address } from '../../core/access/link.ts';
import type { AyniError } from '../../core/errors.ts';
import { shortId, type PeerId } from '../../core/ids.ts';
import { BITFIELD_HEADER } from '../../wire/http/bitfield-body.ts';
import { BodyReader } from './body-reader.ts';
import type { Flying } from './flying.ts';
import type { RunResult } from './receive-run.ts';

/** Something small of a source that is wanted as a whole: hashes, a bitfield. */
export interface BodyRun {
  readonly source: Address;
  readonly peer: PeerId;
  readonly credential: string;
  /** Path and query. */
  readonly target: string;
  /** Of the answer's body. */
  readonly maxBytes: number;
  /** Sent along, by POST; a GET without. */
  readonly body?: Uint8Array;
  /** How long the source may wait for news, s. */
  readonly waitS?: number;
  /** What is here of the content, for a source that may want some: a bitfield body. */
  readonly telling?: Uint8Array | undefined;
}

interface Components {
  readonly reporter: {
    done(id: number, result: RunResult): void;
    failed(id: number, error: AyniError): void;
  };
  /** Told before the end. */
  readonly onBody: (body: Uint8Array) => void;
}

/** One such request: waiting, asked for, or being answered. */
export class BodyFlight implements Flying {
  readonly id: number;
  readonly run: BodyRun;
  /** Of content. */
  readonly bytes = 0;
  readonly #components: Components;
  reader: BodyReader | undefined;
  ended = false;
  retried = false;
  #started = 0;

  constructor(id: number, run: BodyRun, components: Components) {
    this.id = id;
    this.run = run;
    this.#components = components;
  }

  request(): string {
    const { source, peer, credential, target, maxBytes, body, waitS, telling } = this.run;
    this.reader = new BodyReader(maxBytes, shortId(peer));
    const wait = waitS === undefined ? '' : `Prefer: wait=${waitS}\r\n`;
    const told = telling === undefined ? '' : `${BITFIELD_HEADER}: ${Buffer.from(telling).toString('base64')}\r\n`;
    const headers = `Host: ${formatAddress(source)}\r\nAuthorization: Bearer ${credential}\r\n${wait}${told}`;
    if (body === undefined) return `GET ${target} HTTP/1.1\r\n${headers}\r\n`;
    const sent = Buffer.from(body).toString('latin1');
    return `POST ${target} HTTP/1.1\r\n${headers}Content-Length: ${sent.length}\r\n\r\n${sent}`;
  }

  start(now: number): void {
    this.#started = now;
  }

  progress(): void {
    // A part of it says nothing.
  }

  finish(now: number): void {
    if (this.ended) return;
    this.ended = true;
    if (this.reader !== undefined) this.#components.onBody(this.reader.body);
    this.#components.reporter.done(this.id, { pieces: 0, bytes: 0, ms: now - this.#started });
  }

  fail(error: AyniError): void {
    if (this.ended) return;
    this.ended = true;
    this.#components.reporter.failed(this.id, error);
  }
}
