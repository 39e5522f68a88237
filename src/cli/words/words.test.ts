import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
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

/** Put together of parts that are not said elsewhere. */
const COMPOSED: readonly string[] = [
  'too many arguments for',
  'argument but got',
  'arguments but got',
  'A guest may not publish',
  'is no folder any more',
  'is no file any more',
];
/** Alike in each language. */
const SAME: readonly string[] = ['~/Downloads/Ayni'];

test('the catalogs hold nothing that nobody says', async () => {
  const { help, said, messages } = (await import('./spanish/spanish.ts')).spanish;
  const code = sources();
  const isSaid = (text: string) => code.includes(text) || code.includes(text.replaceAll("'", String.raw`\'`));
  // What errors say is composed: the text around their values has to be there.
  const parts = Object.keys(messages)
    .flatMap((text) => text.split(/\{\w+\}|[.:;] | \(/))
    .map((part) => part.replaceAll(/^[\s"'.,:;()]+|[\s"'.,:;()]+$/g, ''));
  const texts = [...Object.keys(help), ...Object.keys(said), ...parts];
  const unsaid = texts.filter((text) => !isSaid(text) && !COMPOSED.includes(text));
  assert.deepEqual(unsaid, []);
});

test('a phrase has the same values in each language', async () => {
  const valuesOf = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([name]) => name).toSorted();
  for (const { said, help, messages } of [
    (await import('./spanish/spanish.ts')).spanish,
    (await import('./portuguese/portuguese.ts')).portuguese,
  ]) {
    for (const [english, other] of [said, help, messages].flatMap((table) => Object.entries(table)))
      assert.deepEqual(valuesOf(other), valuesOf(english), english);
  }
});

test('what members write stays as they wrote it', async () => {
  const { told } = await wordsOf('es');
  assert.equal(told('Nobody shares "{text}".'), 'Nadie comparte "{text}".');
  assert.equal(told('Nobody shares "$& \\1".'), 'Nadie comparte "$& \\1".');
});

/** All code but the catalogs, and what the parser of command lines says. */
function sources(): string {
  const root = fileURLToPath(new URL('../../..', import.meta.url));
  const files = globSync(['src/**/*.ts', 'web/src/**/*.{ts,tsx}', 'node_modules/commander/lib/*.js'], { cwd: root });
  return files
    .filter((file) => !/(words|messages)[\\/](spanish|portuguese)/.test(file) && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(root, file), 'utf8'))
    .join('\n');
}
