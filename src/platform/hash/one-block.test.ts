import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Blake3Hasher } from '@napi-rs/blake-hash';
import { blake3 } from '@noble/hashes/blake3.js';
import fc from 'fast-check';
import { BLOCK_BYTES, contextKey, deriveFromBlock } from './one-block.ts';

test('derives from one block what others derive', () => {
  fc.assert(
    fc.property(
      fc.uint8Array({ maxLength: BLOCK_BYTES }),
      fc.uint8Array({ minLength: 1, maxLength: BLOCK_BYTES }),
      (material, name) => {
        const context = Buffer.from(name)
          .toString('latin1')
          .replaceAll(/[^ -~]/g, 'x');
        const digest = Buffer.alloc(32);
        deriveFromBlock(contextKey(context), material, digest);
        assert.deepEqual(digest, Buffer.from(Blake3Hasher.deriveKey(context, Buffer.from(material))));
        assert.deepEqual(digest, Buffer.from(blake3(material, { context: Buffer.from(context) })));
      },
    ),
  );
});
