import assert from 'node:assert/strict';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { test } from 'node:test';

import { TestBrowser } from '../support/browser.ts';
import { needs } from '../support/parts.ts';
import { until } from './cli-support.ts';
import { namesFound, startMachines, untilFound } from './web-support.ts';

/** The colour of lines, where the chart has some of it. As text: it runs in the page, whose types are not ours. */
const LINES_DRAWN = `(() => {
  const canvas = document.querySelector('.chart canvas');
  const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
  const line = getComputedStyle(document.documentElement).getPropertyValue('--line').trim();
  const [red, green, blue] = [1, 3, 5].map((at) => parseInt(line.slice(at, at + 2), 16));
  for (let at = 0; at < data.length; at += 4)
    if (data[at] === red && data[at + 1] === green && data[at + 2] === blue && data[at + 3] === 255) return line;
  return '';
})()`;

test(
  'a person chooses folders and who sees what, gets what is here, and an admin takes out',
  { timeout: 280_000 },
  async (t) => {
    if (!needs(t, '/usr/bin/chromium')) return;
    const [first, second, third] = await startMachines(t, ['first', 'second', 'third'], async (machine, name) => {
      await mkdir(machine.path('shared', 'album'));
      await writeFile(machine.path('shared', 'album', 'cover.txt'), 'the same everywhere');
      await writeFile(machine.path('shared', 'album', 'notes.txt'), `notes of ${name}`);
      await writeFile(machine.path('shared', 'album', `song of ${name}.txt`), `song of ${name}`);
      await writeFile(machine.path('shared', `only ${name}.txt`), `only ${name}`);
    });
    assert.ok(first && second && third);
    await untilFound(first, 'song of', 3);
    const browser = await TestBrowser.start(t);
    const page = await browser.open(first);
    const choose = async (name: string) => {
      await page.getByRole('link', { name: 'Find' }).first().click();
      await page.getByRole('searchbox').fill(name);
      await page.locator('.result', { hasText: name }).first().click();
      await page.locator('.details h2', { hasText: name }).waitFor();
    };
    const get = async (folder: string) => {
      await page.getByLabel('In the folder').fill(folder);
      await page.getByRole('button', { name: 'Get', exact: true }).click();
    };

    await t.test('puts a file into the folder that was named, refuses a wrong one, and offers it again', async () => {
      await choose('only second.txt');
      await get('downloads/relative');
      await page.getByText('whole path').waitFor();
      await get(first.state);
      await page.getByText('its own state').waitFor();
      await get(first.path('elsewhere', 'new'));
      await page.getByText('The download has begun').waitFor();
      const there = first.path('elsewhere', 'new', 'only second.txt');
      await until(() =>
        readFile(there, 'utf8').then(
          (text) => text || undefined,
          () => undefined,
        ),
      );
      assert.equal(await readFile(there, 'utf8'), 'only second');
      await choose('only third.txt');
      await page.locator(`datalist option[value="${first.path('elsewhere', 'new')}"]`).waitFor({ state: 'attached' });
    });

    await t.test('copies from here what only this machine has, a file and a folder', async () => {
      await choose('only first.txt');
      await get(first.path('copies'));
      await until(() => readFile(first.path('copies', 'only first.txt'), 'utf8').catch(() => undefined));
      await page.getByRole('button', { name: 'By member' }).click();
      await page.getByRole('treeitem', { name: 'first' }).click();
      await page.getByRole('treeitem', { name: 'shared' }).click();
      await page.getByRole('treeitem', { name: 'album' }).click();
      await get(first.path('copies'));
      await until(() => readFile(first.path('copies', 'album', 'notes.txt'), 'utf8').catch(() => undefined));
      assert.equal(await readFile(first.path('copies', 'album', 'notes.txt'), 'utf8'), 'notes of first');
    });

    await t.test('gets a folder of all members as one, what differs beside the other', async () => {
      await page.getByRole('button', { name: 'All together' }).click();
      await page.getByRole('treeitem', { name: 'shared' }).click();
      await page.getByRole('treeitem', { name: 'album' }).click();
      await page.getByText('Comes from 3 members as one folder').waitFor();
      await get(first.path('merged'));
      const all = await until(async () => {
        const inside = await readdir(first.path('merged', 'album')).catch(() => []);
        return inside.length > 0 ? inside : undefined;
      });
      assert.deepEqual(all.toSorted(), [
        'cover.txt',
        'notes (2).txt',
        'notes (3).txt',
        'notes.txt',
        'song of first.txt',
        'song of second.txt',
        'song of third.txt',
      ]);
      const notes = await Promise.all(
        ['notes.txt', 'notes (2).txt', 'notes (3).txt'].map((name) =>
          readFile(first.path('merged', 'album', name), 'utf8'),
        ),
      );
      assert.deepEqual(notes.toSorted(), ['notes of first', 'notes of second', 'notes of third']);
    });

    await t.test('gets a folder that a search found from all who have it', async () => {
      await page.getByRole('button', { name: 'Search', exact: true }).click();
      await choose('album');
      await get(first.path('found'));
      const all = await until(async () => {
        const inside = await readdir(first.path('found', 'album')).catch(() => []);
        return inside.length > 0 ? inside : undefined;
      });
      assert.equal(all.filter((name) => name.startsWith('song of')).length, 3);
    });

    await t.test('shares with one member, then with another', async () => {
      await mkdir(first.path('private'));
      await writeFile(first.path('private', 'secret plan.txt'), 'plan');
      await page.getByRole('link', { name: 'My share' }).click();
      await page.getByLabel('Path on this computer').fill(first.path('private'));
      await page.getByRole('radio', { name: 'Only groups and members that I choose' }).check();
      await page.getByRole('button', { name: 'Share', exact: true }).click();
      await page.getByText('Nobody is chosen').waitFor();
      const member = page.getByRole('combobox', { name: 'Members' });
      await member.fill('nobody of that name');
      await page.getByRole('button', { name: 'Add member' }).click();
      await page.getByText('choose from the list').waitFor();
      await member.fill('second');
      await member.press('Enter');
      await page.getByRole('button', { name: /Take out .*second/ }).waitFor();
      await page.getByRole('button', { name: 'Share', exact: true }).click();
      const card = page.locator('.my-share .card', { hasText: first.path('private') });
      await card.getByText(/Only for .*second/).waitFor();
      await untilFound(second, 'secret plan', 1);
      assert.deepEqual(await namesFound(third, 'secret plan'), []);
      await card.getByRole('button', { name: 'Who sees it' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByRole('button', { name: /Take out .*second/ }).click();
      await dialog.getByRole('combobox', { name: 'Members' }).fill('third');
      await dialog.getByRole('button', { name: 'Add member' }).click();
      await dialog.getByRole('button', { name: 'Save' }).click();
      await dialog.waitFor({ state: 'hidden' });
      await card.getByText(/Only for .*third/).waitFor();
      await untilFound(third, 'secret plan', 1);
      await until(async () => ((await namesFound(second, 'secret plan')).length === 0 ? true : undefined));
    });

    await t.test('shares another folder of the same name under one of its own', async () => {
      const path = first.path('elsewhere', 'private');
      await mkdir(path, { recursive: true });
      await page.getByLabel('Path on this computer').fill(path);
      const name = page.getByLabel('Name for others');
      assert.equal(await name.getAttribute('placeholder'), 'private');
      await page.getByRole('radio', { name: 'Everyone in the network' }).check();
      await page.getByRole('button', { name: 'Share', exact: true }).click();
      await page.getByText('choose another name').waitFor();
      await name.fill('plans');
      await page.getByRole('button', { name: 'Share', exact: true }).click();
      const card = page.locator('.my-share .card', { hasText: path });
      await card.getByText('plans', { exact: true }).waitFor();
      assert.equal(await name.inputValue(), '');
    });

    await t.test('keeps a group as it is called, and lets nobody in by taking the last one out', async () => {
      const card = page.locator('.my-share .card', { hasText: first.path('private') });
      const dialog = page.getByRole('dialog');
      const save = dialog.getByRole('button', { name: 'Save' });
      await card.getByRole('button', { name: 'Who sees it' }).click();
      await dialog.getByRole('button', { name: /Take out .*third/ }).click();
      await dialog.getByRole('textbox', { name: 'Groups' }).fill('staff, night shift');
      await save.click();
      await dialog.getByText('typed and not added').waitFor();
      await dialog.getByRole('button', { name: 'Add group' }).click();
      await save.click();
      await dialog.waitFor({ state: 'hidden' });
      const audience = async () => {
        const { shares } = await first.json<{ shares: { share: { path: string; audience: unknown } }[] }>('status');
        return shares.find(({ share }) => share.path === first.path('private'))?.share.audience;
      };
      const restricted = { kind: 'restricted', groups: ['staff, night shift'], peers: [] };
      assert.deepEqual(await audience(), restricted);
      await card.getByText(/Only for .*night shift/).waitFor();
      await card.getByRole('button', { name: 'Who sees it' }).click();
      await dialog.getByRole('button', { name: /Take out .*night shift/ }).click();
      await save.click();
      await dialog.getByText('Nobody is chosen').waitFor();
      assert.deepEqual(await audience(), restricted);
      await dialog.getByRole('radio', { name: 'Everyone' }).check();
      await save.click();
      await dialog.waitFor({ state: 'hidden' });
      assert.deepEqual(await audience(), { kind: 'everyone' });
    });

    await t.test('an admin withdraws from Find, after being told what it does', async () => {
      await choose('only third.txt');
      await page.locator('.details').getByRole('button', { name: 'Withdraw' }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('cannot be published again').waitFor();
      await dialog.getByRole('button', { name: 'Cancel' }).click();
      assert.equal((await namesFound(second, 'only third')).length, 1);
      await page.locator('.details').getByRole('button', { name: 'Withdraw' }).click();
      await dialog.getByRole('button', { name: 'Withdraw' }).click();
      await page.getByText('Withdrawn: nobody finds it any more').waitFor();
      assert.deepEqual(await namesFound(second, 'only third'), []);
      const member = await browser.open(second);
      await member.getByRole('searchbox').fill('only first');
      await member.locator('.result', { hasText: 'only first.txt' }).click();
      await member.locator('.details .id').waitFor();
      assert.equal(await member.getByRole('button', { name: 'Withdraw' }).count(), 0);
    });

    await t.test('an admin revokes a peer on Network', async () => {
      await page.getByRole('link', { name: 'Network' }).click();
      await page.getByRole('button', { name: /Revoke.*third/ }).click();
      const dialog = page.getByRole('dialog');
      await dialog.getByText('cannot be undone').waitFor();
      await dialog.getByRole('button', { name: 'Revoke' }).click();
      await dialog.waitFor({ state: 'hidden' });
      const members = await first.json<{ name: string; revoked: boolean }[]>('members');
      assert.deepEqual(
        members.filter(({ revoked }) => revoked).map(({ name }) => name),
        ['third'],
      );
    });
    await t.test('takes out hours without mixing up the others, and saves no wrong rate or time', async () => {
      await page.getByRole('link', { name: 'Settings' }).click();
      const rows = page.locator('.schedule-row');
      const save = page
        .locator('.card', { has: page.getByText('Other limits at') })
        .getByRole('button', { name: 'Save' });
      for (const [at, rate] of ['1', '2', '3'].entries()) {
        await page.getByRole('button', { name: 'Add hours' }).click();
        await rows.nth(at).getByLabel('Sending, altogether').fill(rate);
      }
      await rows.nth(1).getByRole('button', { name: 'Remove these hours' }).click();
      const fields = await rows.getByLabel('Sending, altogether').all();
      const shown = await Promise.all(fields.map((field) => field.inputValue()));
      assert.deepEqual(shown, ['1', '3']);
      for (const [label, wrong, right] of [
        ['Receiving, altogether', '0.01', '2.5'],
        ['From', '', '06:30'],
      ] as const) {
        await rows.nth(1).getByLabel(label).fill(wrong);
        assert.equal(await save.isDisabled(), true, label);
        await rows.nth(1).getByLabel(label).fill(right);
      }
      await save.click();
      await page.getByText('Saved.').waitFor();
      const { schedule } = await first.json<{ schedule: { from: number; rates: unknown }[] }>('limit');
      assert.deepEqual(
        schedule.map(({ from, rates }) => [from, rates]),
        [
          [480, { up: 1_000_000 }],
          [390, { up: 3_000_000, down: 2_500_000 }],
        ],
      );
      await page.getByRole('link', { name: 'Network' }).click();
    });

    await t.test('the chart takes other colours when the theme changes', async () => {
      await page.locator('.chart canvas').waitFor();
      const light = await page.evaluate(LINES_DRAWN);
      assert.match(String(light), /^#/);
      await page.emulateMedia({ colorScheme: 'dark' });
      const dark = await until(async () => (await page.evaluate(LINES_DRAWN)) || undefined);
      assert.notEqual(dark, light);
    });
    assert.deepEqual(
      browser.faults.filter((fault) => !fault.includes('status of 4')),
      [],
    );
  },
);

/** Keeps what pages ask for and show, which only the desktop would tell. */
const WATCHED = `
  window.asked = 0;
  window.shown = [];
  const Real = window.Notification;
  window.Notification = class extends Real {
    constructor(title, options) {
      super(title, options);
      window.shown.push([title, options.tag]);
    }
    static requestPermission() {
      window.asked++;
      return Real.requestPermission();
    }
  };
`;

test(
  'tells when a download ends, where it was asked to and the browser was asked only then',
  { timeout: 100_000 },
  async (t) => {
    if (!needs(t, '/usr/bin/chromium')) return;
    const [first, second] = await startMachines(t, ['first', 'second'], async (machine, name) => {
      await writeFile(machine.path('shared', `${name} early.txt`), `${name} early`);
      await writeFile(machine.path('shared', `${name} late.txt`), `${name} late`);
    });
    assert.ok(first && second);
    await untilFound(first, 'late', 2);
    const browser = await TestBrowser.start(t);
    const page = await browser.open(first, { permissions: ['notifications'] });
    await page.addInitScript(WATCHED);
    await page.reload();
    const shown = () => page.evaluate('window.shown');
    await page.getByRole('link', { name: 'Settings' }).click();
    await first.json('get', 'second early.txt');
    assert.deepEqual(await page.evaluate('window.asked'), 0);
    await page.getByRole('switch').click();
    await until(async () => ((await page.evaluate('window.asked')) === 1 ? true : undefined));
    assert.deepEqual(await shown(), []);
    await first.json('get', 'second late.txt');
    const told = await until(async () => {
      const titles = await shown();
      return Array.isArray(titles) && titles.length > 0 ? titles : undefined;
    });
    assert.match(String(told), /second late\.txt.* is here/);
  },
);
