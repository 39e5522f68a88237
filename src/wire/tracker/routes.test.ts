import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { Type, type Static } from 'typebox';
import { AyniError } from '../../core/errors.ts';
import { contentIdOfHash, parseContentId, peerIdOf } from '../../core/ids.ts';
import { parseAnswer, parseRequest } from './message.ts';
import type { Admission, TrackerIdentity, TrackerOperations } from './operations.ts';
import { decodeRequest, encodeRequest, hasBody } from './request-coding.ts';
import { JOIN_ROUTES, TRACKER_ROUTES, type OperationAnswer, type OperationName } from './routes.ts';
import { ContentIdText } from './scalars.ts';

const peer = peerIdOf(new Uint8Array(32).fill(7));
const content = contentIdOfHash(new Uint8Array(32).fill(9));

// The compiler's part of the test: what passed a schema is what the operations take and give.
type Operation<Name extends OperationName> = TrackerOperations[Name];
type Result<Name extends OperationName> =
  ReturnType<Operation<Name>> extends AsyncIterable<infer Event> ? Event : Awaited<ReturnType<Operation<Name>>>;
type AnswersFit = {
  [Name in OperationName]: OperationAnswer<Name> extends Result<Name> ? true : Result<Name> extends void ? true : Name;
};
const answersFit: { [Name in OperationName]: true } = {} as AnswersFit;
const joinFits: [TrackerIdentity, Admission] = {} as [
  Static<(typeof JOIN_ROUTES)['identify']['answer']>,
  Static<(typeof JOIN_ROUTES)['join']['answer']>,
];

/** As a server sees what a client encoded. */
function throughHttp(name: OperationName, request: Record<string, unknown>): unknown {
  const route = TRACKER_ROUTES[name];
  const sent = encodeRequest(route, request);
  const url = new URL(sent.path, 'https://tracker');
  const pattern = new RegExp(`^${route.path.replaceAll(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`);
  const params = Object.fromEntries(
    Object.entries(pattern.exec(url.pathname)?.groups ?? {}).map(([key, text]) => [key, decodeURIComponent(text)]),
  );
  const body: unknown = sent.body === undefined ? undefined : JSON.parse(JSON.stringify(sent.body));
  return decodeRequest(route, { params, query: url.searchParams, body });
}

test('each operation has a method and path of its own', () => {
  assert.ok(answersFit && joinFits);
  const places = [...Object.values(JOIN_ROUTES), ...Object.values(TRACKER_ROUTES)].map((r) => `${r.method} ${r.path}`);
  assert.equal(new Set(places).size, places.length);
});

test('a request arrives as it was sent, in body, query and path', () => {
  const search = {
    text: 'été & co',
    extensions: ['txt', 'md'],
    online: false,
    minSize: 0,
    idPrefix: 'cabcdefgh',
    limit: 7,
  };
  assert.deepEqual(throughHttp('search', search), search);
  assert.deepEqual(throughHttp('browse', { peer, path: 'a b/ü', recursive: true, limit: 5 }), {
    peer,
    path: 'a b/ü',
    recursive: true,
    limit: 5,
  });
  assert.deepEqual(throughHttp('namesOf', { content }), { content });
  assert.deepEqual(throughHttp('locate', { contents: [content] }), { contents: [content] });
  assert.deepEqual(throughHttp('leave', { forget: true }), { forget: true });
});

test('what a query leaves out has its default', () => {
  assert.deepEqual(throughHttp('search', {}), { text: '', limit: 50 });
  assert.deepEqual(throughHttp('events', {}), { after: -1 });
});

test('a parameter that there is not is refused, not ignored', () => {
  const parts = { params: {}, query: new URLSearchParams('txt=a'), body: undefined };
  assert.throws(() => decodeRequest(TRACKER_ROUTES.search, parts), { code: 'bad-request' });
  assert.throws(() => decodeRequest(TRACKER_ROUTES.leave, { ...parts, body: { forget: true } }), {
    code: 'bad-request',
  });
});

test('a parameter that is given twice, or of another type, is refused', () => {
  for (const query of ['limit=1&limit=2', 'limit=many', 'limit=1.5', 'online=yes', 'limit=501', 'limit=']) {
    const parts = { params: {}, query: new URLSearchParams(query), body: undefined };
    assert.throws(() => decodeRequest(TRACKER_ROUTES.search, parts), { code: 'bad-request' }, query);
  }
});

test('the pattern of an id accepts what the parser of ids accepts, and nothing else', () => {
  const almost = fc.oneof(
    fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes): string => contentIdOfHash(bytes)),
    fc.string(),
    fc
      .string({ unit: fc.constantFrom('a', 'b', 'q', 'z', '2', '7', 'A', '1', '8', '='), minLength: 52, maxLength: 52 })
      .map((text) => `c${text}`),
    fc.string({ unit: fc.constantFrom('a', 'q', 'b'), minLength: 52, maxLength: 53 }).map((text) => `c${text}`),
  );
  const passes = (accept: () => unknown): boolean => {
    try {
      accept();
      return true;
    } catch (error) {
      assert.ok(AyniError.is(error));
      return false;
    }
  };
  fc.assert(
    fc.property(almost, (text) => {
      assert.equal(
        passes(() => parseRequest(ContentIdText, text)),
        passes(() => parseContentId(text)),
      );
    }),
  );
});

