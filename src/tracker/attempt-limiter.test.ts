import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AyniError } from '../core/errors.ts';
import { ManualClock } from '../../test/support/manual-clock.ts';
import { AttemptLimiter } from './attempt-limiter.ts';

function limiterOf(limit: number, capacity?: number) {
  const clock = new ManualClock();
  const limiter = new AttemptLimiter({ clock }, { limit, ...(capacity === undefined ? {} : { capacity }) });
  return { clock, limiter };
}

test('an address that reached the limit is told how long to wait, and may go on then', () => {
  const { clock, limiter } = limiterOf(2);
  limiter.count('192.0.2.1');
  clock.advance(20_000);
  limiter.check('192.0.2.1');
  limiter.count('192.0.2.1');
  assert.throws(
    () => limiter.check('192.0.2.1'),
    (error) => AyniError.is(error, 'busy') && error.context['retryAfter'] === 40,
  );
  limiter.check('192.0.2.2');
  clock.advance(40_000);
  limiter.check('192.0.2.1');
});

test('all addresses of one IPv6 subnet count together', () => {
  const { limiter } = limiterOf(1);
  limiter.count('2001:db8::1');
  assert.throws(() => limiter.check('2001:db8::ffff:1'), { code: 'busy' });
  limiter.check('2001:db8:0:1::1');
});

test('over its capacity it forgets the oldest address', () => {
  const { limiter } = limiterOf(1, 2);
  for (const address of ['192.0.2.1', '192.0.2.2', '192.0.2.3']) limiter.count(address);
  limiter.check('192.0.2.1');
  assert.throws(() => limiter.check('192.0.2.3'), { code: 'busy' });
});

test('an address does not wait longer than a minute where the clock is set back', () => {
  const { clock, limiter } = limiterOf(1);
  clock.advance(86_400_000);
  limiter.count('192.0.2.1');
  clock.advance(-86_400_000);
  limiter.check('192.0.2.1');
  limiter.count('192.0.2.1');
  assert.throws(() => limiter.check('192.0.2.1'), { code: 'busy' });
});
