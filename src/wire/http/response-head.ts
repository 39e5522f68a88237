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

const CR = 13;
const LF = 10;
const COLON = 58;

function bad(why: string): AyniError {
  return new AyniError('bad-answer', `The answer is not HTTP as peers speak it: ${why}.`);
}

/** `tchar` of RFC 9110, 5.6.2. */
const TOKEN = new Uint8Array(256);
for (const character of "!#$%&'*+-.^_`|~0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz") {
  TOKEN[character.charCodeAt(0)] = 1;
}

/** Visible ASCII, blank, tab, and bytes over 127. */
function isText(byte: number): boolean {
  return byte >= 32 ? byte !== 127 : byte === 9;
}

type State = 'status' | 'line-start' | 'name' | 'value' | 'line-end' | 'last-line-end' | 'done';

/**
 * Reads the head of an HTTP/1.1 answer (RFC 9112), byte for byte, wherever the network cuts it. Stricter than the RFC
 * where we know our own servers: lines end with CR LF, nothing is folded, the length is told once, nothing is chunked.
 */
export class ResponseHeadParser {
  #state: State = 'status';
  #seen = 0;
  #text = '';
  #name = '';
  #status = 0;
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
    for (let at = start; at < end; at++) {
      if (++this.#seen > MAX_HEAD) throw bad(`its headers have more than ${MAX_HEAD} bytes`);
      this.#take(bytes[at] ?? 0);
      if (this.#state === 'done') return at + 1;
    }
    return end;
  }

  #take(byte: number): void {
    switch (this.#state) {
      case 'status':
      case 'value':
        if (byte === CR) this.#endLine();
        else if (isText(byte)) this.#text += String.fromCharCode(byte);
        else throw bad('a line holds a control character');
        return;
      case 'line-start':
        if (byte === CR) {
          this.#state = 'last-line-end';
          return;
        }
        this.#state = 'name';
        this.#takeName(byte);
        return;
      case 'name':
        this.#takeName(byte);
        return;
      case 'line-end':
        if (byte !== LF) throw bad('a line ends with CR alone');
        this.#state = 'line-start';
        return;
      case 'last-line-end':
        if (byte !== LF) throw bad('the headers end with CR alone');
        this.#finish();
        return;
      case 'done':
        throw new AyniError('internal', 'The head was complete before.');
    }
  }

  #takeName(byte: number): void {
    if (byte === COLON && this.#text !== '') {
      this.#name = this.#text.toLowerCase();
      this.#text = '';
      this.#state = 'value';
    } else if (TOKEN[byte] === 1) this.#text += String.fromCharCode(byte);
    else throw bad('a header has no proper name');
  }

  #endLine(): void {
    if (this.#state === 'status') {
      const match = /^HTTP\/1\.1 ([1-5]\d\d)(?: .*)?$/.exec(this.#text);
      if (match === null) throw bad('it does not begin with HTTP/1.1 and a status');
      this.#status = Number(match[1]);
    } else {
      if (++this.#count > MAX_HEADERS) throw bad(`it has more than ${MAX_HEADERS} headers`);
      const value = this.#text.replaceAll(/^[ \t]+|[ \t]+$/g, '');
      const before = this.#headers.get(this.#name);
      this.#headers.set(this.#name, before === undefined ? value : `${before}, ${value}`);
    }
    this.#text = '';
    this.#state = 'line-end';
  }

  #finish(): void {
    const headers = this.#headers;
    if (this.#status < 200) throw bad(`status ${this.#status} was not asked for`);
    if (headers.has('transfer-encoding')) throw bad('it is chunked');
    const length = headers.get('content-length');
    // Twice the same length is "5, 5", which is no number either.
    if (length !== undefined && !/^\d{1,15}$/.test(length)) throw bad('its length is no number');
    const empty = this.#status === 204 || this.#status === 304;
    if (length === undefined && !empty) throw bad('it does not tell its length');
    this.#head = {
      status: this.#status,
      headers,
      contentLength: empty ? 0 : Number(length),
      keepAlive: headers.get('connection')?.toLowerCase() !== 'close',
    };
    this.#state = 'done';
  }
}
