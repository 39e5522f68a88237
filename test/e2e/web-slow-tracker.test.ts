import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { test } from 'node:test';

import { TestBrowser } from '../support/browser.ts';
import { freePort } from '../support/free-port.ts';
import { needs } from '../support/parts.ts';
import { Machine } from './cli-support.ts';
import { untilFound } from './web-support.ts';

test('a page whose tracker has gone slow stays usable, says so, and goes on', { timeout: 280_000 }, async (t) => {
  if (!needs(t, '/usr/bin/chromium')) return;
  const [trackers, peers] = [await Machine.make(t), await Machine.make(t)];
  const at = ['--host', '127.0.0.1'];
  const tracker = await trackers.start('tracker', ...at, '--tracker-port', String(await freePort()));
  const link = tracker.started.tracker?.invites[0]?.link ?? '';
  await mkdir(peers.path('shared'));
  await writeFile(peers.path('shared', 'hello.txt'), 'hello');
  await peers.start('join', link, peers.path('shared'), ...at, '--port', String(await freePort()));
  await untilFound(peers, 'hello', 1);
  const browser = await TestBrowser.start(t);
  const page = await browser.open(peers);
  await page.getByRole('searchbox').fill('hello');
  await page.locator('.result', { hasText: 'hello.txt' }).waitFor();

  // It takes connections and answers nothing, as one that is overloaded.
  tracker.child.kill('SIGSTOP');
  await page.getByRole('searchbox').fill('hello.');
  await page.getByText('Loading…').first().waitFor();
  // What was found before stays.
  assert.equal(await page.locator('.result', { hasText: 'hello.txt' }).count(), 1);
  await page.locator('.problem').first().waitFor();
  await page.getByText('The tracker does not answer').waitFor({ timeout: 120_000 });
  await page.getByRole('link', { name: 'My share' }).click();
  await page.locator('.my-share .card', { hasText: 'shared' }).waitFor();

  tracker.child.kill('SIGCONT');
  await page.getByText('The tracker does not answer').waitFor({ state: 'hidden', timeout: 120_000 });
  await page.getByRole('link', { name: 'Find' }).first().click();
  await page.getByRole('searchbox').fill('hello');
  await page.locator('.result', { hasText: 'hello.txt' }).waitFor();
  assert.equal(await page.locator('.problem').count(), 0);
});
