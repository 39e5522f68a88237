import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request, type IncomingMessage } from 'node:http';
import { test, type TestContext } from 'node:test';

import { controlDoor } from '../../../../test/support/control-door.ts';
import { backend } from '../../../../test/support/known-backend.ts';
import { contentIdOfHash } from '../../../core/ids.ts';
import { sniff } from './sniff.ts';

const CONTENT = contentIdOfHash(new Uint8Array(32));
const PNG = Buffer.concat([Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'), Buffer.alloc(5000, 7)]);
const SVG = '<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>';

/** A daemon whose every preview is of these bytes. */
async function previewing(t: TestContext, bytes: Buffer) {
  const known = backend();
  let closed = 0;
  let reads = 0;
  const preview = async () => ({
    size: bytes.length,
    read: async (buffer: Uint8Array, position: number) => {
      reads++;
      return bytes.copy(buffer, 0, position);
    },
    [Symbol.asyncDispose]: async () => void closed++,
  });
  const door = await controlDoor(t, { behind: { ...known, peer: { ...known.peer, preview } } });
  const cookie = await door.cookie();
  const get = (query = '', headers: Record<string, string> = {}) =>
    door.ask(`/v1/preview/${CONTENT}${query}`, { headers: { cookie, ...headers } });
  return { door, cookie, get, closed: () => closed, reads: () => reads };
}

test('answers the range that is asked for, and all of it without one', async (t) => {
  const { get, closed } = await previewing(t, PNG);
  const size = PNG.length;
  for (const [range, status, start, end] of [
    [undefined, 200, 0, size],
    ['bytes=0-', 206, 0, size],
    ['bytes=10-19', 206, 10, 20],
    ['bytes=-8', 206, size - 8, size],
    ['bytes=4000-999999', 206, 4000, size],
    ['bytes=0-1,5-6', 200, 0, size],
    ['lines=1-2', 200, 0, size],
  ] as const) {
    const { status: given, headers, body } = await get('', range === undefined ? {} : { range });
    assert.equal(given, status, String(range));
    assert.ok(body.equals(PNG.subarray(start, end)), String(range));
    const told = status === 206 ? `bytes ${start}-${end - 1}/${size}` : undefined;
    assert.equal(headers['content-range'], told);
    assert.equal(headers['content-type'], 'image/png');
  }
  for (const range of [`bytes=${size}-`, 'bytes=9-3', 'bytes=-0']) {
    const { status, headers } = await get('', { range });
    assert.equal(status, 416, range);
    assert.equal(headers['content-range'], `bytes */${size}`);
  }
  assert.equal(closed(), 10);
});

test('never hands a file of somebody else out as a page', async (t) => {
  const page = '<!doctype html><script>alert(1)</script>';
  for (const [bytes, headers, type, disposition] of [
    [page, {}, 'text/plain; charset=utf-8', 'inline'],
    [SVG, {}, 'text/plain; charset=utf-8', 'inline'],
    [SVG, { 'sec-fetch-dest': 'document' }, 'text/plain; charset=utf-8', 'inline'],
    [SVG, { 'sec-fetch-dest': 'image' }, 'image/svg+xml', 'inline'],
    ['%PDF-1.7 <script>', {}, 'application/octet-stream', 'attachment'],
    ['MZ\0\x01', {}, 'application/octet-stream', 'attachment'],
  ] as const) {
    const { get } = await previewing(t, Buffer.from(bytes));
    const answer = await get("?name=a'b%22%0d%0a%E2%80%AEgnp.jpg", headers);
    assert.equal(answer.headers['content-type'], type, bytes);
    assert.equal(answer.headers['content-security-policy'], "sandbox; default-src 'none'");
    assert.equal(answer.headers['x-content-type-options'], 'nosniff');
    assert.equal(answer.headers['cross-origin-resource-policy'], 'same-origin');
    assert.equal(
      answer.headers['content-disposition'],
      `${disposition}; filename*=UTF-8''a%27b%22%0D%0A%E2%80%AEgnp.jpg`,
    );
    const saved = await get('?download=1', headers);
    assert.equal(saved.headers['content-type'], 'application/octet-stream');
    assert.match(String(saved.headers['content-disposition']), /^attachment/);
  }
});

test('asks for a session, and says when nobody has the file', async (t) => {
  const { door } = await previewing(t, PNG);
  assert.equal((await door.ask(`/v1/preview/${CONTENT}`)).status, 401);
  const nobody = await controlDoor(t);
  const answer = await nobody.asCommand(`/v1/preview/${CONTENT}`);
  assert.equal(answer.status, 404);
  assert.match(answer.body.toString(), /"no-sources"/);
  assert.equal((await nobody.asCommand('/v1/preview/c1')).status, 400);
});

test('reads no further than a client takes, and closes the file when it goes', async (t) => {
  const { door, cookie, closed, reads } = await previewing(t, Buffer.alloc(64 * 1024 * 1024, 0));
  const sent = request(`${door.url}/v1/preview/${CONTENT}`, { headers: { cookie }, agent: false }).end();
  const [response] = (await once(sent, 'response')) as [IncomingMessage];
  await once(response, 'readable');
  let before = -1;
  while (before !== reads()) {
    before = reads();
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  assert.ok(before < 128, `${before} of 256 chunks were read`);
  response.on('error', () => undefined);
  response.destroy();
  while (closed() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
});

test('knows a file by its bytes', () => {
  const bytes = (text: string) => Buffer.from(text, 'latin1');
  for (const [head, expected] of [
    ['\xff\xd8\xff\xe0', 'image/jpeg'],
    ['GIF89a', 'image/gif'],
    ['RIFF\0\0\0\0WEBPVP8 ', 'image/webp'],
    ['\0\0\0\x20ftypavif', 'image/avif'],
    ['BM\0\0\0\0\0\0\0\0\0\0\0\0\x28\0\0\0', 'image/bmp'],
    ['\0\0\0\x20ftypisom', 'video/mp4'],
    ['\0\0\0\x14ftypqt  ', 'video/quicktime'],
    ['\x1a\x45\xdf\xa3\x9f\x42\x82\x84webm', 'video/webm'],
    ['\x1a\x45\xdf\xa3\x9f\x42\x82\x88matroska', 'video/x-matroska'],
    ['OggS\0\x02', 'audio/ogg'],
    [`OggS${'\0'.repeat(24)}\x80theora`, 'video/ogg'],
    ['ID3\x03\0', 'audio/mpeg'],
    ['\xff\xfb\x90\x64', 'audio/mpeg'],
    ['\xff\xf1\x50\x80', 'audio/aac'],
    ['fLaC\0', 'audio/flac'],
    ['RIFF\0\0\0\0WAVEfmt ', 'audio/wav'],
    ['\0\0\0\x20ftypM4A ', 'audio/mp4'],
    ['%PDF-1.4', 'pdf'],
    ['BM is a text', 'text'],
    ['', 'text'],
    ['hello \xc3', 'text'],
    ['a\0b', 'other'],
    ['\xff\xfe<\0s\0v\0g\0', 'other'],
    ['<!-- a --><svg>', 'svg'],
    ['text <svg>', 'text'],
  ] as const) {
    const found = sniff(bytes(head));
    assert.equal('type' in found ? found.type : found.kind, expected, JSON.stringify(head));
  }
});
