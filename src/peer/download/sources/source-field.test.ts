import assert from 'node:assert/strict';
import { test } from 'node:test';

import { servingPeer } from '../../../../test/adversarial/upload-fixture.ts';
import { EVERYONE } from '../../../core/access/audience.ts';
import { Bitfield } from '../../../core/content/bitfield.ts';
import { MAX_CONTENT_SIZE, pieceCount } from '../../../core/content/geometry.ts';
import { contentIdOfHash } from '../../../core/ids.ts';
import { loadHasher } from '../../../platform/hash/load-hasher.ts';
import { encodeBitfield } from '../../../wire/http/bitfield-body.ts';
import { Receivers } from '../receivers.ts';
import { SourceField } from './source-field.ts';

const { hasher } = await loadHasher();
const GIB = 2 ** 30;

/** Every other piece: no form of it is shorter than a bit for each. */
function scattered(size: number): Bitfield {
  return Bitfield.fromBytes(pieceCount(size), new Uint8Array(pieceCount(size) / 8).fill(0x55));
}

for (const size of [GIB, 30 * GIB, 160 * GIB, MAX_CONTENT_SIZE]) {
  test(`a source with scattered pieces of ${size / GIB} GiB tells whoever has others which`, async (t) => {
    const peer = await servingPeer(t);
    const { identity, credential } = await peer.member();
    const content = contentIdOfHash(new Uint8Array(32).fill(7));
    const theirs = scattered(size);
    const hashes = { pageHashes: () => undefined, pieceHashes: () => undefined };
    peer.library.partials.begin({ content, size, field: theirs, path: 'part', audience: EVERYONE, ...hashes });
    const receiver = new Receivers({ identity, hasher }, { workers: 1, limits: {} });
    t.after(() => receiver.stop());
    const part = new SourceField({ content, size }, { receiver, credential: () => credential });
    const source = { peer: peer.identity.peer, name: 'source', address: peer.address, speed: 0 };
    const ours = scattered(size);
    for (let piece = 0; piece < ours.length; piece += 999) ours.clear(piece);
    const telling = encodeBitfield({ version: 5, field: ours });
    await part.more(source, ours, { signal: t.signal, telling });
    assert.deepEqual(part.field?.toBytes(), theirs.toBytes());
  });
}
