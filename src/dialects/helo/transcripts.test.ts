import { test } from 'node:test';
import { SILENT } from '../../core/log.ts';
import { systemClock } from '../../platform/clock.ts';
import { converse, readTranscripts } from '../../../test/support/dialects/transcript.ts';
import { MemoryRegistry } from '../shared/test-support/memory-registry.ts';
import { MemoryShare } from '../shared/test-support/memory-share.ts';
import { helo } from './index.ts';

const LISTEN = { host: '127.0.0.1', port: 0, maxConnections: 10 };

for (const transcript of readTranscripts('helo')) {
  test(`${transcript.with}: ${transcript.name}`, async () => {
    for (const cut of [Infinity, 1]) {
      const registry = new MemoryRegistry();
      for (const [key, names] of Object.entries(transcript.natives ?? {})) {
        const [host = '', port] = key.split(':');
        registry.addNative({ host, port: Number(port), files: names.map((name) => ({ name })) });
      }
      const components = { clock: systemClock, log: SILENT };
      await using server =
        transcript.with === 'tracker'
          ? helo.tracker({ ...components, registry }, { ...LISTEN, ttlMs: 60_000 })
          : helo.peer({ ...components, share: new MemoryShare(transcript.share) }, LISTEN);
      await converse(transcript, await server.start(), cut);
    }
  });
}
