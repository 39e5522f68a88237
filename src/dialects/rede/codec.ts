import { isUtf8 } from 'node:buffer';
import { isIPv4 } from 'node:net';
import { AyniError } from '../../core/errors.ts';

/** Bytes of one message; a name of 1,024 bytes takes 3,072 where each is encoded. */
export const MAX_MESSAGE_BYTES = 4096;

const LF = 10;
const CR = 13;

/** What may be said to a server or a peer. */
export interface RedeVerbs {
  /** Complete with their last byte, whatever follows. */
  readonly bare: readonly string[];
  /** Followed by a space and an argument, which ends at LF, at the end of the stream or in silence. */
  readonly withArgument: readonly string[];
}

export const SERVER_VERBS: RedeVerbs = { bare: ['peers', 'quit'], withArgument: [] };
export const PEER_VERBS: RedeVerbs = { bare: ['ls'], withArgument: ['get'] };

export type RedeMessage =
  | { readonly kind: 'verb'; readonly verb: string; readonly argument: string }
  /** Something else, up to where it ends. */
  | { readonly kind: 'unknown'; readonly text: string }
  /** Over 4 KiB; the rest of it is read away. */
  | { readonly kind: 'too-long' };

/**
 * Reads messages out of a stream without framing, wherever the network cuts it. Knows no time: whoever feeds it says
 * when nothing came for 250 ms and when the stream ended.
 */
export class RedeReader {
  readonly #verbs: RedeVerbs;
  readonly #message = Buffer.alloc(MAX_MESSAGE_BYTES);
  #fill = 0;
  #tooLong = false;

  constructor(verbs: RedeVerbs) {
    this.#verbs = verbs;
  }

  /** Where a message has begun, silence ends it. */
  get waitsFor(): 'message' | 'silence' {
    return this.#fill > 0 ? 'silence' : 'message';
  }

  /** The messages that these bytes complete. */
  *push(bytes: Uint8Array): Generator<RedeMessage, void> {
    for (const byte of bytes) {
      if (byte === LF) {
        yield* this.silence();
        continue;
      }
      // What is left of the line end of the message before.
      if (byte === CR && this.#fill === 0) continue;
      if (this.#fill === MAX_MESSAGE_BYTES) {
        if (!this.#tooLong) yield { kind: 'too-long' };
        this.#tooLong = true;
        continue;
      }
      this.#message[this.#fill++] = byte;
      const verb = this.#bareVerb();
      if (verb === undefined) continue;
      this.#fill = 0;
      yield { kind: 'verb', verb, argument: '' };
    }
  }

  /** Nothing came for 250 ms, or the stream ended: what there is of a message is all of it. */
  *silence(): Generator<RedeMessage, void> {
    const bytes = this.#message.subarray(0, this.#fill);
    const reported = this.#tooLong;
    this.#fill = 0;
    this.#tooLong = false;
    const text = withoutPadding(bytes.toString('utf8'));
    if (text === '' || reported) return;
    const verb = this.#verbs.withArgument.find((known) => text.startsWith(`${known} `));
    if (verb === undefined || !isUtf8(bytes)) yield { kind: 'unknown', text };
    else yield { kind: 'verb', verb, argument: text.slice(verb.length + 1) };
  }

  #bareVerb(): string | undefined {
    return this.#verbs.bare.find(
      (verb) => verb.length === this.#fill && this.#message.toString('latin1', 0, this.#fill) === verb,
    );
  }
}

/** Some programs write a whole buffer, whatever is in it, or a line with CR. */
function withoutPadding(text: string): string {
  let end = text.length;
  while (end > 0 && (text[end - 1] === '\0' || text[end - 1] === '\r')) end--;
  return text.slice(0, end);
}

export interface RedePeer {
  readonly host: string;
  readonly port: number;
}

/** `ip:port/ip:port/`, a slash after each one. */
export function encodePeers(peers: readonly RedePeer[]): string {
  return peers.map(({ host, port }) => `${host}:${port}/`).join('');
}

/** @throws {AyniError} `bad-answer` where it is not what `encodePeers` makes */
export function parsePeers(text: string): RedePeer[] {
  return withoutPadding(text)
    .split('/')
    .filter((part) => part.trim() !== '')
    .map((part) => {
      const [, host = '', digits = ''] = /^\s*([^:\s]+):(\d{1,5})\s*$/.exec(part) ?? [];
      const port = Number(digits);
      if (!isIPv4(host) || port < 1 || port > 65_535) throw badAnswer('a peer that has no address');
      return { host, port };
    });
}

/** The public port that a server assigns: digits, nothing else. @throws {AyniError} `bad-answer` */
export function parsePort(text: string): number {
  const digits = withoutPadding(text).trim();
  const port = /^\d{1,5}$/.test(digits) ? Number(digits) : 0;
  if (port < 1 || port > 65_535) throw badAnswer('no port for this peer');
  return port;
}

/** A space after each name. */
export function encodeListing(names: readonly string[]): string {
  return names.map((name) => `${name} `).join('');
}

/** The names of a listing, as they are. */
export function parseListing(text: string): string[] {
  return withoutPadding(text)
    .split(/[ \r\n]+/)
    .filter((name) => name !== '');
}

function badAnswer(what: string): AyniError {
  return new AyniError('bad-answer', `The rede server tells ${what}; is it one?`);
}
