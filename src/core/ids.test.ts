import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { decodeBase32, encodeBase32 } from './base32.ts';
import { AyniError } from './errors.ts';
import { contentIdOfHash, hashesOf, idBytes, parseContentId, parsePeerId, peerIdOf } from './ids.ts';

test('base32 agrees with RFC 4648, section 10, in lower case and without padding', () => {
  const vectors = {
    '': '',
    f: 'my',
    fo: 'mzxq',
    foo: 'mzxw6',
    foob: 'mzxw6yq',
    fooba: 'mzxw6ytb',
    foobar: 'mzxw6ytboi',
  };
  for (const [plain, text] of Object.entries(vectors)) {
    assert.equal(encodeBase32(new TextEncoder().encode(plain)), text);
    assert.deepEqual(decodeBase32(text), new TextEncoder().encode(plain));
  }
});

test('base32 takes back what it gave, and nothing that it would write otherwise', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
      assert.deepEqual(decodeBase32(encodeBase32(bytes)), bytes);
    }),
  );
  fc.assert(
    fc.property(fc.stringMatching(/^[a-z2-7]{0,20}$/), (text) => {
      const bytes = decodeBase32(text);
      if (bytes !== undefined) assert.equal(encodeBase32(bytes), text);
    }),
  );
});

test('an id survives text, and its kind is told by its letter', () => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 32, maxLength: 32 }), (hash) => {
      const id = contentIdOfHash(hash);
      assert.equal(parseContentId(id), id);
      assert.deepEqual(idBytes(id), hash);
      assert.throws(() => parsePeerId(id), AyniError);
    }),
  );
});

test('refuses what is no id with one line', () => {
  const good = peerIdOf(new Uint8Array(32));
  for (const text of [
    '',
    'p',
    good.toUpperCase(),
    `${good}a`,
    good.slice(0, -1),
    `${good.slice(0, -1)}b`,
    'é'.repeat(53),
    'x'.repeat(1e6),
  ]) {
    assert.throws(
      () => parsePeerId(text),
      (error) => AyniError.is(error, 'bad-id') && !error.message.includes('\n') && error.message.length < 200,
    );
  }
});

test('the hashes of a beginning are those of the ids that begin so', () => {
  const hash = fc.uint8Array({ minLength: 32, maxLength: 32 });
  fc.assert(
    fc.property(hash, hash, fc.integer({ min: 8, max: 53 }), (one, other, letters) => {
      const beginning = contentIdOfHash(one).slice(0, letters);
      const { lowest, highest } = hashesOf(beginning);
      for (const each of [one, other, Uint8Array.from([...one.subarray(0, 5), ...other.subarray(5)])]) {
        const isWithin = Buffer.compare(lowest, each) <= 0 && Buffer.compare(each, highest) <= 0;
        assert.equal(isWithin, contentIdOfHash(each).startsWith(beginning));
      }
    }),
  );
});
