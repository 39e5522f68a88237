import assert from 'node:assert/strict';
import { registerHooks } from 'node:module';
import { test } from 'node:test';
import fc from 'fast-check';
import { loadHasher } from './load-hasher.ts';

const BINDING = '@napi-rs/blake-hash';

test('takes the native binding where there is one', async () => {
  assert.equal((await loadHasher()).native, true);
});

test('hashes without the native binding, to the same digests', async () => {
  const { hasher: native } = await loadHasher();
  const hooks = registerHooks({
    resolve(specifier, context, nextResolve) {
      if (specifier === BINDING) throw new Error(`Cannot find package '${BINDING}'`);
      return nextResolve(specifier, context);
    },
  });
  try {
    const { hasher: portable, native: isNative } = await loadHasher();
    assert.equal(isNative, false);
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 5000 }), fc.string({ minLength: 1 }), (bytes, context) => {
        assert.deepEqual(Buffer.from(portable.hash(bytes)), Buffer.from(native.hash(bytes)));
        assert.deepEqual(
          Buffer.from(portable.deriveKey(context, bytes)),
          Buffer.from(native.deriveKey(context, bytes)),
        );
      }),
    );
  } finally {
    hooks.deregister();
  }
});
