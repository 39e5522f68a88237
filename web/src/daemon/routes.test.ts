import assert from 'node:assert/strict';
import { test } from 'node:test';

import {
  CONTROL_ROUTES,
  DROP_PATH,
  NETWORK_ROUTES,
  PAGE_ROUTES,
  PREVIEW_PATH,
  PROGRESS_PATH,
} from '../../../src/wire/control/routes.ts';
import { DROP_URL, PREVIEW_URL, PROGRESS_URL } from './paths.ts';
import { PATHS } from './routes.ts';

test('calls go where the daemon serves them', () => {
  const served = Object.entries({ ...CONTROL_ROUTES, ...PAGE_ROUTES, ...NETWORK_ROUTES });
  const expected = Object.fromEntries(served.map(([name, { method, path }]) => [name, [method, path]]));
  assert.deepEqual(PATHS, expected);
  assert.deepEqual([PROGRESS_URL, PREVIEW_URL, DROP_URL], [PROGRESS_PATH, PREVIEW_PATH, DROP_PATH]);
});
