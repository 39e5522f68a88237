import assert from 'node:assert/strict';
import { test } from 'node:test';

import { parsePeerId } from '../../core/ids.ts';
import { findPeer, splitPeerPath } from './find-peer.ts';

const peer = (letters: string, name: string) => ({ peer: parsePeerId(`p${letters.padEnd(52, 'a')}`), name });
const PEERS = [peer('abc', 'Left'), peer('abd', 'right'), peer('xyz', 'Twin'), peer('xyw', 'twin')];

test('finds a peer by its name in any case and by the beginning of its id', () => {
  assert.equal(findPeer(PEERS, 'left'), PEERS[0]);
  assert.equal(findPeer(PEERS, 'pabd'), PEERS[1]);
  assert.equal(findPeer(PEERS, PEERS[2]?.peer ?? ''), PEERS[2]);
});

test('prefers the exact name, and asks where several could be meant', () => {
  assert.equal(findPeer(PEERS, 'twin'), PEERS[3]);
  assert.throws(() => findPeer(PEERS, 'TWIN'), { code: 'ambiguous', message: /pxyzaaaaa, pxywaaaaa/ });
  assert.throws(() => findPeer(PEERS, 'pab'), { code: 'not-found' });
  assert.throws(() => findPeer(PEERS, 'no\u001b[2Jbody'), { code: 'not-found', message: /\\x1b/ });
});

test('splits a peer from a path', () => {
  assert.deepEqual(splitPeerPath('left:docs/a b.txt'), { peer: 'left', path: 'docs/a b.txt' });
  assert.deepEqual(splitPeerPath('left/docs/'), { peer: 'left', path: 'docs' });
  assert.deepEqual(splitPeerPath('left:'), { peer: 'left', path: '' });
  assert.equal(splitPeerPath('name.txt'), undefined);
});
