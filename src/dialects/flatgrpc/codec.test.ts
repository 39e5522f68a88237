import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import { loadService } from '../../../test/support/dialects/grpc-program.ts';
import { AyniError } from '../../core/errors.ts';
import * as codec from './codec.ts';

const { RegisterPeer, SearchFile, LeavePeer } = loadService('flatgrpc.proto', 'TrackerService').service;
const text = fc.string({ unit: 'grapheme' }).map((value) => value.toWellFormed());

test('writes and reads registrations as a Protocol Buffers library does', () => {
  assert.ok(RegisterPeer !== undefined);
  fc.assert(
    fc.property(text, fc.array(text), (peerId, files) => {
      const bytes = RegisterPeer.requestSerialize({ peer_id: peerId, files });
      // What is empty protobufjs writes where it is set, unlike the languages of Google; both mean the same.
      if (peerId !== '') assert.deepEqual(codec.encodeRegister({ peerId, files }), bytes);
      assert.deepEqual(codec.decodeRegister(bytes), { peerId, files });
    }),
  );
});

test('writes and reads names, lists and successes as a Protocol Buffers library does', () => {
  assert.ok(SearchFile !== undefined && LeavePeer !== undefined);
  fc.assert(
    fc.property(text, fc.array(text), fc.boolean(), (name, peers, success) => {
      if (name !== '') assert.deepEqual(codec.encodeName(name), SearchFile.requestSerialize({ file_name: name }));
      assert.equal(codec.decodeName(LeavePeer.requestSerialize({ peer_id: name })), name);
      assert.deepEqual(codec.encodeNames(peers), SearchFile.responseSerialize({ peers }));
      assert.deepEqual(codec.decodeNames(SearchFile.responseSerialize({ peers })), peers);
      assert.equal(codec.decodeSuccess(LeavePeer.responseSerialize({ success })), success);
    }),
  );
  assert.deepEqual(codec.encodeSuccess(true), LeavePeer.responseSerialize({ success: true }));
  assert.equal(codec.encodeSuccess(false).length, 0);
});

test('reads noise, or says that it is no message', () => {
  const { decodeRegister, decodeName, decodeNames, decodeSuccess } = codec;
  fc.assert(
    fc.property(
      fc.uint8Array(),
      fc.constantFrom(decodeRegister, decodeName, decodeNames, decodeSuccess),
      (noise, decode) => {
        try {
          decode(noise);
        } catch (error) {
          assert.ok(AyniError.is(error, 'bad-request'));
        }
      },
    ),
  );
});
