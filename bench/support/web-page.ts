import type { Page } from 'playwright-core';

/** Steps of scrolling at most, and how long the page has for each, ms. */
const MAX_STEPS = 900;
const STEP_MS = 40;

/** Loads as a browser does that knows nothing yet. @returns ms until the field of the search takes letters */
export async function timeToUse(page: Page, url: string): Promise<number> {
  await page.goto('about:blank');
  const session = await page.context().newCDPSession(page);
  await session.send('Network.clearBrowserCache');
  const begun = performance.now();
  await page.goto(url);
  await page.getByRole('searchbox').fill('a');
  return performance.now() - begun;
}

/** From now on the page remembers how long its longest task was. What runs there is text: its types are not ours. */
export async function watchTasks(page: Page): Promise<void> {
  await page.evaluate(`(() => {
    window.longestTask = 0;
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) window.longestTask = Math.max(window.longestTask, duration);
    }).observe({ type: 'longtask' });
  })()`);
}

/** Since it was asked last, ms; 0 where none had more than 50, which is what browsers call long. */
export async function longestTask(page: Page): Promise<number> {
  return Number(await page.evaluate(`(() => { const it = window.longestTask; window.longestTask = 0; return it; })()`));
}

/**
 * Scrolls through a list to its end, while more of it comes, in steps of some hundred rows.
 * @param list a selector of what scrolls
 * @returns its height at the end, px
 */
export async function scrollThrough(page: Page, list: string, pixels: number): Promise<number> {
  return Number(
    await page.evaluate(`(async () => {
      const list = document.querySelector('${list}');
      for (let step = 0, stuck = 0; step < ${MAX_STEPS} && stuck < 25; step++) {
        const before = list.scrollTop;
        list.scrollTop += ${pixels};
        stuck = list.scrollTop === before ? stuck + 1 : 0;
        await new Promise((resolve) => setTimeout(resolve, ${STEP_MS}));
      }
      return list.scrollHeight;
    })()`),
  );
}
