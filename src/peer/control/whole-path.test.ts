import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';

import { AyniError } from '../../core/errors.ts';
import { wholePath } from './whole-path.ts';

test('takes whole paths and those in the home folder, and nothing that is relative', () => {
  assert.equal(wholePath('/data/../films/'), '/films');
  assert.equal(wholePath('~'), homedir());
  assert.equal(wholePath('~/Photos'), join(homedir(), 'Photos'));
  for (const wrong of ['Photos', './Photos', '', '~other/Photos', '/nul\0']) {
    assert.throws(
      () => wholePath(wrong),
      (error) => AyniError.is(error, 'bad-path'),
      wrong,
    );
  }
});