test('an id or a path that is none is refused by its own code', () => {
  const locate = TRACKER_ROUTES.locate.request;
  assert.throws(() => parseRequest(locate, { contents: ['nonsense'] }), { code: 'bad-id' });
  assert.throws(() => parseRequest(locate, { contents: [peer] }), { code: 'bad-id' });
  const batch = { share: 's', audience: { kind: 'everyone' }, base: 0, next: 1, upsert: [] as object[], remove: ['a'] };
  const publish = TRACKER_ROUTES.publish.request;
  assert.doesNotThrow(() => parseRequest(publish, batch));
  for (const path of ['../up', '/abs', 'a//b', 'a/\0', 'x/'.repeat(300) + 'x', 'n'.repeat(5000)]) {
    assert.throws(() => parseRequest(publish, { ...batch, remove: [path] }), AyniError, path.slice(0, 9));
    const entry = { kind: 'directory', path };
    assert.throws(() => parseRequest(publish, { ...batch, upsert: [entry] }), AyniError, path.slice(0, 9));
  }
  for (const path of ['../up', '/abs', 'a//b', 'a/\0']) {
    assert.throws(() => parseRequest(publish, { ...batch, upsert: [{ kind: 'directory', path }] }), {
      code: 'bad-path',
    });
  }
  for (const share of ['', 'a/b', '..', 'n'.repeat(300)]) {
    assert.throws(() => parseRequest(publish, { ...batch, share }), AyniError, share.slice(0, 9));
  }
});

test('a message is judged alike, the first of its kind and the thousandth', () => {
  const publish = Type.With(TRACKER_ROUTES.publish.request, { title: 'new here' });
  const batch = { share: 's', audience: { kind: 'everyone' }, base: 0, next: 1, upsert: [], remove: ['a'] };
  for (let time = 0; time < 1000; time++) {
    assert.equal(parseRequest(publish, batch), batch);
    assert.throws(() => parseRequest(publish, { ...batch, base: -1 }), { code: 'bad-request', message: /"base"/ });
    assert.throws(() => parseRequest(publish, { ...batch, upsert: [{ kind: 'directory', path: '../up' }] }), {
      code: 'bad-path',
    });
  }
});

test('too much or too little is said in a sentence for people', () => {
  const said = (request: Parameters<typeof parseRequest>[0], value: unknown, message: string) =>
    assert.throws(() => parseRequest(request, value), { code: 'bad-request', message });
  const groups = Array.from({ length: 65 }, (_, number) => `group ${number}`);
  const invite = { role: 'member', groups: [], uses: 1, lifetime: 60 };
  const { search, createInvite, publish } = TRACKER_ROUTES;
  said(createInvite.request, { ...invite, groups }, '"groups" may have 64 entries at most: name fewer.');
  said(createInvite.request, { ...invite, uses: 20_000 }, '"uses" may be 10000 at most.');
  said(createInvite.request, { ...invite, uses: 0 }, '"uses" has to be 1 at least.');
  const text = 'x'.repeat(2000);
  said(search.request, { text, limit: 1 }, '"text" may have 1024 characters at most: make it shorter.');
  const audience = { kind: 'restricted', groups, peers: [] };
  const batch = { share: 's', audience, base: 0, next: 1, upsert: [], remove: [] };
  said(publish.request, batch, '"audience/groups" may have 64 entries at most: name fewer.');
});

test('lists over their cap are refused', () => {
  const many = Array.from({ length: 1001 }, () => content);
  assert.throws(() => parseRequest(TRACKER_ROUTES.locate.request, { contents: many }), { code: 'bad-request' });
  assert.doesNotThrow(() => parseRequest(TRACKER_ROUTES.locate.request, { contents: many.slice(1) }));
});

test('an answer that is not the protocol’s is a bad answer', () => {
  assert.throws(() => parseAnswer(TRACKER_ROUTES.stats.answer, { members: 'many' }), { code: 'bad-answer' });
  assert.throws(() => parseAnswer(TRACKER_ROUTES.locate.answer, { nonsense: [] }), { code: 'bad-answer' });
  assert.deepEqual(parseAnswer(TRACKER_ROUTES.locate.answer, { [content]: [] }), { [content]: [] });
});

test('nothing that is thrown at a schema does more than be refused', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.constantFrom(...Object.values(TRACKER_ROUTES)), (value, route) => {
      if (!hasBody(route)) return;
      try {
        parseRequest(route.request, value);
      } catch (error) {
        assert.ok(AyniError.is(error));
        assert.ok(!error.message.includes('\n'));
      }
    }),
  );
});
