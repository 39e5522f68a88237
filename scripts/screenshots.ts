/**
 * `npm run screenshots -- STATE_FOLDER`: pictures of each page of the web app of a running daemon, light and dark, into
 * docs/screenshots/. Takes Debian's Chromium.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright-core';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
const FOLDER = join(ROOT, 'docs', 'screenshots');
const PAGES = {
  find: '/',
  downloads: '/downloads',
  share: '/share',
  network: '/network',
  settings: '/settings',
  admin: '/admin',
};
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];
/** Until what a page asks for has come, ms. */
const SETTLE_MS = 2500;

const [state] = process.argv.slice(2);
if (state === undefined) throw new Error('Name the state folder of a running daemon.');
mkdirSync(FOLDER, { recursive: true });
const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
for (const colorScheme of ['light', 'dark'] as const) {
  const context = await browser.newContext({ colorScheme, locale: 'en', viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const args = [join(ROOT, 'src', 'main', 'cli.ts'), 'open', '--print', '--json', '--state', state];
  const [url = ''] = /http:[^"]+/.exec(execFileSync(process.execPath, args, { encoding: 'utf8' })) ?? [];
  await page.goto(url);
  for (const [name, path] of Object.entries(PAGES)) {
    await page.goto(new URL(path, url).href);
    await page.waitForTimeout(SETTLE_MS);
    if (name === 'find') {
      await page.getByRole('searchbox').fill('film');
      await page.waitForTimeout(SETTLE_MS);
      // A folder has no preview.
      await page.locator('.result', { hasText: '.mp4' }).first().click();
      await page.waitForTimeout(SETTLE_MS);
    }
    if (name === 'downloads')
      await page
        .getByRole('button', { name: 'Details' })
        .first()
        .click()
        .catch(() => undefined);
    await page.waitForTimeout(SETTLE_MS / 2);
    await page.screenshot({ path: join(FOLDER, `${name}-${colorScheme}.png`) });
  }
  await context.close();
}
await browser.close();
