import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { test } from 'node:test';

import { TestBrowser } from '../support/browser.ts';
import { freePort } from '../support/free-port.ts';
import { needs } from '../support/parts.ts';
import { Machine } from './cli-support.ts';
import { startMachines, untilFound } from './web-support.ts';

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
  // Nothing is asked any more, and nothing says so.
  await page.getByText('Loading…').first().waitFor({ state: 'hidden' });
  await page.getByText('The tracker does not answer').waitFor({ timeout: 120_000 });
  await page.getByRole('link', { name: 'My share' }).click();
  await page.locator('.my-share .card', { hasText: 'shared' }).waitFor();
  await page.getByRole('link', { name: 'Find' }).first().click();
  await page.locator('.problem').first().waitFor();
  assert.equal(await page.locator('.result').count(), 0);

  tracker.child.kill('SIGCONT');
  await page.getByText('The tracker does not answer').waitFor({ state: 'hidden', timeout: 120_000 });
  // By itself: nobody types, and nobody presses anything.
  await page.locator('.result', { hasText: 'hello.txt' }).waitFor();
  assert.equal(await page.locator('.problem').count(), 0);
});

test('what failed while the tracker was there can be tried again', { timeout: 100_000 }, async (t) => {
  if (!needs(t, '/usr/bin/chromium')) return;
  const [machine] = await startMachines(t, ['first'], async (one) => {
    await mkdir(one.path('shared', 'album'));
    await writeFile(one.path('shared', 'album', 'hello.txt'), 'hello');
  });
  assert.ok(machine);
  await untilFound(machine, 'hello', 1);
  const browser = await TestBrowser.start(t);
  const page = await browser.open(machine);
  const again = page.getByRole('button', { name: 'Try again' });
  const fail = (call: string) => page.route(`**/v1/network/${call}`, (route) => route.abort());
  const mend = (call: string) => page.unroute(`**/v1/network/${call}`);

  await page.locator('.result', { hasText: 'hello.txt' }).waitFor();
  await fail('search');
  await page.getByRole('searchbox').fill('hello.');
  await again.waitFor();
  assert.equal(await page.getByText('Loading…').count(), 0);
  await again.click();
  await again.and(page.locator(':enabled')).waitFor();
  await mend('search');
  await again.click();
  await again.waitFor({ state: 'hidden' });
  await page.getByText('1 result').waitFor();

  await fail('browse');
  await page.getByRole('button', { name: 'All together' }).click();
  await again.waitFor();
  assert.equal(await page.getByText('Loading…').count(), 0);
  await mend('browse');
  await again.click();
  await page.getByRole('treeitem', { name: 'shared' }).waitFor();
  await fail('browse');
  await page.getByRole('treeitem', { name: 'shared' }).click();
  await again.waitFor();
  await mend('browse');
  await again.click();
  await page.getByRole('treeitem', { name: 'album' }).waitFor();
  assert.equal(await page.locator('.problem').count(), 0);
});
