import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Page } from 'playwright-core';

import { buildWeb } from '../scripts/build-web.ts';
import { PAGE_ROUTES } from '../src/wire/control/routes.ts';
import { startSeeder } from './support/ayni-pair.ts';
import { WorkFolder } from './support/files.ts';
import { cpuSeconds } from './support/process-figures.ts';
import { Programs } from './support/programs.ts';
import { CannotMeasure, resultOf, type Bench } from './support/report.ts';
import { MemoryFolder, plantSmall } from './support/small-files.ts';

const CHROMIUM = '/usr/bin/chromium';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];
const LOADS = 5;
const SCROLLS = 400;
const PIXELS = 4000;
const IDLE_MS = 60_000;

/**
 * The web app in Debian's Chromium over a real daemon that shares many files: until the first page can be used, how long
 * the longest task is while results are scrolled through to the end, and what an idle open page costs the daemon.
 */
export const bench: Bench = async (options) => {
  if (!existsSync(CHROMIUM)) throw new CannotMeasure('Chromium is needed: Debian has it in "chromium".');
  const files = options.quick ? 10_000 : 100_000;
  await buildWeb();
  using work = new WorkFolder();
  using memory = new MemoryFolder();
  await using programs = new Programs();
  const folder = join(memory.path, 'shared');
  mkdirSync(folder);
  plantSmall(folder, files);
  const { running, control } = await startSeeder(programs, folder, work.path);
  options.say(`${files} files are shared`);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  try {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
    const page = await context.newPage();
    const { url } = await control.call(PAGE_ROUTES.openPage, {});
    await page.goto(url);
    const loads: number[] = [];
    for (let round = 0; round < LOADS; round++) loads.push(await timeToUse(page, new URL('/', url).href));
    const { longest, rows } = await scrolled(page);
    options.say(`scrolled to result ${rows}`);
    const cpu = cpuSeconds(running.pid);
    await page.waitForTimeout(options.quick ? IDLE_MS / 6 : IDLE_MS);
    const share = (100 * (cpuSeconds(running.pid) - cpu)) / ((options.quick ? IDLE_MS / 6 : IDLE_MS) / 1000);
    return {
      bench: 'web',
      versions: { node: process.versions.node, chromium: browser.version() },
      results: [
        resultOf('until the search can be typed into', 'ms', loads),
        resultOf(`the longest task while ${rows} results are scrolled`, 'ms', [longest]),
        resultOf('the daemon, with an idle page open', '% of a core', [share]),
      ],
      ratios: {},
      ratios_by_case: {},
    };
  } finally {
    await browser.close();
  }
};

/** Loads as a browser does that knows nothing yet. @returns ms until the field of the search takes letters */
async function timeToUse(page: Page, url: string): Promise<number> {
  await page.goto('about:blank');
  const session = await page.context().newCDPSession(page);
  await session.send('Network.clearBrowserCache');
  const begun = performance.now();
  await page.goto(url);
  await page.getByRole('searchbox').fill('a');
  return performance.now() - begun;
}

/** Goes through the results as far as it gets, and beyond what was loaded. */
async function scrolled(page: Page): Promise<{ longest: number; rows: number }> {
  await page.getByRole('searchbox').fill('');
  await page.locator('.result').first().waitFor();
  // As text: it runs in the page, whose types are not ours.
  const result: unknown = await page.evaluate(`(async () => {
    let longest = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) longest = Math.max(longest, duration);
    }).observe({ type: 'longtask' });
    const list = document.querySelector('.results');
    for (let step = 0; step < ${SCROLLS}; step++) {
      list.scrollTop += ${PIXELS};
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    return [longest, list.querySelectorAll('li').length === 0 ? 0 : Math.round(list.scrollHeight / 46)];
  })()`);
  const [longest = Number.NaN, rows = 0] = Array.isArray(result) ? result.map(Number) : [];
  return { longest, rows };
}
