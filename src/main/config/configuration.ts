import { readFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';

import { AyniError } from '../../core/errors.ts';
import { contradictions } from '../../config/contradictions.ts';
import { fromEnvironment } from '../../config/from-environment.ts';
import { fromFile } from '../../config/from-file.ts';
import { fromFlags, type Flags } from '../../config/from-flags.ts';
import { merged, type Layer, type Merged } from '../../config/layers.ts';
import { problemLine, type Problem } from '../../config/problem.ts';
import { isSettingValues, SETTINGS, type SettingValues } from '../../config/settings-table.ts';
import { classicSettings, isClassic, type ClassicSettings } from '../dialects/classic-settings.ts';
import { dialectsOf, type DialectSettings } from '../dialects/dialect-settings.ts';
import { readSettings, type Settings } from '../state/settings.ts';
import { isErrno } from '../state/state-folder.ts';
import { assertNoPassword } from '../tracker-store.ts';

/** In the state folder; another place with `--config` or AYNI_CONFIG. */
const FILE = 'ayni.toml';

/** What holds for a daemon, from all sources. */
export interface Configuration {
  readonly settings: SettingValues;
  readonly dialects: readonly DialectSettings[];
}

/** The sources of a configuration, read and checked. */
export interface ConfigurationSources {
  /** The settings file that was read, absolute; absent where there is none. */
  readonly file?: string;
  readonly all: Merged;
  readonly problems: readonly Problem[];
  /** The side that a classic file is for. */
  readonly only?: ClassicSettings['only'];
}

/**
 * Reads all sources: flags before the environment before the file before what the state folder remembers.
 * @param state the folder, absolute
 * @throws {AyniError} `io-failed`, `bad-config` for a classic file, `state-damaged`, `usage`
 */
export async function readSources(
  state: string,
  flags: Flags & { readonly config?: string },
  env: NodeJS.ProcessEnv,
): Promise<ConfigurationSources> {
  const here = process.cwd();
  if (flags.store !== undefined) assertNoPassword(flags.store);
  const named = flags.config ?? (env['AYNI_CONFIG'] || undefined);
  const classic = isClassic(named) ? classicSettings(await readNamed(resolve(named)), resolve(named)) : undefined;
  const path = named === undefined || classic !== undefined ? join(state, FILE) : resolve(named);
  const text = classic === undefined && named !== undefined ? await readNamed(path) : await readIfThere(path);
  const file = fromFile(text ?? '', { name: basename(path), folder: dirname(path) });
  const environment = fromEnvironment(env, here);
  // Ports that are remembered because they were used last give way where they are taken: they are no setting.
  const { port: _port, controlPort: _controlPort, ...remembered } = await readSettings(state);
  const layers: Layer[] = [
    { source: 'remembered', values: fromFlags(remembered, here) },
    { source: 'file', values: file.values },
    { source: 'file', values: classic?.values ?? new Map() },
    { source: 'environment', values: environment.values },
    { source: 'flag', values: fromFlags(flags, here) },
  ];
  const all = merged(layers);
  const together = contradictions(all).map((said) => ({ where: 'configuration', text: said }));
  return {
    ...(text === undefined ? {} : { file: path }),
    ...(classic === undefined ? {} : { file: resolve(named ?? ''), only: classic.only }),
    all,
    problems: [...file.problems, ...environment.problems, ...together],
  };
}

/** @throws {AyniError} `bad-config` with the first problem */
export function configurationOf({ all, problems, only }: ConfigurationSources): Configuration {
  const [first] = problems;
  if (first !== undefined) {
    const more = problems.length > 1 ? ' "ayni config check" tells what else is not right.' : '';
    throw new AyniError('bad-config', `${problemLine(first)}${more}`, { context: { ...first } });
  }
  const values = Object.entries(SETTINGS).flatMap(([name, { at }]) => {
    const chosen = all.get(at);
    return chosen === undefined ? [] : [[name, chosen.value]];
  });
  const settings: Record<string, unknown> = Object.fromEntries(values);
  if (!isSettingValues(settings)) throw new Error('A setting went unchecked.');
  const dialects = dialectsOf(all).map((dialect) =>
    dialect.dialect === 'slots' && only !== undefined ? { ...dialect, only } : dialect,
  );
  return { settings, dialects };
}

/** What flags say that the next start should know, too. */
export function rememberedOf({ name, downloads, trackerPort, access, store }: Flags): Settings {
  const path = downloads === undefined ? undefined : resolve(downloads);
  return Object.fromEntries(
    Object.entries({ name, downloads: path, trackerPort, access, store }).filter(([, value]) => value !== undefined),
  );
}

async function readNamed(path: string): Promise<string> {
  const text = await readIfThere(path);
  if (text === undefined)
    throw new AyniError('io-failed', `There are no settings ${path}: write them, or name others.`);
  return text;
}

async function readIfThere(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, 'utf8');
  } catch (cause) {
    if (isErrno(cause, 'ENOENT')) return undefined;
    throw new AyniError('io-failed', `The settings ${path} cannot be read: are they yours?`, { cause });
  }
}
