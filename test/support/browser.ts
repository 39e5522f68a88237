import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import { AxeBuilder } from '@axe-core/playwright';
import { chromium, type Browser, type BrowserContextOptions, type Page } from 'playwright-core';

import type { Machine } from '../e2e/cli-support.ts';

/** As root in a container Chromium has no sandbox; and it asks nobody on the network for anything. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];
/** Debian's. */
const PROGRAM = '/usr/bin/chromium';

/** Chromium, and what was wrong on its pages. */
export class TestBrowser {
  readonly #browser: Browser;
  /** What pages wrote to the console as an error, and threw. */
  readonly faults: string[] = [];

  private constructor(browser: Browser) {
    this.#browser = browser;
  }

  static async start(t: TestContext): Promise<TestBrowser> {
    const home = await mkdtemp(join(tmpdir(), 'ayni-test-browser-'));
    const browser = await chromium.launch({
      executablePath: PROGRAM,
      args: FLAGS,
      env: { ...process.env, HOME: home },
    });
    t.after(async () => {
      await browser.close();
      await rm(home, { recursive: true, force: true });
    });
    return new TestBrowser(browser);
  }

  /** Enters the web app of a machine's daemon by a link of `ayni open`. */
  async open(machine: Machine, options: BrowserContextOptions = {}): Promise<Page> {
    const context = await this.#browser.newContext({ locale: 'en', ...options });
    const page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on('console', (message) => {
      if (message.type() === 'error') this.faults.push(message.text());
    });
    page.on('pageerror', (error) => this.faults.push(String(error)));
    const { url } = await machine.json<{ url: string }>('open', '--print');
    await page.goto(url);
    return page;
  }
}

/**
 * What axe-core finds wrong with the page as it is, a line each.
 * @param part a selector; all of the page unless given
 */
export async function accessFaults(page: Page, part = 'html'): Promise<readonly string[]> {
  const { violations } = await new AxeBuilder({ page }).include(part).analyze();
  return violations.flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
}
