import assert from 'node:assert/strict';
import { once } from 'node:events';
import { writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { test, type TestContext } from 'node:test';

import { freePort } from '../support/free-port.ts';
import { Machine, startNetwork, stop, until } from './cli-support.ts';

interface Sent {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly status: { readonly code?: number };
  readonly attributes: readonly { readonly key: string; readonly value: { readonly stringValue?: string } }[];
}

/** Takes OTLP over HTTP as a collector does. @returns its address, and the spans that came */
async function collector(t: TestContext) {
  const spans: Sent[] = [];
  const paths = new Set<string>();
  const server = createServer((request, response) => {
    paths.add(request.url ?? '');
    let text = '';
    request.setEncoding('utf8').on('data', (part: string) => (text += part));
    request.on('end', () => {
      const { resourceSpans } = JSON.parse(text) as {
        resourceSpans: { scopeSpans: { spans: Sent[] }[] }[];
      };
      spans.push(...resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap((scope) => scope.spans)));
      response.setHeader('content-type', 'application/json').end('{}');
    });
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  t.after(() => server.close());
  return { endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, spans, paths, server };
}

test('a download is one trace: what the peer asks, what the tracker does, and the calls of its store', async (t) => {
  const [first, second] = [await Machine.make(t), await Machine.make(t)];
  const { endpoint, spans, paths } = await collector(t);
  first.env = { AYNI_TRACING_ENDPOINT: endpoint };
  second.env = { AYNI_TRACING_ENDPOINT: endpoint };
  await writeFile(first.path('secret-name.txt'), 'traced');
  const { link, child: up } = await startNetwork(first, first.path('secret-name.txt'));
  const own = ['--host', '127.0.0.1', '--port', String(await freePort())];
  const { child: joined } = await second.start('join', link, ...own);
  await until(async () => ((await second.run('get', 'secret-name.txt', '-o', 'got')).code === 0 ? true : undefined));
  // What is left goes out with the end of each.
  assert.deepEqual([await stop(joined), await stop(up)], [0, 0]);

  assert.deepEqual([...paths], ['/v1/traces']);
  const download = spans.find(({ name }) => name === 'download');
  assert.ok(download !== undefined);
  const trace = spans.filter(({ traceId }) => traceId === download.traceId);
  const below = (above: Sent, name: RegExp): Sent => {
    const found = trace.find((span) => span.parentSpanId === above.spanId && name.test(span.name));
    assert.ok(found !== undefined, `${name} below ${above.name}: ${trace.map((span) => span.name).join()}`);
    return found;
  };
  const asked = below(download, /^tracker locate$/);
  const answered = below(asked, /^POST \/v1\/locate$/);
  below(answered, /^store /);
  assert.deepEqual([asked.kind, answered.kind], [3, 2]);
  assert.ok(!JSON.stringify(spans).includes('secret-name'), 'names of files are nobody’s business');
});

test('what fails has its code, and a collector that is away harms nothing', async (t) => {
  const machine = await Machine.make(t);
  const { endpoint, spans } = await collector(t);
  machine.env = { AYNI_TRACING_ENDPOINT: endpoint };
  const { child, link } = await startNetwork(machine);
  const stranger = await Machine.make(t);
  assert.notEqual((await stranger.run('join', link.replace(/.{4}$/, 'AAAA'), '--no-stay')).code, 0);
  assert.equal(await stop(child), 0);
  const failed = spans.filter(({ status }) => status.code === 2);
  const codes = failed.flatMap(({ attributes }) => attributes.filter(({ key }) => key === 'error.type'));
  assert.ok(
    codes.some(({ value }) => value.stringValue === 'invite-invalid'),
    JSON.stringify(failed),
  );

  const alone = await Machine.make(t);
  alone.env = { AYNI_TRACING_ENDPOINT: `http://127.0.0.1:${await freePort()}` };
  const { child: other } = await startNetwork(alone);
  assert.equal((await alone.run('status')).code, 0);
  assert.equal(await stop(other), 0);
});
