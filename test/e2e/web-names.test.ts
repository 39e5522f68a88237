import assert from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import type { Page } from 'playwright-core';

import { accessFaults, TestBrowser } from '../support/browser.ts';
import { freePort } from '../support/free-port.ts';
import { needs } from '../support/parts.ts';
import { Machine } from './cli-support.ts';
import { startMachines, untilFound } from './web-support.ts';

const PHONE = { width: 390, height: 844 };
/** px of a small phone, and of a tablet. */
const OTHER_WIDTHS = [320, 768];
const MARKUP = '<img src=x onerror=alert(1)>';
const BIDI = 'gpj.\u202eexe \u2066family\u2069 👩‍👩‍👧‍👦 مرحبا';
/** With the folders that it lies in, 4,000 characters. */
const DEEP = [...Array.from({ length: 15 }, () => 'd'.repeat(250)), `${'n'.repeat(215)} deep.txt`];
const PAGES = ['/', '/downloads', '/share', '/network', '/settings', '/admin'];

/**
 * How much wider than the window the page is, px; what of the names has become an element; and what one can press or
 * fill in that does not lie in the window from its left to its right edge.
 */
async function faultsOf(page: Page): Promise<readonly unknown[]> {
  const found: unknown = await page.evaluate(`(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    const injected = [...document.querySelectorAll('img[src="x"], i, [onerror]')].map((it) => it.outerHTML);
    const cut = [...document.querySelectorAll('button, a, input, select')].filter((it) => {
      const { left, right } = it.getBoundingClientRect();
      return !it.matches('.skip') && (left < 0 || right > clientWidth);
    });
    const wider = scrollWidth > clientWidth ? [scrollWidth - clientWidth] : [];
    return [...wider, ...injected, ...cut.map((it) => it.outerHTML)];
  })()`);
  return Array.isArray(found) ? found : [found];
}

/** Has the chart be what it is between a window's becoming narrower and the next frame: drawn for more room. */
async function widenChart(page: Page): Promise<void> {
  await page.locator('.uplot').waitFor();
  await page.evaluate(`document.querySelector('.uplot').style.width = '2000px'`);
}

