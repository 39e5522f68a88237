import assert from 'node:assert/strict';
import { test } from 'node:test';

import { callOf, withCalls } from './call-of.ts';

test('a hint names the state folder that the command line named, as one word of a shell', () => {
  assert.equal(callOf({ self: 'ayni' }, 'peers'), 'ayni peers');
  assert.equal(callOf({ self: 'npx ayni', state: '/srv/a' }, 'get NAME'), 'npx ayni get NAME --state /srv/a');
  assert.equal(callOf({ self: 'ayni', state: "/it's here" }, 'peers'), String.raw`ayni peers --state '/it'\''s here'`);
});

test('commands in what errors say are called in the same way, and nothing else is changed', () => {
  const cli = { self: 'npm run ayni --', state: '/srv/a' };
  assert.equal(
    withCalls(cli, 'No peer is called "ayni": "ayni peers" lists them, "status" tells more of ayni.'),
    'No peer is called "ayni": "npm run ayni -- peers --state /srv/a" lists them, "status" tells more of ayni.',
  );
});
