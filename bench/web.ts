import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { chromium, type Browser, type Page } from 'playwright-core';

import { buildWeb } from '../scripts/build-web.ts';
import { CONTROL_ROUTES, NETWORK_ROUTES, PAGE_ROUTES } from '../src/wire/control/routes.ts';
import { startReceiver, startSeeder, type AyniDaemon } from './support/ayni-pair.ts';
import { WorkFolder, writeRandomFile } from './support/files.ts';
import { cpuSeconds } from './support/process-figures.ts';
import { Programs, until } from './support/programs.ts';
import { CannotMeasure, resultOf, type Bench, type Result } from './support/report.ts';
import { MemoryFolder, plantSmall } from './support/small-files.ts';
import { longestTask, scrollThrough, timeToUse, watchTasks } from './support/web-page.ts';

const CHROMIUM = '/usr/bin/chromium';
const FLAGS = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update'];
const LOADS = 5;
const IDLE_MS = 30_000;
const LOOK_MS = 15_000;
/** px of a step, some 270 results. */
const STEP = 15_000;
const RUNNING = 50;
const RUNNING_BYTES = 2 ** 20;
/** Bytes per second of all that run: they shall not end while they are looked at. */
const SLOW = 500_000;
/** Hits of one page at most. */
const MAX_HITS = 500;
/** Calls that are on their way at once. */
const WIDTH = 50;

interface Sizes {
  readonly files: number;
  readonly done: number;
}

/**
 * The web app in Debian's Chromium over real daemons: until the first page can be used, how long the longest task is
 * while results, a folder and downloads are scrolled through, and what open pages cost the daemon.
 */
export const bench: Bench = async (options) => {
  if (!existsSync(CHROMIUM)) throw new CannotMeasure('Chromium is needed: Debian has it in "chromium".');
  const sizes = options.quick ? { files: 10_000, done: 500 } : { files: 100_000, done: 5_000 };
  await buildWeb();
  using work = new WorkFolder();
  using memory = new MemoryFolder();
  await using programs = new Programs();
  const folder = join(memory.path, 'shared');
  mkdirSync(folder);
  // All in one folder, and so in one list.
  plantSmall(folder, sizes.files, sizes.files);
  for (let file = 0; file < RUNNING; file++) writeRandomFile(join(folder, `running-${file}`), RUNNING_BYTES);
  const seeder = await startSeeder(programs, folder, work.path);
  options.say(`${sizes.files} files are shared`);
  const browser = await chromium.launch({ executablePath: CHROMIUM, args: FLAGS });
  try {
    const page = await enter(browser, seeder);
    const loads: number[] = [];
    for (let round = 0; round < LOADS; round++) loads.push(await timeToUse(page, new URL('/', page.url()).href));
    const lists = await scrollLists(page, options.rounds ?? 1);
    options.say(lists.map(({ subject, max }) => `${subject}: ${max} ms`).join('; '));
    const idle = await costOf(seeder, page, IDLE_MS);
    await page.close();
    const receiver = await startReceiver(programs, seeder.link, join(work.path, 'receiver'), { sync: false });
    await fetchMany(receiver, seeder, sizes);
    options.say(`${RUNNING} downloads run, ${sizes.done} have ended`);
    const downloads = await lookAtDownloads(await enter(browser, receiver), receiver);
    return {
      bench: 'web',
      versions: { node: process.versions.node, chromium: browser.version() },
      results: [
        resultOf('until the search can be typed into', 'ms', loads),
        ...lists,
        resultOf('the daemon, with an idle page open', '% of a core', [idle]),
        ...downloads,
      ],
      ratios: {},
      ratios_by_case: {},
    };
  } finally {
    await browser.close();
  }
};

async function enter(browser: Browser, { control }: AyniDaemon): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  const { url } = await control.call(PAGE_ROUTES.openPage, {});
  await page.goto(url);
  return page;
}

