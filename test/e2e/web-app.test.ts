import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';
import { promisify } from 'node:util';

import { accessFaults, TestBrowser } from '../support/browser.ts';
import { needs } from '../support/parts.ts';
import { freePort } from '../support/free-port.ts';
import { Machine, startNetwork, stop, until } from './cli-support.ts';

const run = promisify(execFile);
const FILM_SECONDS = 120;
const PAGES = ['/', '/downloads', '/share', '/network', '/settings', '/admin'];

/** Four machines of one network; the first is the admin's, and the others have the same image. */
async function fourMachines(t: Parameters<typeof Machine.make>[0]) {
  const [first, second, third] = [await Machine.make(t), await Machine.make(t), await Machine.make(t)];
  const last = await Machine.make(t);
  const image = randomBytes(24 * 2 ** 20);
  for (const machine of [first, second, third, last]) await mkdir(machine.path('shared'));
  for (const machine of [second, third, last]) await writeFile(machine.path('shared', 'image.iso'), image);
  await writeFile(second.path('shared', '<img src=x onerror=alert(1)> \u202egpj.exe'), 'no markup');
  const film = ['-f', 'lavfi', '-i', `testsrc=duration=${FILM_SECONDS}:size=320x240:rate=10`, '-pix_fmt', 'yuv420p'];
  await run('ffmpeg', ['-loglevel', 'error', ...film, '-movflags', '+faststart', second.path('shared', 'film.mp4')]);
  const network = await startNetwork(first, first.path('shared'));
  for (const machine of [second, third, last]) {
    const at = ['--host', '127.0.0.1', '--port', String(await freePort())];
    await machine.start('join', network.link, machine.path('shared'), ...at);
  }
  await until(async () => {
    const { items } = await first.json<{ items: { sources: number }[] }>('search', 'image.iso');
    return items[0]?.sources === 3 ? true : undefined;
  });
  return { first, second, third, image, network };
}

