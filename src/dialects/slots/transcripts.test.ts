import { createHash } from 'node:crypto';
import { suite, test } from 'node:test';
import { SILENT } from '../../core/log.ts';
import { systemClock } from '../../platform/clock.ts';
import { converse, readTranscripts, type Transcript } from '../../../test/support/dialects/transcript.ts';
import { MemoryRegistry } from '../shared/test-support/memory-registry.ts';
import { MemoryShare } from '../shared/test-support/memory-share.ts';
import { slots } from './index.ts';

const LISTEN = { host: '127.0.0.1', port: 0, maxConnections: 10, initialPort: 0 };
const components = { clock: systemClock, log: SILENT };

// They wait for silence most of the time.
suite('whole conversations of slots', { concurrency: 8 }, () => {
  for (const transcript of readTranscripts('slots')) {
    test(`${transcript.with}: ${transcript.name}`, async () => {
      for (const cut of [Infinity, 1]) {
        await using server = serverFor(transcript);
        await converse(transcript, await server.start(), cut);
      }
    });
  }
});

function serverFor({ with: side, contents = {}, share, slots: count = 3 }: Transcript) {
  if (side === 'peer') {
    return slots.peer({ ...components, share: new MemoryShare(share, 'latin1') }, { ...LISTEN, maxPeers: count });
  }
  const registry = new MemoryRegistry();
  for (const [key, files] of Object.entries(contents)) {
    const [host = '', port] = key.split(':');
    const held = Object.entries(files).map(([name, text]) => {
      const bytes = Buffer.from(text, 'latin1');
      return { name, size: bytes.length, md5: createHash('md5').update(bytes).digest('hex') };
    });
    registry.addNative({ host, port: Number(port), files: held });
  }
  return slots.tracker({ ...components, registry }, { ...LISTEN, ttlMs: 60_000, maxPeer: count });
}
