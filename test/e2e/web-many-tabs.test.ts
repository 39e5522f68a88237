import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { test } from 'node:test';
import { mkdir } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Page } from 'playwright-core';

import { TestBrowser } from '../support/browser.ts';
import { needs } from '../support/parts.ts';
import { until } from './cli-support.ts';
import { startMachines, untilFound } from './web-support.ts';

const run = promisify(execFile);
const TABS = 8;
const FILM_SECONDS = 60;
const STREAM = '/v1/progress';
/** Events that a page is told. */
const EVENTS = 2_000;
/** Bytes that a page may have more after them; one that keeps them all has over 7 MB more. */
const MAX_GROWTH = 3e6;

/** Keeps the streams that a tab has open: requests that have neither ended nor failed. */
function countStreams(page: Page, open: Map<object, Page>): void {
  page.on('request', (request) => {
    if (new URL(request.url()).pathname === STREAM) open.set(request, page);
  });
  page.on('requestfinished', (request) => open.delete(request));
  page.on('requestfailed', (request) => open.delete(request));
  page.on('close', () => {
    for (const [request, tab] of open) if (tab === page) open.delete(request);
  });
}

/** Plays from somewhere near the end of the film. As text: it runs in the page, whose types are not ours. */
const SEEK = `(async (film) => {
  film.muted = true;
  film.currentTime = ${FILM_SECONDS - 10};
  await new Promise((resolve) => film.addEventListener('seeked', resolve, { once: true }));
  return [film.currentTime, film.videoWidth];
})(document.querySelector('video'))`;

test(
  'eight tabs have one stream together, two of them look at films, and another takes over',
  { timeout: 280_000 },
  async (t) => {
    if (!needs(t, '/usr/bin/chromium', 'ffmpeg')) return;
    const [first, second] = await startMachines(t, ['first', 'second'], async (machine, name) => {
      if (name === 'first') return;
      const film = [
        '-f',
        'lavfi',
        '-i',
        `testsrc=duration=${FILM_SECONDS}:size=320x240:rate=10`,
        '-pix_fmt',
        'yuv420p',
      ];
      for (const file of ['film one.mp4', 'film two.mp4']) {
        // Not the same film, which the second look would have from here.
        const title = ['-metadata', `title=${file}`, '-movflags', '+faststart'];
        await run('ffmpeg', ['-loglevel', 'error', ...film, ...title, machine.path('shared', file)]);
      }
    });
    assert.ok(first && second);
    await untilFound(first, 'film', 2);
    const browser = await TestBrowser.start(t);
    const page = await browser.open(first);
    const open = new Map<object, Page>();
    countStreams(page, open);
    await page.reload();
    const at = new URL(page.url()).origin;
    const tabs = [page];
    while (tabs.length < TABS) {
      const tab = await page.context().newPage();
      tab.setDefaultTimeout(30_000);
      countStreams(tab, open);
      await tab.goto(`${at}/share`);
      tabs.push(tab);
    }
    for (const tab of tabs.slice(1)) await tab.locator('.my-share .card strong').first().waitFor();
    assert.equal(open.size, 1, 'one stream for all');

    await t.test('two previews come in ranges and are wound on', async () => {
      const answers = new Set<number>();
      for (const [tab, film] of [
        [tabs[1], 'film one.mp4'],
        [tabs[2], 'film two.mp4'],
      ] as const) {
        tab?.on('response', (answer) => {
          if (new URL(answer.url()).pathname.startsWith('/v1/preview/')) answers.add(answer.status());
        });
        await tab?.goto(`${at}/`);
        await tab?.getByRole('searchbox').fill(film);
        await tab?.locator('.result', { hasText: film }).click();
        assert.deepEqual(await tab?.evaluate(SEEK), [FILM_SECONDS - 10, 320]);
      }
      assert.deepEqual([...answers], [206]);
    });

    await t.test('when the tab with the stream is closed, another one has it, and all hear what is new', async () => {
      await page.close();
      await until(async () => (open.size === 1 ? true : undefined));
      await mkdir(first.path('more'));
      await first.json('share', first.path('more'), '--name', 'just added');
      for (const tab of tabs.slice(3)) await tab.locator('.my-share .card', { hasText: 'just added' }).waitFor();
      assert.equal(open.size, 1);
    });

    await t.test('a tab whose session ended goes on by itself when the browser was let in again', async () => {
      const locked = tabs.at(-1);
      assert.ok(locked);
      await locked.context().clearCookies();
      await locked.goto(`${at}/network`);
      await locked.getByText('ayni open', { exact: true }).waitFor();
      const { url } = await first.json<{ url: string }>('open', '--print');
      // No page is loaded that could tell the others.
      await locked.context().request.get(url);
      await locked.getByRole('cell', { name: 'second', exact: true }).waitFor();
    });
    await t.test('a night of events leaves nothing behind in a page, which goes on in the morning', async () => {
      const [, leader, tab, teller, ...others] = tabs;
      assert.ok(leader && tab && teller);
      for (const other of others) await other.close();
      await tab.clock.install();
      await tab.goto(`${at}/downloads`);
      await tab.getByRole('heading', { level: 1 }).waitFor();
      const session = await tab.context().newCDPSession(tab);
      const used = async (): Promise<number> => {
        await session.send('HeapProfiler.collectGarbage');
        return (await session.send('Runtime.getHeapUsage')).usedSize;
      };
      const tell = (events: number) =>
        teller.evaluate(`(async () => {
      const channel = new BroadcastChannel('ayni-progress-1');
      for (let n = 0; n < ${events}; n++) {
        const downloads = Array.from({ length: 20 }, (_, at) => ({
          id: n + '-' + at, name: 'file ' + n + ' ' + at + '.bin', state: 'running', filesDone: 0, filesTotal: 1,
          bytesDone: n, bytesTotal: 1e6, bytesReceived: n, bytesCopied: 0, bytesPerSecond: n, sources: [],
          renamed: [], skipped: [],
        }));
        const progress = { shares: [], downloads, uploads: [], counters: { bytesSent: n, bytesReceived: n }, activity: 0, endings: n };
        channel.postMessage({ kind: 'progress', text: JSON.stringify(progress) });
        if (n % 20 === 0) await new Promise((resolve) => setTimeout(resolve, 10));
      }
      channel.close();
    })()`);
      await tell(200);
      await tab.locator('.download').first().waitFor();
      const before = await used();
      await tell(EVENTS);
      await tab.waitForTimeout(1000);
      const growth = (await used()) - before;
      assert.ok(growth < MAX_GROWTH, `${growth} bytes more`);
      await tab.clock.fastForward('12:00:00');
      await tell(3);
      await tab.getByText('file 2 0.bin').waitFor();
    });
    assert.deepEqual(browser.faults, []);
  },
);
