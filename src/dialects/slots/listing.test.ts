import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import type { DialectFile } from '../../wire/dialects/dialect-registry.ts';
import { AyniError } from '../../core/errors.ts';
import { AnnouncementReader } from './announcement-reader.ts';
import { ListingReader } from './listing-reader.ts';
import { announcementParts, listingParts } from './listing.ts';
import { ListRoom } from '../shared/list-room.ts';
import { decodeName } from '../shared/wire-names.ts';

const MD5 = '0123456789abcdef0123456789abcdef';
const peer = (host: string, native = false) => ({ key: `${host}:3333`, host, port: 3333, native });
const file = (name: string, owners: DialectFile['owners']): DialectFile => ({ name, size: 1, md5: MD5, owners });

/** What a reader makes of a text that comes cut like this. */
function read(text: string, cut = Infinity) {
  const reader = new ListingReader('it');
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; at += cut) reader.push(bytes.subarray(at, at + cut));
  return reader.end();
}

test('lists what has an MD5, with the number of peers that can be named', () => {
  const files: DialectFile[] = [
    file('a.txt', [peer('192.0.2.1'), peer('2001:db8::1')]),
    { name: 'none yet', size: 1, owners: [peer('192.0.2.1')] },
    { name: 'no size', md5: MD5, owners: [peer('192.0.2.1')] },
    file('gone.txt', []),
  ];
  assert.equal([...listingParts(files)].join(''), `1:a.txt:1:${MD5}:0:gone.txt:1:${MD5}`);
  assert.deepEqual([...listingParts([])], []);
});

test('what a foreign peer announced is listed as it was announced, what a native one has is encoded', () => {
  const [foreign, native] = [peer('192.0.2.1'), peer('192.0.2.2', true)];
  const names = (owners: DialectFile['owners']) =>
    read([...listingParts([file('50%.txt', owners), file('a:b', owners)])].join('')).map(({ name }) => name);
  assert.deepEqual(names([native]), ['50%25.txt', 'a%3Ab']);
  assert.deepEqual(names([foreign, native]), ['50%.txt', 'a%3Ab']);
});

test('parts of a long list together are the list, and are read again however they are cut', () => {
  const files = Array.from({ length: 5000 }, (_, i) => file(`file ${i}`, [peer('192.0.2.1')]));
  const parts = [...listingParts(files)];
  assert.ok(parts.length > 1);
  for (const cut of [1, 1000, Infinity]) {
    assert.deepEqual(
      read(parts.join(''), cut).map(({ name, peers }) => `${peers} ${name}`),
      files.map(({ name }) => `1 ${name}`),
    );
  }
});

test('a list that ends amid a file or holds something else is an error', () => {
  for (const text of ['1', `1:a:1`, `1:a:1:${MD5}:`, `1:a:1:${MD5}:1:b`]) {
    assert.throws(
      () => read(text),
      (error) => AyniError.is(error, 'cut-off') || AyniError.is(error, 'bad-answer'),
    );
  }
  for (const text of ['HTTP/1.1:b:c:d', `1:a:1:${MD5.slice(1)}`, `-1:a:1:${MD5}`, 'x'.repeat(10_000)]) {
    assert.throws(
      () => read(text),
      (error) => AyniError.is(error),
      text,
    );
  }
});

test('what is announced is read as it was meant', () => {
  const names = fc.uniqueArray(fc.string({ minLength: 1, maxLength: 30, unit: 'grapheme' }), { maxLength: 20 });
  fc.assert(
    fc.property(names, fc.integer({ min: 1, max: 50 }), (all, cut) => {
      const files = all.map((name, size) => ({ name, size, md5: MD5 }));
      const bytes = Buffer.from([...announcementParts(3333, files)].join(''));
      const reader = new AnnouncementReader(new ListRoom());
      for (let at = 0; at < bytes.length; at += cut) reader.push(bytes.subarray(at, at + cut));
      const told = reader.end();
      assert.equal(told?.port, 3333);
      assert.deepEqual(
        told.files.map(({ name, size }) => [decodeName(name), size]),
        files.map(({ name, size }) => [name, size]),
      );
    }),
  );
});
