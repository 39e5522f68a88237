import { AyniError } from '../../core/errors.ts';

/** Bytes of status line and headers, as `node:http` has it. */
export const MAX_HEAD = 16 * 1024;
const MAX_HEADERS = 64;

/** The part of an HTTP/1.1 answer before its body. */
export interface ResponseHead {
  readonly status: number;
  /** Names in lower case; of a name that comes twice the values joined by `, `. */
  readonly headers: ReadonlyMap<string, string>;
  /** Bytes of body that follow. */
  readonly contentLength: number;
  /** Whether the connection goes on afterwards. */
  readonly keepAlive: boolean;
}

const LINE_END = '\r\n';
const HEAD_END = Buffer.from('\r\n\r\n');
const STATUS_LINE = /^HTTP\/1\.1 ([1-5]\d\d)(?: .*)?$/;
/** `token` of RFC 9110, 5.6.2. */
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Control characters, and so a CR or LF that ends no line. */
const FORBIDDEN = /[^\t\x20-\x7e\x80-\xff]/;
const AROUND = /^[ \t]+|[ \t]+$/g;

function bad(why: string): AyniError {
  return new AyniError('bad-answer', `The answer is not HTTP as peers speak it: ${why}.`);
}

/**
 * Reads the head of an HTTP/1.1 answer (RFC 9112), line for line, wherever the network cuts it. Stricter than the RFC
 * where we know our own servers: lines end with CR LF, nothing is folded, the length is told once, nothing is chunked.
 */
export class ResponseHeadParser {
  /** Bytes before `#rest`. */
  #seen = 0;
  /** The beginning of a line that is not complete, in Latin-1. */
  #rest = '';
  #status: number | undefined;
  readonly #headers = new Map<string, string>();
  #count = 0;
  #head: ResponseHead | undefined;

  /** Present once the head is complete. */
  get head(): ResponseHead | undefined {
    return this.#head;
  }

  /**
   * Takes the bytes from `start` up to `end`, or as many as belong to the head.
   * @returns where the body begins, or `end` where the head goes on
   * @throws {AyniError} `bad-answer`; the parser is of no use afterwards
   */
  push(bytes: Uint8Array, start = 0, end = bytes.length): number {
    if (this.#head !== undefined) return start;
    const known = this.#rest.length;
    // One byte more than there may be, so that too many are seen.
    const most = Math.min(end, start + MAX_HEAD + 1 - this.#seen - known);
    const text = this.#rest + latin1(bytes, start, most);
    let at = 0;
    for (let to = text.indexOf(LINE_END); to >= 0; to = text.indexOf(LINE_END, at)) {
      const line = text.slice(at, to);
      at = to + LINE_END.length;
      if (this.#seen + at > MAX_HEAD) throw tooLong();
      if (line === '' && this.#status !== undefined) {
        this.#head = this.#finish(this.#status);
        return start + at - known;
      }
      this.#takeLine(line);
    }
    this.#seen += at;
    this.#rest = text.slice(at);
    if (this.#seen + this.#rest.length > MAX_HEAD) throw tooLong();
    // What follows a CR at the end is not known yet.
    check(this.#rest.endsWith('\r') ? this.#rest.slice(0, -1) : this.#rest);
    return end;
  }

  #takeLine(line: string): void {
    check(line);
    if (this.#status === undefined) {
      const match = STATUS_LINE.exec(line);
      if (match === null) throw bad('it does not begin with HTTP/1.1 and a status');
      this.#status = Number(match[1]);
      return;
    }
    if (++this.#count > MAX_HEADERS) throw bad(`it has more than ${MAX_HEADERS} headers`);
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(0, colon)).toLowerCase();
    if (!NAME.test(name)) throw bad('a header has no proper name');
    const value = line.slice(colon + 1).replaceAll(AROUND, '');
    const before = this.#headers.get(name);
    this.#headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }

  #finish(status: number): ResponseHead {
    const headers = this.#headers;
    if (status < 200) throw bad(`status ${status} was not asked for`);
    if (headers.has('transfer-encoding')) throw bad('it is chunked');
    const length = headers.get('content-length');
    // Twice the same length is "5, 5", which is no number either.
    if (length !== undefined && !/^\d{1,15}$/.test(length)) throw bad('its length is no number');
    const empty = status === 204 || status === 304;
    if (length === undefined && !empty) throw bad('it does not tell its length');
    return {
      status,
      headers,
      contentLength: empty ? 0 : Number(length),
      keepAlive: headers.get('connection')?.toLowerCase() !== 'close',
    };
  }
}

/** The bytes from `start` up to `end`, or to the first end of a head among them: a body is not worth reading as text. */
function latin1(bytes: Uint8Array, start: number, end: number): string {
  const part = Buffer.from(bytes.buffer, bytes.byteOffset + start, Math.max(0, end - start));
  const headEnd = part.indexOf(HEAD_END);
  return part.toString('latin1', 0, headEnd < 0 ? part.length : headEnd + HEAD_END.length);
}

/** @throws {AyniError} `bad-answer` */
function check(line: string): void {
  if (FORBIDDEN.test(line)) throw bad('a line holds a control character');
}

function tooLong(): AyniError {
  return bad(`its headers have more than ${MAX_HEAD} bytes`);
}
