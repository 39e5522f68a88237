import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Command } from 'commander';

import { SETTINGS } from '../../config/settings-table.ts';
import type { Setting } from '../../config/setting.ts';
import type { Cli } from '../cli.ts';
import { COMMAND_GROUPS } from '../command-table.ts';
import { EXIT_MEANINGS } from '../exit-codes.ts';
import { Output } from '../terminal/output.ts';
import { LANGUAGES } from './language.ts';
import { wordsOf } from './words.ts';

const stream = { write: () => true, on: () => undefined };

/** Everything that the help of a command describes. */
async function descriptions(): Promise<readonly string[]> {
  const output = new Output({ stdout: stream, stderr: stream, env: {} });
  // Only what defining commands needs; nothing is performed.
  const cli = { output, self: 'ayni' } as Cli;
  const commands = COMMAND_GROUPS.flatMap(({ commands: all }) => all).filter(({ hidden }) => hidden !== true);
  const defined = await Promise.all(
    commands.map(async ({ name, load }) => (await load()).define(new Command(name), cli)),
  );
  const ofSettings = Object.values<Setting>(SETTINGS).filter(({ flag }) => flag !== undefined);
  return [
    ...COMMAND_GROUPS.map(({ title }) => title),
    ...commands.map(({ summary }) => summary),
    ...EXIT_MEANINGS.map(([, meaning]) => meaning),
    ...defined.flatMap(({ registeredArguments, options }) =>
      [...registeredArguments, ...options].map(({ description }) => description),
    ),
    ...ofSettings.flatMap(({ does, otherwise = '' }) => [does, ...(/[a-z]/i.test(otherwise) ? [otherwise] : [])]),
  ];
}

test('each language has words for all that the help describes', async () => {
  const english = await descriptions();
  const composed = new Set(
    Object.values<Setting>(SETTINGS).flatMap(({ does }) => english.filter((text) => text.startsWith(`${does} (`))),
  );
  for (const language of LANGUAGES.filter((one) => one !== 'en')) {
    const { described } = await wordsOf(language);
    const missing = english.filter((text) => described(text) === text && !composed.has(text) && !SAME.includes(text));
    assert.deepEqual(missing, [], language);
  }
});

/** Alike in each language. */
const SAME: readonly string[] = ['~/Downloads/Ayni'];
