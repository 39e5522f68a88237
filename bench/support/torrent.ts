import { createHash } from 'node:crypto';
import { closeSync, openSync, readSync, statSync } from 'node:fs';
import { basename } from 'node:path';

/** As large as Ayni's own. */
const PIECE = 256 * 1024;

/** A torrent of one file, version 1, which every client understands. */
export interface Torrent {
  /** The contents of the `.torrent` file. */
  readonly bytes: Buffer;
  /** SHA-1 of the info dictionary, hexadecimal. */
  readonly infoHash: string;
}

/** @see https://www.bittorrent.org/beps/bep_0003.html */
export function torrentOf(path: string, announce: string): Torrent {
  const info = encoded({
    length: statSync(path).size,
    name: basename(path),
    'piece length': PIECE,
    pieces: pieceHashes(path),
  });
  const bytes = Buffer.concat([Buffer.from('d'), encoded('announce'), encoded(announce), encoded('info'), info]);
  return { bytes: Buffer.concat([bytes, Buffer.from('e')]), infoHash: createHash('sha1').update(info).digest('hex') };
}

function pieceHashes(path: string): Buffer {
  const file = openSync(path, 'r');
  const piece = Buffer.allocUnsafe(PIECE);
  const hashes: Buffer[] = [];
  for (let length = readSync(file, piece); length > 0; length = readSync(file, piece)) {
    hashes.push(createHash('sha1').update(piece.subarray(0, length)).digest());
  }
  closeSync(file);
  return Buffer.concat(hashes);
}

/** Bencoded; the keys of a dictionary must come sorted. */
function encoded(value: number | string | Buffer | Readonly<Record<string, number | string | Buffer>>): Buffer {
  if (typeof value === 'number') return Buffer.from(`i${value}e`);
  if (typeof value === 'string') return encoded(Buffer.from(value));
  if (Buffer.isBuffer(value)) return Buffer.concat([Buffer.from(`${value.length}:`), value]);
  const members = Object.entries(value).flatMap(([key, member]) => [encoded(key), encoded(member)]);
  return Buffer.concat([Buffer.from('d'), ...members, Buffer.from('e')]);
}
