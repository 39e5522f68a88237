import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Option } from 'commander';

import { PLACES } from './places.ts';
import { environmentName, type Setting } from './setting.ts';
import { SETTINGS } from './settings-table.ts';

test('the flag of a setting has its name, and takes a value unless it is yes or no', () => {
  for (const [name, { flag, kind }] of Object.entries<Setting>(SETTINGS)) {
    if (flag === undefined) continue;
    const option = new Option(flag);
    assert.equal(option.attributeName(), name);
    assert.equal(option.isBoolean(), kind.is(true), name);
  }
});

test('of the address of a database everything is shown but the password', () => {
  for (const [address, shown] of [
    ['postgres://me@host:5432/name', 'postgres://me@host:5432/name'],
    ['postgres://u:p@ssword@db/x', 'postgres://u:***@db/x'],
    ['postgres://u:a%2Fb@db/x?sslmode=require', 'postgres://u:***@db/x?sslmode=require'],
    ['postgres://db/x?user=u&password=p&sslmode=require', 'postgres://db/x?user=u&password=***&sslmode=require'],
    ['postgres://u:p:q/r@db:port/x', '***'],
  ] as const) {
    assert.equal(SETTINGS.store.masked(address), shown);
  }
});

test('every default is one that could be given, and no two settings share a variable', () => {
  for (const { at, kind, fallback } of PLACES.values()) {
    assert.ok(fallback === undefined || kind.is(fallback), at);
  }
  assert.equal(new Set([...PLACES.values()].map(environmentName)).size, PLACES.size);
});
