import { MAX_CONTENT_SIZE } from '../../core/content/geometry.ts';

/** Verbs and fixed answers, byte for byte. Nothing ends them: one write is one message. */
export const SAYS = {
  connect: 'CONNECT',
  noConnection: 'NO CONNECTION',
  list: 'LIST',
  quit: 'I QUIT',
  port: 'PORT',
  here: 'I AM HERE',
  changed: 'YOU CHANGED?',
  yes: 'YES',
  no: 'NO',
  tellMe: 'TELL ME',
  ok: 'OK',
  sayFile: 'SAY FILE',
  notFound: 'FILE NOT FOUND',
  areYouAlive: 'ARE YOU ALIVE?',
  iAmAlive: 'YES, I AM.',
} as const;

/** Bytes of a name that is asked for; one of 1,024 bytes takes 3,072 where each is encoded. */
export const MAX_NAME_BYTES = 4096;

/** Who has a file, as a tracker tells it. */
export interface SlotsSource {
  /** An IPv4 address. */
  readonly host: string;
  readonly port: number;
  /** 32 digits of lower-case hex. */
  readonly md5: string;
}

/** A decimal number from 1 to 65,535. Undefined for anything else. */
export function parsePort(text: string): number | undefined {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return port >= 1 && port <= 65_535 ? port : undefined;
}

/** Bytes as decimal digits. Undefined for anything else, and for what no file can have. */
export function parseSize(text: string): number | undefined {
  const size = /^\d{1,16}$/.test(text) ? Number(text) : -1;
  return size >= 0 && size <= MAX_CONTENT_SIZE ? size : undefined;
}

/** 32 hex digits, in lower case. Undefined for anything else. */
export function parseMd5(text: string): string | undefined {
  return /^[0-9a-fA-F]{32}$/.test(text) ? text.toLowerCase() : undefined;
}

export function encodeSource({ host, port, md5 }: SlotsSource): string {
  return `${host}:${port}:${md5}`;
}

/** Undefined where it is not what `encodeSource` makes. */
export function parseSource(text: string): SlotsSource | undefined {
  const [host = '', digits = '', hex = '', ...more] = text.split(':');
  const [port, md5] = [parsePort(digits), parseMd5(hex)];
  if (more.length > 0 || !/^[\w.-]{1,253}$/.test(host) || port === undefined || md5 === undefined) return undefined;
  return { host, port, md5 };
}

/** Some programs write a whole buffer, whatever is in it, or a line. */
export function withoutPadding(bytes: Buffer): Buffer;
/** @param text one in which each character is a byte */
export function withoutPadding(text: string): string;
export function withoutPadding(bytes: Buffer | string): Buffer | string {
  // From the end: a regular expression would try anew at each CR of a field that holds thousands.
  let end = bytes.length;
  const last = () => (typeof bytes === 'string' ? bytes.charCodeAt(end - 1) : (bytes[end - 1] ?? 1));
  while (end > 0 && isPadding(last())) end--;
  return typeof bytes === 'string' ? bytes.slice(0, end) : bytes.subarray(0, end);
}

/** NUL, LF and CR: what programs put behind a message though nothing is to be there. */
export function isPadding(byte: number): boolean {
  return byte === 0 || byte === 10 || byte === 13;
}
