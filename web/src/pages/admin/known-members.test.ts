import assert from 'node:assert/strict';
import { test } from 'node:test';

import { peerIdOf } from '../../../../src/core/ids.ts';
import { joinMembers } from './known-members.ts';

const member = (n: number, name: string, more = {}) => ({
  peer: peerIdOf(new Uint8Array(32).fill(n)),
  name,
  role: 'member' as const,
  groups: [],
  joined: 0,
  revoked: false,
  ...more,
});

test('lists who is complained about first, then who is there, and the revoked last', () => {
  const online = member(2, 'b');
  const there = {
    peer: online.peer,
    name: 'b',
    role: 'member',
    online: true,
    agent: '',
    files: 0,
    bytes: 0,
    seen: 7,
    endpoints: [{ protocol: 'ayni' as const, host: '::1', port: 9 }],
  };
  const joined = joinMembers(
    [member(1, 'a', { revoked: true, reports: 3 }), online, member(3, 'c'), member(4, 'd', { reports: 2 })],
    [there],
  );
  assert.deepEqual(
    joined.map(({ name }) => name),
    ['d', 'b', 'c', 'a'],
  );
  assert.deepEqual([joined[1]?.endpoint, joined[1]?.seen, joined[2]?.endpoint], ['[::1]:9', 7, '']);
});
