import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';

import { loadService } from '../../../test/support/dialects/grpc-program.ts';
import { AyniError } from '../../core/errors.ts';
import { isJsonType, parseFile, parseFiles, parseJson, parseRegister, parseToken, parseVerify } from './codec.ts';
import { formatFileAddress, parseFileAddress } from './file-address.ts';
import { flatten, treeOf } from './file-tree.ts';
import { decodeFileBytes, decodeFileRequest, encodeFileRequest, FileBytesBuffer, messageLength } from './greeter.ts';

const REGISTER = { client_id: 'c', ip: '10.0.0.7', port: 8001, genericToken: 's' };

test('reads a registration, with a port as a number or as text', () => {
  const expected = { clientId: 'c', ip: '10.0.0.7', port: 8001, genericToken: 's' };
  assert.deepEqual(parseRegister(REGISTER), expected);
  assert.deepEqual(parseRegister({ ...REGISTER, port: '8001', more: 1 }), expected);
  assert.equal(parseRegister({ ...REGISTER, ip: '[::1]' }).ip, '::1');
});

for (const [field, value] of [
  ['client_id', null],
  ['client_id', ''],
  ['client_id', 'x'.repeat(256)],
  ['client_id', ['a']],
  ['ip', 5],
  ['ip', 'a b'],
  ['ip', 'a/b'],
  ['port', 0],
  ['port', 65_536],
  ['port', 1.5],
  ['port', 'x'],
  ['port', true],
  ['genericToken', null],
] as const) {
  test(`refuses a registration with ${field} ${JSON.stringify(value).slice(0, 20)}`, () => {
    assert.throws(() => parseRegister({ ...REGISTER, [field]: value }), { code: 'bad-request' });
  });
}

test('takes a missing field for one that is null, also where an object has it by birth', () => {
  assert.throws(() => parseToken({}), { code: 'bad-request' });
  assert.throws(() => parseToken(parseJson(Buffer.from('{"__proto__": {"token": "t"}}'))), { code: 'bad-request' });
  assert.throws(() => parseFile({ token: 't' }), { code: 'bad-request' });
  assert.throws(() => parseFile({ token: 't', file_name: '' }), { code: 'bad-request' });
  assert.throws(() => parseFiles({ token: 't' }), { code: 'bad-request' });
  assert.throws(() => parseVerify({}), { code: 'bad-request' });
  assert.deepEqual(parseVerify({ ip: 'a', token: 't' }), { token: 't' });
});

test('parses whatever comes, or says that it is a bad request', () => {
  fc.assert(
    fc.property(
      fc.anything(),
      fc.constantFrom(parseRegister, parseToken, parseFile, parseFiles, parseVerify),
      (body, parse) => {
        try {
          parse(body);
        } catch (error) {
          assert.ok(AyniError.is(error, 'bad-request'));
        }
      },
    ),
  );
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      try {
        parseJson(bytes);
      } catch (error) {
        assert.ok(AyniError.is(error, 'bad-request'));
      }
    }),
  );
});

test('knows what is JSON by its type', () => {
  const types = ['application/json', 'Application/JSON; charset=utf-8', 'application/problem+json'];
  assert.deepEqual(types.map(isJsonType), [true, true, true]);
  assert.deepEqual(['text/plain', '', 'application/jsonp', 'text/json'].map(isJsonType), [false, false, false, false]);
});

test('makes paths of a tree: a leaf is a file', () => {
  const tree = { dir: { name: {}, deeper: { x: {} } }, 'a.txt': {}, sized: 5, none: null };
  assert.deepEqual(flatten(tree), ['dir/name', 'dir/deeper/x', 'a.txt', 'sized', 'none']);
  assert.deepEqual(flatten({}), []);
  assert.deepEqual(flatten(treeOf(['b', 'a'])), ['b', 'a']);
});

test('refuses what is no tree', () => {
  for (const tree of [undefined, null, [], 'a', { '': {} }, { a: [] }, { a: ['b'] }, { ['x'.repeat(5_000)]: {} }]) {
    assert.throws(() => flatten(tree), { code: 'bad-request' });
  }
});

test('refuses a tree of any depth or number without falling', () => {
  const deep = JSON.parse(`${'{"a":'.repeat(100_000)}{}${'}'.repeat(100_000)}`) as object;
  assert.throws(() => flatten(deep), { code: 'bad-request' });
  const wide = Object.fromEntries(Array.from({ length: 300_000 }, (_, index) => [`n${index}`, {}]));
  assert.throws(() => flatten(wide), { code: 'too-large' });
});

test('writes and reads addresses of files, with any name', () => {
  assert.equal(formatFileAddress({ host: '10.0.0.7', port: 8001, name: 'a b/c' }), 'grpc://10.0.0.7:8001/a b/c');
  assert.equal(formatFileAddress({ host: '::1', port: 1, name: 'a' }), 'grpc://[::1]:1/a');
  fc.assert(
    fc.property(
      fc.record({
        host: fc.constantFrom('localhost', '10.0.0.7', '::1'),
        port: fc.integer({ min: 1, max: 65_535 }),
        name: fc.string({ minLength: 1 }),
      }),
      (address) => assert.deepEqual(parseFileAddress(formatFileAddress(address)), { ...address }),
    ),
  );
  for (const text of [
    '',
    'http://a:1/b',
    'grpc://a/b',
    'grpc://a:0/b',
    'grpc://a:70000/b',
    'grpc://a:1/',
    'grpc://a:1',
  ]) {
    assert.equal(parseFileAddress(text), undefined);
  }
});

test('writes and reads the messages of the data channel as a Protocol Buffers library does', () => {
  const { getFile } = loadService('p4.proto', 'Greeter').service;
  assert.ok(getFile !== undefined);
  const path = fc.string({ unit: 'grapheme', minLength: 1 }).map((value) => value.toWellFormed());
  fc.assert(
    fc.property(path, fc.uint8Array({ minLength: 1, maxLength: 40_000 }), (name, bytes) => {
      assert.deepEqual(encodeFileRequest(name), getFile.requestSerialize({ file_path: name }));
      assert.equal(decodeFileRequest(getFile.requestSerialize({ file_path: name })), name);
      const message = getFile.responseSerialize({ file_bytes: bytes });
      const buffer = new FileBytesBuffer(50_000);
      buffer.room.set(bytes);
      assert.deepEqual(buffer.message(bytes.length), message);
      assert.equal(messageLength(bytes.length), message.length);
      assert.deepEqual(Buffer.from(decodeFileBytes(message)), Buffer.from(bytes));
    }),
  );
  assert.equal(new FileBytesBuffer(0).message(0).length, 0);
  assert.equal(decodeFileBytes(Buffer.alloc(0)).length, 0);
});
