import { test } from 'node:test';
import { converseRpc, readRpcTranscripts } from '../../../test/support/dialects/rpc-transcript.ts';
import { SILENT } from '../../core/log.ts';
import { systemClock } from '../../platform/clock.ts';
import { MemoryRegistry } from '../shared/test-support/memory-registry.ts';
import { MemoryShare } from '../shared/test-support/memory-share.ts';
import { flatgrpc } from './index.ts';

const LISTEN = { host: '127.0.0.1', port: 0, maxConnections: 10 };

for (const transcript of readRpcTranscripts('flatgrpc')) {
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
          ? flatgrpc.tracker({ ...components, registry }, LISTEN)
          : flatgrpc.peer({ ...components, share: new MemoryShare(transcript.share) }, LISTEN);
      await converseRpc(transcript, await server.start(), cut);
    }
  });
}
