import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { contentIdOfHash } from '../../core/ids.ts';
import { parseRoute } from './route.ts';

const content = contentIdOfHash(new Uint8Array(32).fill(7));

test('knows the paths of the table', () => {
  assert.deepEqual(parseRoute('GET', '/health/live'), { kind: 'live' });
  assert.deepEqual(parseRoute('HEAD', `/v1/content/${content}`), { kind: 'bytes', content });
  assert.deepEqual(parseRoute('GET', `/v1/content/${content}/pages`), { kind: 'pages', content });
  assert.deepEqual(parseRoute('GET', `/v1/content/${content}/pages/12`), { kind: 'pieces', content, page: 12 });
  assert.deepEqual(parseRoute('GET', `/v1/content/${content}/bitfield`), { kind: 'bitfield', content });
  assert.deepEqual(parseRoute('POST', `/v1/content/${content}/bitfield`), { kind: 'wanted', content });
  assert.deepEqual(parseRoute('POST', `/v1/content/${content}/next`), { kind: 'next', content, count: 1 });
  assert.deepEqual(parseRoute('POST', `/v1/content/${content}/next?count=40`), { kind: 'next', content, count: 40 });
});

test('knows nothing else', () => {
  for (const target of [
    '',
    '/',
    '*',
    '/v1',
    '/v1/content',
    '/health/live/',
    '/health/live?x',
    `//v1/content/${content}`,
    `/V1/content/${content}`,
    `/v1/content/${content}/`,
    `/v1/content/${content}?x=1`,
    `/v1/content/${content}/pages/`,
    `/v1/content/${content}/pages/01`,
    `/v1/content/${content}/pages/-1`,
    `/v1/content/${content}/pages/1e3`,
    `/v1/content/${content}/pages/1/2`,
    `/v1/content/${content}/bitfield?`,
    `/v1/content/${content}/bitfield?since=1`,
    `/v1/content/${content}/../../etc/passwd`,
    `/v1/content/${content}/other`,
    `https://elsewhere/v1/content/${content}`,
    `/v1/content/${content}/pages/${'9'.repeat(200)}`,
  ]) {
    assert.equal(parseRoute('GET', target), undefined, target);
  }
  for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'TRACE', 'CONNECT', 'get']) {
    assert.equal(parseRoute(method, `/v1/content/${content}`), undefined, method);
    assert.equal(parseRoute(method, `/v1/content/${content}/bitfield?x`), undefined, method);
  }
});

test('says of an id that is none that it is none', () => {
  for (const id of ['', 'x', '..', content.toUpperCase(), `${content}a`, `n${content.slice(1)}`, '%2e%2e', 'c\0']) {
    const route = parseRoute('GET', `/v1/content/${id}`);
    assert.ok(route?.kind === 'invalid' && route.error.code === 'bad-id', id);
  }
});

test('never fails in another way, whatever comes', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (before, after) => {
      const route = parseRoute('GET', `/v1/content/${before}/${after}`);
      assert.ok(route === undefined || (route.kind === 'invalid' && route.error.code === 'bad-id'));
    }),
  );
});
