import type { IncomingMessage, ServerResponse } from 'node:http';

import { AyniError, type ErrorCode } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import type { FlatShare, OpenFlatFile } from '../../wire/dialects/flat-share.ts';
import type { DialectServer, ListenOptions } from '../parts.ts';
import { drain } from '../shared/rpc/read-body.ts';
import { HttpServer, sendPlain, type PlainBody } from '../shared/rpc/http-server.ts';
import type { InboxRoomOptions } from './inbox-room.ts';
import { Inbox } from './inbox.ts';
import { FileSender } from './send-file.ts';
import { takeUpload } from './upload.ts';
import { nameOfPath } from './url-name.ts';

export interface FlatgrpcPeerOptions {
  /** The folder that uploads go to, made when the first comes; without it they are refused. */
  readonly inbox?: string;
  /** Bytes of an uploaded file; 16 GiB. */
  readonly maxUploadBytes?: number;
  /** What the inbox holds at most. */
  readonly inboxRoom?: InboxRoomOptions;
  /** ms in which a requester takes a chunk, or an uploader sends one; 60 s. */
  readonly stallMs?: number;
  /** ms until the headers of a request are there; 10 s. */
  readonly headersMs?: number;
}

interface Components {
  readonly log: Logger;
  readonly share: FlatShare;
}

function plain(text: string): PlainBody {
  return { type: 'text/plain; charset=utf-8', text };
}

/** What is said to who asked for something else, or badly. */
const WORDS: Readonly<Record<number, string>> = {
  400: 'Bad request',
  403: 'Uploads are off here',
  404: 'File not found',
  405: 'Method not allowed',
  408: 'Request timeout',
  413: 'File too large',
  431: 'Headers too large',
  500: 'Internal error',
  503: 'Busy: try again later',
  507: 'No space left',
};

/** Failures that are told apart; others are 500. */
const STATUS_OF: Readonly<Partial<Record<ErrorCode, number>>> = {
  'bad-request': 400,
  'not-found': 404,
  'file-vanished': 404,
  'content-changed': 404,
  timeout: 408,
  'too-large': 413,
  busy: 503,
  'disk-full': 507,
};

function refusal(status: number): { readonly status: number; readonly text: string } {
  return { status, text: WORDS[status] ?? 'Error' };
}

function refuse(response: ServerResponse, status: number, headers: Readonly<Record<string, string>> = {}): void {
  sendPlain(response, status, plain(refusal(status).text), headers);
}

/** `GET /files/<name>` and `POST /upload`. */
class PeerAnswers {
  readonly #share: FlatShare;
  readonly #log: Logger;
  readonly #sender: FileSender;
  readonly #inbox: Inbox | undefined;
  readonly #stallMs: number;

  constructor({ share, log }: Components, options: FlatgrpcPeerOptions) {
    const { inbox, maxUploadBytes: maxFileBytes = 16 * 1024 ** 3, inboxRoom, stallMs = 60_000 } = options;
    this.#share = share;
    this.#log = log;
    this.#stallMs = stallMs;
    this.#sender = new FileSender({ stallMs });
    this.#inbox = inbox === undefined ? undefined : new Inbox(inbox, { ...inboxRoom, maxFileBytes });
  }

  async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = '', url = '' } = request;
    if (url.split('?', 1)[0] === '/upload') {
      if (method === 'POST') await this.#upload(request, response);
      else refuse(response, 405, { Allow: 'POST' });
      return;
    }
    if (!url.startsWith('/files/')) refuse(response, 404);
    else if (method === 'GET' || method === 'HEAD') await this.#file(nameOfPath(url), method, response);
    else refuse(response, 405, { Allow: 'GET, HEAD' });
  }

  async #file(name: string | undefined, method: string, response: ServerResponse): Promise<void> {
    const ends = new AbortController();
    response.once('close', () => ends.abort(new AyniError('cut-off', 'The requester closed the connection.')));
    const opened = name === undefined ? undefined : await this.#open(name, ends.signal);
    if (opened === undefined || typeof opened === 'number') {
      refuse(response, opened ?? 404);
      return;
    }
    await using file = opened;
    response.writeHead(200, { 'Content-Type': 'application/octet-stream', 'Content-Length': file.size });
    if (method === 'HEAD') {
      response.end();
      return;
    }
    try {
      await this.#sender.send(file, response, ends.signal);
    } catch (error) {
      response.destroy();
      if (!ends.signal.aborted || AyniError.is(error, 'content-changed')) {
        this.#log.warn({ err: error, file: name }, 'a file was not sent to its end');
      }
    }
  }

  /** @returns the status where it cannot be opened */
  async #open(name: string, signal: AbortSignal): Promise<OpenFlatFile | number | undefined> {
    try {
      return await this.#share.open(name, { signal });
    } catch (error) {
      const { code } = AyniError.from(error);
      if (STATUS_OF[code] === undefined) this.#log.error({ err: error, file: name }, 'a file cannot be opened');
      return STATUS_OF[code] ?? 500;
    }
  }

  async #upload(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { status, text } = await this.#take(request);
    // Who has stopped sending is not waited for again.
    const headers: Readonly<Record<string, string>> =
      status !== 408 && (await drain(request)) ? {} : { Connection: 'close' };
    sendPlain(response, status, plain(text), headers);
  }

  async #take(request: IncomingMessage): Promise<{ status: number; text: string }> {
    if (this.#inbox === undefined) return refusal(403);
    try {
      const name = await takeUpload(request, this.#inbox, { stallMs: this.#stallMs });
      if (name === undefined) return { status: 400, text: 'No se encontró archivo' };
      this.#log.info({ file: name }, 'a file was uploaded');
      return { status: 200, text: 'Archivo subido correctamente' };
    } catch (error) {
      const failure = AyniError.from(error);
      this.#log.warn({ err: failure }, 'an upload failed');
      return refusal(STATUS_OF[failure.code] ?? 500);
    }
  }
}

export function flatgrpcPeer(components: Components, options: ListenOptions & FlatgrpcPeerOptions): DialectServer {
  const answers = new PeerAnswers(components, options);
  return new HttpServer(
    {
      log: components.log,
      answer: (request, response) => answers.answer(request, response),
      // Node's parser knows the methods of HTTP and no others.
      verbOf: ({ method = 'other' }) => method,
      refusal: (status) => plain(refusal(status).text),
    },
    // Uploads take as long as they arrive: `stallMs` is their deadline.
    { ...options, requestMs: 0 },
  );
}
