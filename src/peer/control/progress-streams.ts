import type { ServerResponse } from 'node:http';

import { AyniError } from '../../core/errors.ts';
import { errorBody } from '../../wire/http/error-body.ts';
import { statusOfError } from '../../wire/http/status.ts';
import type { Progress } from '../../wire/control/messages.ts';
import type { PeerControl } from './control-backend.ts';

/** Clients that follow the progress at the same time. */
const MAX_STREAMS = 64;
/** At most one event in this time, ms. */
const MIN_INTERVAL_MS = 200;
/** Speeds and remaining times change without an event: while something runs they are sent this often, ms. */
const TICK_MS = 1000;
/** A client that reads nothing for this many bytes is cut off. */
const MAX_UNREAD = 8 * 1024 * 1024;

const NOTHING: Progress = {
  shares: [],
  downloads: [],
  uploads: [],
  counters: { bytesSent: 0, bytesReceived: 0 },
  activity: 0,
  endings: 0,
};

/** What changes: ended downloads are many after a while, and notes on files are long; both are asked for when wanted. */
function progressOf(peer: PeerControl | undefined): Progress {
  if (peer === undefined) return NOTHING;
  const running = peer.downloads({ ended: false });
  return {
    shares: peer.shares(),
    downloads: running.map((job) => ({ ...job, renamed: [], skipped: [] })),
    uploads: peer.uploads(),
    counters: peer.counters(),
    connected: peer.connected(),
    activity: peer.newestActivity(),
    endings: peer.endings(),
  };
}

/** Server-sent events (WHATWG HTML, 9.2) that tell what the peer does, for everyone who is attached. */
export class ProgressStreams {
  readonly #peer: PeerControl | undefined;
  readonly #open = new Set<ServerResponse>();
  readonly #pages = new Set<ServerResponse>();
  #unlisten: (() => void) | undefined;
  #ticker: NodeJS.Timeout | undefined;
  #pending: NodeJS.Timeout | undefined;
  #last = '';

  constructor(peer: PeerControl | undefined) {
    this.#peer = peer;
  }

  get count(): number {
    return this.#open.size;
  }

  /** @param options.isPage whether a person looks at it, and not a command */
  add(response: ServerResponse, { isPage }: { readonly isPage: boolean }): void {
    if (this.#open.size >= MAX_STREAMS) {
      const error = new AyniError('too-many-connections', `More than ${MAX_STREAMS} programs are attached already.`);
      response.writeHead(statusOfError(error.code), { 'content-type': 'application/json' });
      response.end(JSON.stringify(errorBody(error)));
      return;
    }
    // Closed before it came here: its end would never be heard, and the daemon count it for ever.
    if (response.destroyed || response.socket?.destroyed !== false) return;
    response.writeHead(200, { 'content-type': 'text/event-stream', 'cache-control': 'no-store' });
    this.#open.add(response);
    if (isPage) this.#pages.add(response);
    if (isPage) this.#peer?.watched(true);
    response.once('close', () => this.#remove(response));
    response.on('error', () => response.destroy());
    if (this.#open.size === 1) this.#begin();
    this.#last = '';
    this.#send();
  }

  close(): void {
    for (const response of this.#open) response.end();
    this.#end();
  }

  #begin(): void {
    this.#unlisten = this.#peer?.onProgress(() => {
      this.#pending ??= setTimeout(() => this.#send(), MIN_INTERVAL_MS);
    });
    this.#ticker = setInterval(() => this.#send(), TICK_MS);
  }

  #remove(response: ServerResponse): void {
    this.#open.delete(response);
    if (this.#pages.delete(response) && this.#pages.size === 0) this.#peer?.watched(false);
    if (this.#open.size === 0) this.#end();
  }

  #end(): void {
    this.#unlisten?.();
    clearInterval(this.#ticker);
    clearTimeout(this.#pending);
    this.#pending = undefined;
  }

  /** What is the same as last time is not sent again. */
  #send(): void {
    clearTimeout(this.#pending);
    this.#pending = undefined;
    const progress = JSON.stringify(progressOf(this.#peer));
    if (progress === this.#last) return;
    this.#last = progress;
    for (const response of this.#open) {
      if (response.writableLength > MAX_UNREAD) response.destroy();
      else response.write(`event: progress\ndata: ${progress}\n\n`);
    }
  }
}
