import { EVERYONE } from '../../../src/core/access/audience.ts';
import { contentIdOfHash, peerIdOf, type ContentId, type PeerId } from '../../../src/core/ids.ts';
import { parseSharePath } from '../../../src/core/names/share-path.ts';
import type { FileEntry } from '../../../src/core/swarm/catalog.ts';
import type { SwarmStore } from '../../../src/core/swarm/swarm-store.ts';

export interface SwarmSize {
  readonly peers: number;
  readonly files: number;
  /** Pairs of a peer and a file that it has, names included. */
  readonly holdings: number;
}

const WORDS =
  'winter summer harbour garden river stone letter market lesson concert portrait village report draft archive sketch recipe travel morning evening bridge forest island mountain'.split(
    ' ',
  );
const EXTENSIONS = ['jpg', 'png', 'mp4', 'flac', 'pdf', 'txt', 'zip', 'md'];
const BATCH = 5_000;
const SIZE = 1_000_000;
/** Long enough for the longest run. */
const TTL_MS = 24 * 3_600_000;

/** 32 bytes that differ for each number, spread over all values. */
function spread(kind: number, number: number): Uint8Array {
  const bytes = new Uint8Array(32);
  const view = new DataView(bytes.buffer);
  let state = (number * 2_654_435_761 + kind * 40_503 + 1) >>> 0;
  for (let at = 0; at < 24; at += 4) {
    state = Math.imul(state ^ (state >>> 15), 2_246_822_519) >>> 0;
    state = (state ^ (state >>> 13)) >>> 0;
    view.setUint32(at, state);
  }
  view.setUint32(24, kind);
  view.setUint32(28, number);
  return bytes;
}

export const contentNumber = (number: number): ContentId => contentIdOfHash(spread(1, number));
const peerNumber = (number: number): PeerId => peerIdOf(spread(2, number));

/** A path of three words and a number, as people name files. */
export function nameNumber(number: number): string {
  const word = (salt: number): string => WORDS[(number * 7 + salt * 13 + (number >> 5)) % WORDS.length] ?? '';
  const extension = EXTENSIONS[number % EXTENSIONS.length] ?? 'bin';
  return `${word(1)}/${word(2)} ${number % 97}/${word(3)} ${word(4)} ${number}.${extension}`;
}

export function fileNumber(number: number, path = nameNumber(number)): FileEntry {
  return {
    kind: 'file',
    path: parseSharePath(path),
    content: contentNumber(number),
    size: SIZE,
    mtime: 1_700_000_000_000,
    executable: false,
  };
}

/** Fills an empty store: peers that are online, names published by some of them, and the rest of the holdings. */
export async function fillStore(
  store: SwarmStore,
  { peers, files, holdings }: SwarmSize,
  say: (line: string) => void,
): Promise<void> {
  const presence = {
    endpoints: [{ protocol: 'ayni' as const, host: '10.0.0.1', port: 7742 }],
    slots: { total: 8, free: 8 },
    agent: 'ayni/bench',
  };
  for (let from = 0; from < peers; from += 500) {
    const some = Array.from({ length: Math.min(500, peers - from) }, (_, at) => from + at);
    await Promise.all(
      some.map(async (number) => {
        const peer = peerNumber(number);
        await store.putMember({ peer, name: `peer ${number}`, role: 'member', groups: [] });
        await store.grantLease(peer, presence, TTL_MS);
      }),
    );
  }
  say(`${peers} peers are members with a lease`);
  for (let first = 0, base = 0; first < files; first += BATCH, base++) {
    const upsert = Array.from({ length: Math.min(BATCH, files - first) }, (_, at) => fileNumber(first + at));
    const share = 'files';
    const batch = { share, audience: EVERYONE, base: 0, next: 1, full: 'only' as const, upsert, remove: [] };
    await store.publish(peerNumber(base % peers), { ...batch, share: `${share} ${Math.floor(base / peers)}` });
  }
  say(`${files} names are published`);
  const each = Math.ceil((holdings - files) / peers);
  const pieces = Math.ceil(SIZE / 262_144);
  for (let peer = 0; peer < peers; peer++) {
    for (let done = 0; done < each; done += BATCH) {
      const upsert = Array.from({ length: Math.min(BATCH, each - done) }, (_, at) => ({
        content: contentNumber((peer * each + done + at) % files),
        size: SIZE,
        pieces,
        audience: EVERYONE,
      }));
      await store.hold(peerNumber(peer), upsert, []);
    }
    if (peer % 3000 === 2999) say(`${(peer + 1) * each} holdings`);
  }
}
