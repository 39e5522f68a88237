import { AyniError } from '../../core/errors.ts';
import { flatten, MAX_NAME_BYTES } from './file-tree.ts';

/** Of what a client calls itself, and of its host name. */
const MAX_LABEL = 255;

export interface RegisterRequest {
  readonly clientId: string;
  /** As it was told, without the brackets of an IPv6 address. */
  readonly ip: string;
  readonly port: number;
  readonly genericToken: string;
}

/** A call of one who has registered. */
export interface TokenRequest {
  readonly token: string;
}

export interface FileRequest extends TokenRequest {
  readonly fileName: string;
}

export interface FilesRequest extends TokenRequest {
  /** Paths, in the order of the tree. */
  readonly files: readonly string[];
}

export type VerifyRequest = TokenRequest | { readonly ip: string };

function invalid(field: string): AyniError {
  return new AyniError('bad-request', `Send ${field}: this call needs it.`);
}

/** The body of a request. @throws {AyniError} `bad-request` for what is no JSON in UTF-8; so does each `parse…` here */
export function parseJson(body: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
  } catch (cause) {
    throw new AyniError('bad-request', 'This body is no JSON.', { cause });
  }
}

/** A field's value; undefined where it is missing or null. */
export function fieldOf(body: unknown, name: string): unknown {
  if (typeof body !== 'object' || body === null || !Object.hasOwn(body, name)) return undefined;
  const value: unknown = Reflect.get(body, name);
  return value ?? undefined;
}

function textOf(body: unknown, name: string): string {
  const value = fieldOf(body, name);
  if (typeof value !== 'string') throw invalid(name);
  return value;
}

function labelOf(body: unknown, name: string): string {
  const value = textOf(body, name);
  // oxlint-disable-next-line no-control-regex -- no label holds them
  if (value === '' || value.length > MAX_LABEL || /[\u0000-\u001f\u007f]/.test(value)) throw invalid(name);
  return value;
}

function portOf(body: unknown): number {
  const value = fieldOf(body, 'port');
  // Programs that read it from a command line send it as they got it.
  const port = typeof value === 'string' && /^\d{1,5}$/.test(value) ? Number(value) : value;
  if (typeof port !== 'number' || !Number.isInteger(port) || port < 1 || port > 65_535) throw invalid('port');
  return port;
}

export function parseRegister(body: unknown): RegisterRequest {
  const ip = labelOf(body, 'ip').replace(/^\[(.*)\]$/, '$1');
  if (/[\s/?#@]/.test(ip)) throw invalid('ip');
  return {
    clientId: labelOf(body, 'client_id'),
    ip,
    port: portOf(body),
    genericToken: textOf(body, 'genericToken'),
  };
}

export function parseToken(body: unknown): TokenRequest {
  return { token: textOf(body, 'token') };
}

export function parseFile(body: unknown): FileRequest {
  const fileName = textOf(body, 'file_name');
  if (fileName === '' || Buffer.byteLength(fileName) > MAX_NAME_BYTES) throw invalid('file_name');
  return { ...parseToken(body), fileName };
}

export function parseFiles(body: unknown): FilesRequest {
  return { ...parseToken(body), files: flatten(fieldOf(body, 'files')) };
}

/** A token is asked about before an address. */
export function parseVerify(body: unknown): VerifyRequest {
  return fieldOf(body, 'token') === undefined ? { ip: labelOf(body, 'ip') } : parseToken(body);
}

/** Whether a body of this `Content-Type` is JSON: `application/json`, `application/…+json`. */
export function isJsonType(contentType: string): boolean {
  return /^application\/(?:[\w.-]+\+)?json$/i.test((contentType.split(';', 1)[0] ?? '').trim());
}
