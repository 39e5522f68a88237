import assert from 'node:assert/strict';
import { test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import { SILENT } from '../../core/log.ts';
import { LineOfTalk } from '../../../test/support/dialects/line-of-talk.ts';
import { SILENCE, type Conversation } from './conversation.ts';
import { ConversationServer } from './conversation-server.ts';

test('what came while the process was busy is no silence', async (t) => {
  const came = Promise.withResolvers<Conversation>();
  const over = Promise.withResolvers<void>();
  const options = { host: '127.0.0.1', port: 0, maxConnections: 1 };
  const server = new ConversationServer({ name: 'test', log: SILENT }, options, (conversation) => {
    came.resolve(conversation);
    return over.promise;
  });
  t.after(() => {
    over.resolve();
    return server[Symbol.asyncDispose]();
  });
  await using talk = await LineOfTalk.to(await server.start());
  const conversation = await came.promise;
  assert.equal(await conversation.read(20), SILENCE);
  // Timers come next here, without a look at the sockets.
  await setImmediate();
  const reading = conversation.read(20);
  talk.write('in time');
  const until = performance.now() + 60;
  while (performance.now() < until);
  assert.equal((await reading)?.toString(), 'in time');
});
