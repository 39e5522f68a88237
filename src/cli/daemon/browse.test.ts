import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AyniError } from '../../core/errors.ts';
import { parsePeerId } from '../../core/ids.ts';
import { browse } from './browse.ts';
import type { Session } from './session.ts';

test('a folder with more than is listed is refused, not cut', async () => {
  const items = Array.from({ length: 5000 }, () => ({}));
  const client = { call: () => Promise.resolve({ items, cursor: 'more' }) };
  const session = { client, signal: new AbortController().signal } as unknown as Session;
  await assert.rejects(browse(session, parsePeerId(`p${'a'.repeat(52)}`), 'share', true), (error) =>
    AyniError.is(error, 'too-large'),
  );
});
