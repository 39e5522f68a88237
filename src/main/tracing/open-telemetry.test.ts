import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { test } from 'node:test';
import { InMemorySpanExporter, SimpleSpanProcessor, TracerProvider } from '@opentelemetry/sdk-trace';

import { AyniError } from '../../core/errors.ts';
import { NO_TRACING, traced } from '../../core/tracing/tracing.ts';
import { OpenTelemetry } from './open-telemetry.ts';

function collecting() {
  const exporter = new InMemorySpanExporter();
  const provider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter })] });
  return { tracing: new OpenTelemetry(provider.getTracer('test')), spans: () => exporter.getFinishedSpans() };
}

test('spans are within each other through what is awaited, also side by side', async () => {
  const { tracing, spans } = collecting();
  await Promise.all(
    ['one', 'two'].map((name) =>
      tracing.run(name, {}, async () => {
        await turn();
        await tracing.run(`${name} below`, {}, () => turn());
      }),
    ),
  );
  for (const name of ['one', 'two']) {
    const above = spans().find((span) => span.name === name);
    const below = spans().find((span) => span.name === `${name} below`);
    assert.equal(below?.parentSpanContext?.spanId, above?.spanContext().spanId);
  }
});

test('a trace goes on from the header of whoever asked, and what is no header begins one', async () => {
  const { tracing, spans } = collecting();
  const trace = '0af7651916cd43dd8448eb211c80319c';
  const header = await tracing.run('asked', { parent: `00-${trace}-b7ad6b7169203331-01` }, async () =>
    tracing.traceparent(),
  );
  assert.match(header ?? '', new RegExp(`^00-${trace}-(?!b7ad6b7169203331)[0-9a-f]{16}-01$`));
  for (const parent of [
    '',
    'nonsense',
    `00-${'0'.repeat(32)}-b7ad6b7169203331-01`,
    `00-${trace}-${'0'.repeat(16)}-01`,
  ]) {
    await tracing.run('begins', { parent }, () => turn());
    assert.notEqual(spans().at(-1)?.spanContext().traceId, trace);
    assert.equal(spans().at(-1)?.parentSpanContext, undefined);
  }
  assert.equal(tracing.traceparent(), undefined);
});

test('an error is told by its code alone, and goes on to the caller', async () => {
  const { tracing, spans } = collecting();
  const failing = tracing.run('fails', {}, () => Promise.reject(new AyniError('not-found', 'my-diary.txt is gone')));
  await assert.rejects(failing, { code: 'not-found' });
  assert.deepEqual(spans()[0]?.attributes, { 'error.type': 'not-found' });
  assert.ok(!JSON.stringify(spans()[0]?.status).includes('diary'));
});

test('each call of an object is a span, and what answers at once is none', async () => {
  const { tracing, spans } = collecting();
  const store = { read: async () => 1, follow: () => 'at once' };
  const watched = traced(store, tracing, { prefix: 'store', kind: 'internal' });
  assert.deepEqual([await watched.read(), watched.follow()], [1, 'at once']);
  assert.deepEqual(
    spans().map(({ name }) => name),
    ['store read'],
  );
  assert.equal(traced(store, NO_TRACING, { prefix: 'store', kind: 'internal' }), store);
});
