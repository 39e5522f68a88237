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

test('every default is one that could be given, and no two settings share a variable', () => {
  for (const { at, kind, fallback } of PLACES.values()) {
    assert.ok(fallback === undefined || kind.is(fallback), at);
  }
  assert.equal(new Set([...PLACES.values()].map(environmentName)).size, PLACES.size);
});
