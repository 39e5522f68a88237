import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { AyniError } from '../../core/errors.ts';
import { contentIdOfHash, peerIdOf } from '../../core/ids.ts';
import { parseRequest } from '../tracker/message.ts';
import { completeRequest } from '../tracker/request-defaults.ts';
import { TRACKER_ROUTES } from '../tracker/routes.ts';
import { decodeMessage, encodeMessage } from './message-coding.ts';
import { messageType, serviceType, typesOf } from './proto-types.ts';

const content = contentIdOfHash(new Uint8Array(32).fill(7));
const peer = peerIdOf(new Uint8Array(32).fill(8));

function through(type: string, value: unknown): unknown {
  return decodeMessage(messageType(type), encodeMessage(messageType(type), value));
}

test('a batch of every kind of entry and audience comes through as it was', () => {
  const file = {
    path: 'a/b',
    content,
    size: 2 ** 50,
    mtime: -5,
    executable: true,
    flatName: 'b',
    digests: { md5: 'ff' },
  };
  const batch = {
    share: 'music',
    audience: { kind: 'restricted', groups: ['lab'], peers: [peer] },
    base: 0,
    next: 2 ** 53 - 1,
    full: 'middle',
    upsert: [
      { kind: 'file', ...file },
      { kind: 'directory', path: 'a' },
      { kind: 'symlink', path: 'c', target: 'b' },
    ],
    remove: ['x', ''],
  };
  assert.deepEqual(through('ayni.v1.PublishRequest', batch), batch);
  const { full: _, ...rest } = { ...batch, audience: { kind: 'everyone' } };
  assert.deepEqual(through('ayni.v1.PublishRequest', rest), rest);
});

test('lists and records come through as such, also where they are empty', () => {
  const slots = { total: 4, free: 0 };
  const endpoints = [{ protocol: 'ayni', host: '::1', port: 65_535 }];
  const source = { peer, name: 'Ana', endpoints, pieces: 1, whole: false, slots };
  assert.deepEqual(through('ayni.v1.LocateResponse', { [content]: [source], x: [] }), { [content]: [source], x: [] });
  assert.deepEqual(through('ayni.v1.LocateResponse', {}), {});
  assert.deepEqual(through('ayni.v1.NamesOfResponse', [{ peer, path: 'a', size: 0 }]), [{ peer, path: 'a', size: 0 }]);
  assert.deepEqual(through('ayni.v1.NamesOfResponse', []), []);
  const revisions = JSON.parse('{"__proto__": 3, "constructor": 4}');
  assert.deepEqual((through('ayni.v1.AnnounceResponse', { revisions }) as { revisions: object }).revisions, revisions);
});

test('what is absent has its default, or is absent', () => {
  const empty = decodeMessage(messageType('ayni.v1.SearchRequest'), new Uint8Array(0));
  assert.deepEqual(completeRequest(TRACKER_ROUTES.search.request, empty), { text: '', limit: 50 });
  const events = decodeMessage(messageType('ayni.v1.EventsRequest'), new Uint8Array(0));
  assert.deepEqual(completeRequest(TRACKER_ROUTES.events.request, events), { after: -1 });
  assert.throws(() => completeRequest(TRACKER_ROUTES.publish.request, {}), { code: 'bad-request' });
});

test('a value of an enum that is not known is refused by the schema', () => {
  const type = messageType('ayni.v1.CreateInviteRequest');
  const unknown = decodeMessage(type, type.encode({ role: 77, groups: [], uses: 1, lifetime: 1 }).finish());
  assert.throws(() => parseRequest(TRACKER_ROUTES.createInvite.request, unknown), { code: 'bad-request' });
});

test('a message of more fields than any request has is not read', () => {
  const many = Buffer.alloc(50_000, Buffer.from([0x32, 0]));
  assert.throws(() => decodeMessage(messageType('ayni.v1.PublishRequest'), many), { code: 'too-large' });
});

test('no bytes do more than be refused', () => {
  const methods = Object.values(serviceType('ayni.v1.Tracker').methods);
  const types = methods.map((method) => typesOf(method).request);
  const routes = Object.values(TRACKER_ROUTES);
  // Bytes that begin as a field does go deeper than any.
  const field = fc.tuple(
    fc.integer({ min: 1, max: 9 }),
    fc.constantFrom(0, 1, 2, 3, 5),
    fc.uint8Array({ maxLength: 20 }),
  );
  const fields = fc
    .array(field)
    .map((all) => all.flatMap(([id, wire, rest]) => [(id << 3) | wire, rest.length, ...rest]));
  const bytes = fc.oneof(
    fc.uint8Array({ maxLength: 200 }),
    fields.map((all) => Uint8Array.from(all)),
  );
  fc.assert(
    fc.property(bytes, fc.constantFrom(...types), fc.constantFrom(...routes), (input, type, route) => {
      try {
        completeRequest(route.request, decodeMessage(type, input));
      } catch (error) {
        assert.ok(AyniError.is(error), String(error));
        assert.ok(!error.message.includes('\n'));
      }
    }),
    { numRuns: 2_000 },
  );
});

test('groups inside of groups end in an error, however deep', () => {
  const deep = Buffer.alloc(100_000, 0x0b);
  assert.throws(() => decodeMessage(messageType('ayni.v1.SearchRequest'), deep), AyniError);
});
