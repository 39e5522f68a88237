import { AyniError } from '../../core/errors.ts';

/** Bytes of request line and headers, as `node:http` has it. */
export const MAX_REQUEST_HEAD = 16 * 1024;
const MAX_HEADERS = 64;

/** The part of an HTTP/1.x request before its body. */
export interface RequestHead {
  readonly method: string;
  /** As it came, beginning with `/`; with its query. */
  readonly target: string;
  /** Names in lower case, values in Latin-1; of a name that comes twice the values joined by `, `. */
  readonly headers: ReadonlyMap<string, string>;
  /** Bytes of body that follow, or that they come in chunks. */
  readonly body: number | 'chunked';
  /** Whether the connection goes on afterwards. */
  readonly keepAlive: boolean;
  /** Whether the body comes only when it was asked for (RFC 9110, 10.1.1). */
  readonly expectsContinue: boolean;
  /** The minor version: 1, or 0 for clients that know neither chunks nor what is kept. */
  readonly version: 0 | 1;
}

const REQUEST_LINE = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]{1,32}) (\/[!-~]*|\*) HTTP\/1\.([01])$/;
/** `token` of RFC 9110, 5.6.2. */
const NAME = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/;
/** Control characters, and CR or LF alone: what one reader takes for the end of a line and another does not. */
// oxlint-disable-next-line no-control-regex
const FORBIDDEN = /[^\t\r\n\x20-\x7e\x80-\xff]|\r(?!\n)|(?<!\r)\n/;
const AROUND = /^[ \t]+|[ \t]+$/g;

function bad(why: string): AyniError {
  return new AyniError('bad-request', `This is not HTTP/1.1 as it is spoken here: ${why}.`);
}

/**
 * Whether the beginning of a head can still become one, so that noise is not waited for.
 * @throws {AyniError} `bad-request`
 */
export function checkHeadBegins(text: string): void {
  // What follows a CR at the end is not known yet.
  if (FORBIDDEN.test(text.endsWith('\r') ? text.slice(0, -1) : text)) throw bad('it has a control character');
}

/**
 * Reads a head (RFC 9112). Stricter than the RFC wherever two readers might disagree where a request ends: lines end
 * with CR LF, nothing is folded, the length is told once, and either a length or chunks, never both.
 * @param text the head in Latin-1, without the empty line at its end
 * @throws {AyniError} `bad-request`, `too-large` for more than 64 headers
 */
export function parseRequestHead(text: string): RequestHead {
  if (FORBIDDEN.test(text)) throw bad('it has a control character');
  const [line = '', ...lines] = text.split('\r\n');
  const [, method = '', target = '', minor = ''] = REQUEST_LINE.exec(line) ?? [];
  if (method === '') throw bad('it does not begin with a method, a path and a version');
  if (lines.length > MAX_HEADERS)
    throw new AyniError('too-large', `This request has more than ${MAX_HEADERS} headers.`);
  const headers = new Map<string, string>();
  for (const each of lines) {
    const colon = each.indexOf(':');
    const name = each.slice(0, Math.max(0, colon)).toLowerCase();
    if (!NAME.test(name)) throw bad('a header has no proper name');
    const value = each.slice(colon + 1).replace(AROUND, '');
    const before = headers.get(name);
    headers.set(name, before === undefined ? value : `${before}, ${value}`);
  }
  const version = minor === '1' ? 1 : 0;
  const host = headers.get('host');
  if (version === 1 && (host === undefined || host.includes(','))) throw bad('it does not name one host');
  return { method, target, headers, body: bodyOf(headers, version), ...connectionOf(headers, version), version };
}

function bodyOf(headers: ReadonlyMap<string, string>, version: 0 | 1): RequestHead['body'] {
  const length = headers.get('content-length');
  const coding = headers.get('transfer-encoding');
  if (coding !== undefined) {
    if (length !== undefined) throw bad('it tells a length and comes in chunks');
    if (version === 0 || coding.toLowerCase() !== 'chunked') throw bad('its body comes in a way that is not known');
    return 'chunked';
  }
  // Twice the same length is "5, 5", which is no number either.
  if (length !== undefined && !/^\d{1,15}$/.test(length)) throw bad('its length is no number');
  return Number(length ?? 0);
}

function connectionOf(
  headers: ReadonlyMap<string, string>,
  version: 0 | 1,
): Pick<RequestHead, 'keepAlive' | 'expectsContinue'> {
  const expect = headers.get('expect')?.toLowerCase();
  if (expect !== undefined && expect !== '100-continue') throw bad('it expects what is not known');
  const closes = /(?:^|,)[ \t]*close[ \t]*(?:,|$)/i.test(headers.get('connection') ?? '');
  return { keepAlive: version === 1 && !closes, expectsContinue: version === 1 && expect !== undefined };
}