test(
  'names with markup, marks of direction, emoji and 4,000 characters change no page',
  { timeout: 280_000 },
  async (t) => {
    if (!needs(t, '/usr/bin/chromium')) return;
    const [first, second] = await startMachines(t, ['first', `${MARKUP} ${BIDI}`], async (machine) => {
      await mkdir(machine.path('shared', ...DEEP.slice(0, -1)), { recursive: true });
      for (const [at, name] of [`${MARKUP} odd.txt`, `${BIDI} odd.txt`, `${'w'.repeat(240)} odd.txt`].entries()) {
        await writeFile(machine.path('shared', name), `odd ${at}`);
      }
      await writeFile(machine.path('shared', ...DEEP), 'deep');
    });
    assert.ok(first && second);
    await mkdir(first.path('more'));
    await writeFile(first.path('more', 'odd one.txt'), 'odd one');
    await first.json(
      'share',
      first.path('more'),
      '--name',
      `${MARKUP}${BIDI}${'s'.repeat(100)}`,
      '--group',
      `${MARKUP}${'g'.repeat(50)}`,
    );
    await untilFound(second, 'odd.txt', 3);
    await untilFound(second, 'deep.txt', 1);
    const browser = await TestBrowser.start(t);
    const page = await browser.open(first, { viewport: PHONE });
    const at = new URL(page.url()).origin;

    await t.test('in results, details and downloads', async () => {
      for (const name of ['odd.txt', 'deep.txt']) {
        await page.goto(`${at}/`);
        await page.getByRole('searchbox').fill(name);
        await page.locator('.result', { hasText: name }).first().waitFor();
        const results = await page.locator('.result', { hasText: name }).count();
        for (let result = 0; result < results; result++) {
          await page.locator('.result', { hasText: name }).nth(result).click();
          await page.locator('.details .id').waitFor();
          await page.getByRole('heading', { name: 'Who has it' }).waitFor();
          assert.deepEqual(await faultsOf(page), [], `${name}, ${result}`);
          await page.getByRole('button', { name: 'Get', exact: true }).click();
          await page.getByText('The download has begun').waitFor();
          await page.locator('.details').getByRole('button', { name: 'Close' }).click();
        }
      }
    });

    await t.test('in the tree, down to the deepest folder', async () => {
      await page.getByRole('button', { name: 'All together' }).click();
      await page.getByRole('treeitem', { name: 'shared' }).click();
      for (let depth = 1; depth < DEEP.length; depth++) {
        await page
          .locator(`[role=treeitem][aria-level="${depth + 1}"][aria-expanded]`)
          .first()
          .click();
      }
      await page.getByRole('treeitem', { name: 'deep.txt' }).waitFor();
      assert.deepEqual(await faultsOf(page), []);
    });

    await t.test('on every page and in dialogs that name them', async () => {
      for (const path of PAGES) {
        await page.goto(`${at}${path}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        if (path === '/downloads') await page.locator('.download').nth(2).waitFor();
        if (path === '/network') {
          await page.locator('.table').waitFor();
          await widenChart(page);
        }
        if (path === '/admin') await page.locator('.admin tbody tr').nth(1).waitFor();
        for (const width of [...OTHER_WIDTHS, PHONE.width]) {
          await page.setViewportSize({ ...PHONE, width });
          assert.deepEqual(await faultsOf(page), [], `${path}, ${width} px`);
        }
      }
      await page.getByRole('button', { name: /Revoke.*onerror/ }).click();
      await page.getByRole('dialog').waitFor();
      assert.deepEqual(await faultsOf(page), [], 'asking to revoke');
      await page.goto(`${at}/share`);
      for (const button of ['Stop sharing', 'Who sees it']) {
        await page.locator('.my-share .card', { hasText: 'onerror' }).getByRole('button', { name: button }).click();
        await page.getByRole('dialog').waitFor();
        assert.deepEqual(await faultsOf(page), [], button);
        await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
      }
    });
    assert.deepEqual(browser.faults, []);
  },
);

test('each dialog has no fault of access, light and dark, wide and narrow', { timeout: 280_000 }, async (t) => {
  if (!needs(t, '/usr/bin/chromium')) return;
  const [first, second] = await startMachines(t, ['first', 'second'], async (machine, name) => {
    await writeFile(machine.path('shared', `file of ${name}.txt`), name);
  });
  assert.ok(first && second);
  await untilFound(first, 'file of', 2);
  await first.json('limit', '--down', '32k');
  await writeFile(second.path('shared', 'slow.bin'), Buffer.alloc(2 ** 24, 'slow'));
  await untilFound(first, 'slow', 1);
  const browser = await TestBrowser.start(t);
  for (const options of [
    { colorScheme: 'light', viewport: { width: 1280, height: 800 } },
    { colorScheme: 'dark', viewport: PHONE },
  ] as const) {
    const page = await browser.open(first, options);
    const at = new URL(page.url()).origin;
    const check = async (what: string) => {
      // axe-core lets a `dialog` be without a name.
      await page.getByRole('dialog', { name: /\S/ }).waitFor();
      assert.deepEqual(await accessFaults(page, 'dialog'), [], `${what}, ${options.colorScheme}`);
      assert.deepEqual(await faultsOf(page), [], `${what}, ${options.colorScheme}`);
      await page.keyboard.press('Escape');
      await page.getByRole('dialog').waitFor({ state: 'hidden' });
    };
    await page.getByRole('searchbox').fill('slow');
    await page.locator('.result', { hasText: 'slow.bin' }).click();
    await page.locator('.details').getByRole('button', { name: 'Withdraw' }).click();
    await check('withdraw');
    await page.getByRole('button', { name: 'Get', exact: true }).click();
    await page.goto(`${at}/downloads`);
    const row = page.locator('.download', { hasText: 'slow.bin' }).first();
    await row.getByRole('button', { name: 'Details' }).click();
    await row.getByRole('img', { name: /Pieces/ }).waitFor();
    await row.getByRole('button', { name: /^More for/ }).click();
    assert.deepEqual(await accessFaults(page), [], 'a menu');
    const menu = await row.getByRole('menu').boundingBox();
    assert.ok(menu !== null && menu.x >= 0 && menu.x + menu.width <= options.viewport.width, 'a menu within the page');
    await page.getByRole('menuitem', { name: 'Cancel' }).click();
    await check('cancel a download');
    await page.keyboard.press('?');
    await check('shortcuts');
    await page.goto(`${at}/share`);
    await page.getByRole('button', { name: 'Stop sharing' }).click();
    await check('stop sharing');
    await page.getByRole('button', { name: 'Who sees it' }).click();
    await check('who sees it');
    await page.goto(`${at}/network`);
    await page.getByRole('button', { name: /Revoke.*second/ }).click();
    await check('revoke');
    await page.getByRole('button', { name: 'Invite someone' }).click();
    await check('invite');
    await page.getByRole('button', { name: 'Invite someone' }).click();
    await page.getByRole('button', { name: 'Make the link' }).click();
    await page.getByRole('dialog').getByRole('img', { name: /QR/ }).waitFor();
    await check('a link');
    await page.goto(`${at}/admin`);
    await page.getByRole('button', { name: /^End/ }).first().click();
    await check('end an invite');
    await page.getByLabel('Content id').fill(`c${'a'.repeat(52)}`);
    await page.getByRole('button', { name: 'Withdraw' }).click();
    await check('withdraw by id');
    await page.context().close();
  }
  assert.deepEqual(browser.faults, []);
});

test(
  'the pages of a tracker alone have no fault, and offer nothing that needs a peer',
  { timeout: 120_000 },
  async (t) => {
    if (!needs(t, '/usr/bin/chromium')) return;
    const machine = await Machine.make(t);
    const other = await Machine.make(t);
    await mkdir(other.path('shared'));
    await writeFile(other.path('shared', 'hello.txt'), 'hello');
    const { started } = await machine.start(
      'tracker',
      '--host',
      '127.0.0.1',
      '--tracker-port',
      String(await freePort()),
    );
    const link = started.tracker?.invites[0]?.link ?? '';
    await other.start('join', link, other.path('shared'), '--host', '127.0.0.1', '--port', String(await freePort()));
    await untilFound(other, 'hello', 1);
    const browser = await TestBrowser.start(t);
    for (const colorScheme of ['light', 'dark'] as const) {
      const page = await browser.open(machine, { colorScheme, viewport: PHONE });
      const at = new URL(page.url()).origin;
      for (const path of ['/', '/network', '/settings', '/admin']) {
        await page.goto(`${at}${path}`);
        await page.getByRole('heading', { level: 1 }).waitFor();
        assert.deepEqual(await accessFaults(page), [], `${path}, ${colorScheme}`);
        assert.deepEqual(await faultsOf(page), [], `${path}, ${colorScheme}`);
      }
      await page.goto(`${at}/`);
      await page.getByRole('searchbox').fill('hello');
      await page.locator('.result', { hasText: 'hello.txt' }).click();
      await page.locator('.details').getByRole('button', { name: 'Withdraw' }).waitFor();
      assert.equal(await page.getByRole('button', { name: 'Get', exact: true }).count(), 0);
      await page.context().close();
    }
  },
);