test('a person finds, previews, fetches, shares and invites in a browser', { timeout: 280_000 }, async (t) => {
  if (!needs(t, '/usr/bin/chromium', 'ffmpeg')) return;
  const { first, second, third, image } = await fourMachines(t);
  const browser = await TestBrowser.start(t);
  const page = await browser.open(first);

  await t.test('finds a film and looks into it, somewhere in the middle', async () => {
    await page.getByRole('searchbox').fill('film');
    await page.locator('.result', { hasText: 'film.mp4' }).click();
    await page.locator('video').waitFor();
    // As text: it runs in the page, whose types are not ours.
    const seek = `(async (film) => {
      film.muted = true;
      film.currentTime = ${FILM_SECONDS - 20};
      await new Promise((resolve) => film.addEventListener('seeked', resolve, { once: true }));
      return [film.currentTime, film.videoWidth];
    })(document.querySelector('video'))`;
    const reached = await page.evaluate(seek);
    assert.deepEqual(reached, [FILM_SECONDS - 20, 320]);
  });

  await t.test('shows names as text', async () => {
    await page.getByRole('searchbox').fill('onerror');
    await page.locator('.result', { hasText: 'onerror=alert(1)' }).click();
    assert.equal(await page.locator('img[src="x"]').count(), 0);
  });

  await t.test('fetches an image from three machines, pauses, goes on, and has its bytes', async () => {
    // Slow enough to be met while it comes.
    await first.json('limit', '--down', '4M');
    await page.getByRole('searchbox').fill('image.iso');
    await page.locator('.result', { hasText: 'image.iso' }).click();
    await page.getByRole('button', { name: 'Get', exact: true }).click();
    await page.getByRole('link', { name: 'Downloads' }).first().click();
    const row = page.locator('.download', { hasText: 'image.iso' });
    await row.getByText('Running').waitFor();
    await row.getByRole('button', { name: 'Details' }).click();
    await row.getByRole('img', { name: /Pieces/ }).waitFor();
    await until(async () => ((await row.locator('.download-sources li').count()) === 3 ? true : undefined));
    await row.getByRole('button', { name: 'Pause' }).click();
    await row.getByText('Paused').waitFor();
    await first.json('limit', '--down', 'off');
    await row.getByRole('button', { name: 'Resume' }).click();
    await row.getByText('Done').waitFor();
    const { destination } = (await first.json<{ name: string; destination: string }[]>('downloads')).find(
      ({ name }) => name === 'image.iso',
    ) ?? { destination: '' };
    assert.ok((await readFile(destination)).equals(image));
  });

  await t.test('shares a file by dropping it, and another machine finds it', async () => {
    await page.getByRole('link', { name: 'My share' }).click();
    const dropped = await page.evaluateHandle(`(() => {
      const dropped = new DataTransfer();
      dropped.items.add(new File(['hello'], 'dropped here.txt', { type: 'text/plain' }));
      return dropped;
    })()`);
    const zone = page.locator('.drop');
    await zone.dispatchEvent('dragover', { dataTransfer: dropped });
    await zone.dispatchEvent('drop', { dataTransfer: dropped });
    await page.getByText('Dropped', { exact: true }).first().waitFor();
    await until(async () => {
      const { items } = await third.json<{ items: unknown[] }>('search', 'dropped');
      return items.length > 0 ? true : undefined;
    });
  });

  await t.test('invites somebody, who joins by the link that the page shows', async () => {
    await page.getByRole('link', { name: 'Network' }).click();
    await page.getByRole('button', { name: 'Invite someone' }).click();
    await page.getByRole('textbox', { name: 'Groups' }).fill('staff, night shift');
    await page.getByRole('button', { name: 'Make the link' }).click();
    await page.getByText('typed and not added').waitFor();
    await page.getByRole('textbox', { name: 'Groups' }).press('Enter');
    await page.getByRole('button', { name: 'Make the link' }).click();
    const link = await page.getByRole('dialog').getByLabel('Link').inputValue();
    await page.getByRole('dialog').getByRole('img', { name: /QR/ }).waitFor();
    const fourth = await Machine.make(t);
    await fourth.start('join', link, '--host', '127.0.0.1', '--port', String(await freePort()), '--name', 'fourth');
    await page.getByRole('dialog').getByRole('button', { name: 'Close' }).click();
    await page.getByRole('cell', { name: 'fourth', exact: true }).waitFor();
    const members = await first.json<{ name: string; groups: string[] }[]>('members');
    assert.deepEqual(members.find(({ name }) => name === 'fourth')?.groups, ['staff, night shift']);
  });

  await t.test('goes from page to page by the keyboard, and shows what keys there are', async () => {
    await page.keyboard.press('Escape');
    await page.keyboard.press('g');
    await page.keyboard.press('d');
    await page.getByRole('heading', { name: 'Downloads', level: 1 }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
  });

  await t.test('goes through results by arrows, and from one to its details by a Tab', async () => {
    await page.goto(new URL('/', page.url()).href);
    await page.locator('.result').nth(2).waitFor();
    const focused = async (): Promise<unknown> =>
      page.evaluate('document.activeElement.dataset.row ?? document.activeElement.ariaLabel');
    // What stands before the list.
    await page.getByRole('checkbox').focus();
    await page.keyboard.press('Tab');
    assert.equal(await focused(), '0');
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    assert.equal(await focused(), '2');
    await page.keyboard.press('Enter');
    await page.locator('.details .id').waitFor();
    await page.keyboard.press('Tab');
    assert.equal(await focused(), 'Close');
    await page.keyboard.press('Shift+Tab');
    assert.equal(await focused(), '2');
    await page.keyboard.press('Home');
    assert.equal(await focused(), '0');
    await page.getByRole('searchbox').fill('nothing is called so');
    await page.locator('.details').waitFor({ state: 'detached' });
  });

  await t.test('calls no page missing before it knows who one is', async () => {
    const held = Promise.withResolvers<void>();
    await page.route('**/v1/status', async (route) => {
      await held.promise;
      await route.continue();
    });
    await page.goto(new URL('/admin', page.url()).href);
    await page.getByText('Loading').waitFor();
    assert.equal(await page.getByText('There is no such page').count(), 0);
    held.resolve();
    await page.getByRole('heading', { level: 1, name: 'Admin' }).waitFor();
    await page.unroute('**/v1/status');
  });

  await t.test('a member sees no page for admins', async () => {
    const other = await browser.open(second);
    await other.getByRole('link', { name: 'Network' }).waitFor();
    assert.equal(await other.getByRole('link', { name: 'Admin' }).count(), 0);
  });

  assert.deepEqual(browser.faults, []);
});

test('each page speaks three languages and has no fault of access, light and dark', { timeout: 280_000 }, async (t) => {
  if (!needs(t, '/usr/bin/chromium')) return;
  const first = await Machine.make(t);
  await mkdir(first.path('shared'));
  const second = await Machine.make(t);
  await mkdir(second.path('shared'));
  const languages = [
    { locale: 'en', colorScheme: 'light', title: 'Settings', get: 'Get', done: 'Done' },
    { locale: 'es', colorScheme: 'dark', title: 'Ajustes', get: 'Descargar', done: 'Hecha' },
    { locale: 'pt', colorScheme: 'light', title: 'Ajustes', get: 'Baixar', done: 'Concluído' },
  ] as const;
  for (const { locale } of languages) await writeFile(second.path('shared', `notes ${locale}.txt`), `hello ${locale}`);
  const { link } = await startNetwork(first, first.path('shared'));
  const port = String(await freePort());
  await second.start('join', link, second.path('shared'), '--host', '127.0.0.1', '--port', port);
  await until(async () => {
    const { items } = await first.json<{ items: unknown[] }>('search', 'notes');
    return items.length === languages.length ? true : undefined;
  });
  const browser = await TestBrowser.start(t);
  for (const { locale, colorScheme, title, get, done } of languages) {
    const page = await browser.open(first, { locale, colorScheme });
    const at = new URL(page.url()).origin;
    for (const path of PAGES) {
      await page.goto(`${at}${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      assert.deepEqual(await accessFaults(page), [], `${path} in ${locale}, ${colorScheme}`);
    }
    await page.goto(`${at}/settings`);
    await page.getByRole('heading', { level: 1, name: title }).waitFor();
    assert.equal(await page.locator('html').getAttribute('lang'), locale);
    await page.goto(`${at}/`);
    await page.getByRole('searchbox').fill(`notes ${locale}`);
    await page.locator('.result', { hasText: `notes ${locale}.txt` }).click();
    await page.getByRole('button', { name: get, exact: true }).click();
    await page.goto(`${at}/downloads`);
    await page
      .locator('.download', { hasText: `notes ${locale}.txt` })
      .getByText(done)
      .waitFor();
    await page.context().close();
  }
  assert.deepEqual(browser.faults, []);
});

test(
  'says in the language of the page what the daemon said, and as it came what is not known',
  { timeout: 100_000 },
  async (t) => {
    if (!needs(t, '/usr/bin/chromium')) return;
    const first = await Machine.make(t);
    await startNetwork(first);
    const browser = await TestBrowser.start(t);
    const languages = [
      { locale: 'en', told: 'There is no /nowhere: check the spelling.', lang: 'en' },
      { locale: 'es', told: 'No existe /nowhere: mira cómo está escrito.', lang: null },
      { locale: 'pt', told: 'Não existe /nowhere: veja como está escrito.', lang: null },
    ];
    for (const { locale, told, lang } of languages) {
      const page = await browser.open(first, { locale });
      await page.goto(new URL('/share', page.url()).href);
      // Before anything lies there.
      await page
        .locator('.drop')
        .getByText(first.path('home', 'Downloads', 'Dropped'))
        .waitFor();
      const path = page.locator('form input[type="text"]').first();
      await path.fill('/nowhere');
      await path.press('Enter');
      const detail = page.locator('.problem .error-detail');
      await detail.getByText(told, { exact: true }).waitFor();
      assert.equal(await detail.getAttribute('lang'), lang);
      const answer = { error: { code: 'conflict', message: 'Nobody translated this yet.' } };
      await page.route('**/v1/shares', (route) =>
        route.request().method() === 'POST' ? route.fulfill({ status: 409, json: answer }) : route.fallback(),
      );
      await path.press('Enter');
      await detail.getByText('Nobody translated this yet.').waitFor();
      assert.equal(await detail.getAttribute('lang'), 'en');
      await page.context().close();
    }
  },
);

test('offers a guest no place to share from', { timeout: 100_000 }, async (t) => {
  if (!needs(t, '/usr/bin/chromium')) return;
  const [first, guest] = [await Machine.make(t), await Machine.make(t)];
  await startNetwork(first);
  const { link } = await first.json<{ link: string }>('invite', '--role', 'guest');
  await guest.start('join', link, '--host', '127.0.0.1', '--port', String(await freePort()));
  const browser = await TestBrowser.start(t);
  const page = await browser.open(guest);
  await page.goto(new URL('/share', page.url()).href);
  await page.getByText('As a guest').waitFor();
  assert.equal(await page.locator('.drop').count(), 0);
  assert.deepEqual(browser.faults, []);
});

test('lists what ends while the page opens, and what begins and ends at once', { timeout: 280_000 }, async (t) => {
  if (!needs(t, '/usr/bin/chromium')) return;
  const first = await Machine.make(t);
  const second = await Machine.make(t);
  await mkdir(second.path('shared'));
  for (const name of ['early', 'quick']) await writeFile(second.path('shared', `${name}.txt`), `hello ${name}`);
  const { link } = await startNetwork(first);
  await second.start('join', link, second.path('shared'), '--host', '127.0.0.1', '--port', String(await freePort()));
  const get = async (name: string): Promise<void> => {
    await until(async () => {
      const { items } = await first.json<{ items: unknown[] }>('search', name);
      return items.length > 0 ? true : undefined;
    });
    const { code, stderr } = await first.run('get', `${name}.txt`);
    assert.equal(code, 0, stderr);
  };
  const browser = await TestBrowser.start(t);
  const page = await browser.open(first);
  // A hidden page does not ask every so often, so that it lists what the news made it ask for.
  await page.addInitScript(`Object.defineProperty(document, 'visibilityState', { value: 'hidden' })`);
  const held = Promise.withResolvers<void>();
  await page.route('**/v1/progress', async (route) => {
    await held.promise;
    await route.continue();
  });
  await page.goto(new URL('/downloads', page.url()).href);
  await page.getByText('Nothing is being fetched').waitFor();
  await get('early');
  held.resolve();
  await page.locator('.download', { hasText: 'early.txt' }).getByText('Done').waitFor();
  await get('quick');
  await page.locator('.download', { hasText: 'quick.txt' }).getByText('Done').waitFor();
  await get('quick');
  await page.getByText('1 file was skipped').click();
  await page.getByText('the same file is there already').waitFor();
  assert.deepEqual(browser.faults, []);
});

test('an open page says that the daemon is away, and goes on when it is back', { timeout: 280_000 }, async (t) => {
  if (!needs(t, '/usr/bin/chromium')) return;
  const first = await Machine.make(t);
  const started = await startNetwork(first);
  const browser = await TestBrowser.start(t);
  const page = await browser.open(first);
  await page.getByRole('link', { name: 'Settings' }).click();
  await stop(started.child);
  await page.getByText('This page goes on as soon as it is back').waitFor();
  await first.start('up');
  await page.getByText('This page goes on as soon as it is back').waitFor({ state: 'hidden' });
  await page.getByRole('link', { name: 'Network' }).click();
  await page.getByRole('cell', { name: 'first' }).waitFor();
});

test(
  'a browser without a session is told how to get in, and a used link leads there or to where it was let in',
  { timeout: 280_000 },
  async (t) => {
    if (!needs(t, '/usr/bin/chromium')) return;
    const first = await Machine.make(t);
    await startNetwork(first);
    const browser = await TestBrowser.start(t);
    const page = await browser.open(first);
    const at = new URL(page.url()).origin;
    const { url } = await first.json<{ url: string }>('open', '--print');
    const other = await browser.open(first, { locale: 'es' });
    await other.goto(url);
    await other.getByRole('searchbox').waitFor();
    await page.goto(url);
    await page.getByRole('searchbox').waitFor();
    await page.context().clearCookies();
    await page.goto(at);
    await page.getByText('ayni open', { exact: true }).waitFor();
    assert.deepEqual(await accessFaults(page), []);
    await other.context().clearCookies();
    await other.goto(url);
    await other.getByText('Este navegador no tiene acceso').waitFor();
    await other.getByText('ayni open', { exact: true }).waitFor();
  },
);
