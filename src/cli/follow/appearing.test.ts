import assert from 'node:assert/strict';
import { test } from 'node:test';

import { AWAY, AyniError, ERROR_CODES, type ErrorCode } from '../../core/errors.ts';
import type { Session } from '../daemon/session.ts';
import { Appearing } from './appearing.ts';
import { patternOf } from './match.ts';

function appearingWhere(code: ErrorCode): Appearing {
  const client = { call: () => Promise.reject(new AyniError(code, 'No.')) };
  const session = { client, signal: new AbortController().signal };
  return new Appearing(session as unknown as Session, patternOf(['*.pdf']));
}

test('finds nothing while the tracker is away or has no time, and says what else is wrong', async () => {
  for (const code of ERROR_CODES) {
    const next = appearingWhere(code).next();
    if (AWAY.has(code)) assert.deepEqual(await next, [], code);
    else await assert.rejects(next, (error) => AyniError.is(error, code));
  }
});