/** % of a core that a daemon takes while a page is open and nothing is done there. */
async function costOf({ running }: AyniDaemon, page: Page, ms: number): Promise<number> {
  const cpu = cpuSeconds(running.pid);
  await page.waitForTimeout(ms);
  return (100 * (cpuSeconds(running.pid) - cpu)) / (ms / 1000);
}

/** Through the results, and through the folder of all of them, each round in a page that starts anew. */
async function scrollLists(page: Page, rounds: number): Promise<Result[]> {
  const longest = { results: [] as number[], opened: [] as number[], tree: [] as number[] };
  const height = { results: 0, tree: 0 };
  for (let round = 0; round < rounds; round++) {
    await page.goto(new URL('/', page.url()).href);
    await page.getByRole('searchbox').fill('');
    await page.locator('.result').first().waitFor();
    await watchTasks(page);
    height.results = await scrollThrough(page, '.results', STEP);
    longest.results.push(await longestTask(page));
    await page.getByRole('button', { name: 'By member' }).click();
    await page.getByRole('treeitem').nth(0).click();
    await page.getByRole('treeitem').nth(1).click();
    await page.getByRole('treeitem', { name: 'folder-0' }).click();
    await page.getByRole('treeitem', { name: 'file-0.txt' }).waitFor({ timeout: 60_000 });
    longest.opened.push(await longestTask(page));
    height.tree = await scrollThrough(page, '.tree', STEP);
    longest.tree.push(await longestTask(page));
  }
  return [
    resultOf(
      `the longest task while results are scrolled through, ${height.results} px of them`,
      'ms',
      longest.results,
    ),
    resultOf('the longest task while their folder is opened', 'ms', longest.opened),
    resultOf(`the longest task while it is scrolled through, ${height.tree} px of it`, 'ms', longest.tree),
  ];
}

/** Small files one by one until they are there, then large ones that go on. */
async function fetchMany({ control }: AyniDaemon, seeder: AyniDaemon, { done }: Sizes): Promise<void> {
  await control.call(CONTROL_ROUTES.setLimits, { jobs: RUNNING });
  const hits = async (text: string, most: number) => {
    const found = [];
    let cursor: string | undefined;
    do {
      const query = { text, kind: 'file' as const, limit: Math.min(most, MAX_HITS), ...(cursor && { cursor }) };
      const page = await seeder.control.call(NETWORK_ROUTES.search, query);
      found.push(...page.items);
      ({ cursor } = page);
    } while (cursor !== undefined && found.length < most);
    return found.slice(0, most);
  };
  const get = async (all: Awaited<ReturnType<typeof hits>>) => {
    for (let at = 0; at < all.length; at += WIDTH) {
      await Promise.all(
        all.slice(at, at + WIDTH).map(async ({ content, size, names: [name = ''] }) => {
          if (content === undefined) return;
          const target = { kind: 'content' as const, content, size, name: name.slice(name.lastIndexOf('/') + 1) };
          await control.call(CONTROL_ROUTES.addDownload, { target });
        }),
      );
    }
  };
  const ended = async () =>
    (await control.call(CONTROL_ROUTES.downloads, {})).every(({ state }) => state === 'done') ? true : undefined;
  await get(await hits('file-', done));
  await until('the small ones are there', ended, { ms: 120_000, every: 500 });
  await control.call(CONTROL_ROUTES.setLimits, { rates: { down: SLOW } });
  await get(await hits('running-', RUNNING));
}

async function lookAtDownloads(page: Page, receiver: AyniDaemon): Promise<Result[]> {
  await page.goto(new URL('/downloads', page.url()).href);
  await page.locator('.download').first().waitFor();
  await watchTasks(page);
  const cost = await costOf(receiver, page, LOOK_MS);
  const still = await longestTask(page);
  const height = await scrollThrough(page, 'html', STEP);
  return [
    resultOf(`the longest task while ${RUNNING} downloads run`, 'ms', [still]),
    resultOf(`the longest task while they and those that ended are scrolled through, ${height} px`, 'ms', [
      await longestTask(page),
    ]),
    resultOf('the daemon that fetches them, with the page open', '% of a core', [cost]),
  ];
}
