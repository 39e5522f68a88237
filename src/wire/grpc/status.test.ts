import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AyniError, ERROR_CODES } from '../../core/errors.ts';
import { codeInMetadata, statusOfError } from './status.ts';

test('every code travels with a status that is no success, and comes back', () => {
  for (const code of ERROR_CODES) {
    const { code: status, metadata } = statusOfError(new AyniError(code, 'x'));
    assert.ok(status > 0 && status < 17, code);
    assert.equal(codeInMetadata(metadata['ayni-code']), code);
  }
  assert.equal(codeInMetadata('nonsense'), undefined);
});

test('facts travel in ASCII; paths and bugs do not', () => {
  const context = { position: 3, retryAfter: 2, share: 'música\n', path: '/home/ana', list: ['x'], code: 'y' };
  const { details, metadata } = statusOfError(new AyniError('busy', 'Half \ud800 a letter', { context }));
  assert.deepEqual(metadata, {
    'ayni-position': '3',
    'ayni-retry-after': '2',
    'ayni-share': 'm%C3%BAsica%0A',
    'ayni-code': 'busy',
  });
  assert.equal(encodeURI(details), 'Half%20%EF%BF%BD%20a%20letter');
  assert.ok(!statusOfError(new AyniError('internal', '/home/ana is odd')).details.includes('ana'));
});
