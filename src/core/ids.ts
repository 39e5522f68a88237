import { decodeBase32, encodeBase32 } from './base32.ts';
import { AyniError } from './errors.ts';

/**
 * Identifiers are 32-byte hashes. In text they are a letter for the kind and 52 letters of base32;
 * a value of these types has been parsed once, at the edge, and is canonical.
 */
declare const brand: unique symbol;
/** SHA-256 of the network's signing key (SPKI, DER): `n…`. */
export type NetworkId = string & { readonly [brand]: 'network' };
/** SHA-256 of the public key of a peer's TLS certificate (SPKI, DER): `p…`. */
export type PeerId = string & { readonly [brand]: 'peer' };
/** What bytes are, see `content/content-id.ts`: `c…`. */
export type ContentId = string & { readonly [brand]: 'content' };

const ID_BYTES = 32;
const ID_LETTERS = 52;

/** 32 bytes are 51 letters of base32 and one that carries a single bit. */
const ID = /^[npc][a-z2-7]{51}[aq]$/;

function parse(kind: 'n' | 'p' | 'c', word: string, text: string): string {
  if (text[0] !== kind || !ID.test(text)) {
    const shown = text.length > 64 ? `${text.slice(0, 60)}…` : text;
    throw new AyniError('bad-id', `"${shown}" is not a ${word} id: it should be "${kind}" and ${ID_LETTERS} letters.`);
  }
  return text;
}

/** @throws {AyniError} `bad-id` */
export function parseNetworkId(text: string): NetworkId {
  return parse('n', 'network', text) as NetworkId;
}
/** @throws {AyniError} `bad-id` */
export function parsePeerId(text: string): PeerId {
  return parse('p', 'peer', text) as PeerId;
}
/** @throws {AyniError} `bad-id` */
export function parseContentId(text: string): ContentId {
  return parse('c', 'content', text) as ContentId;
}

export function networkIdOf(hash: Uint8Array): NetworkId {
  return `n${encodeBase32(hash)}` as NetworkId;
}
export function peerIdOf(hash: Uint8Array): PeerId {
  return `p${encodeBase32(hash)}` as PeerId;
}
export function contentIdOfHash(hash: Uint8Array): ContentId {
  return `c${encodeBase32(hash)}` as ContentId;
}

/** The 32 bytes of an id that was parsed before. */
export function idBytes(id: NetworkId | PeerId | ContentId): Uint8Array {
  const bytes = decodeBase32(id.slice(1));
  if (bytes?.length !== ID_BYTES) throw new AyniError('bad-id', `"${id}" is not an id.`);
  return bytes;
}

/** A beginning of a content id that stands for few: `c` and at least seven letters, as all lists show them. */
export const CONTENT_ID_BEGINNING = /^c[a-z2-7]{7,51}[aq]?$/;

/** The lowest and the highest hash of ids that begin so, see `CONTENT_ID_BEGINNING`. */
export function hashesOf(beginning: string): { readonly lowest: Uint8Array; readonly highest: Uint8Array } {
  // The last letter carries a single bit.
  return {
    lowest: idBytes(parseContentId(beginning.padEnd(ID_LETTERS + 1, 'a'))),
    highest: idBytes(parseContentId(beginning.padEnd(ID_LETTERS, '7').padEnd(ID_LETTERS + 1, 'q'))),
  };
}

/** The first letters of an id, enough for a person to tell a few apart. */
export function shortId(id: NetworkId | PeerId | ContentId): string {
  return id.slice(0, 9);
}
