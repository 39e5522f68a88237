import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Type, type Static } from 'typebox';
import { Value } from 'typebox/value';

import { AyniError } from '../../core/errors.ts';
import { writeFileAtomic } from '../../platform/atomic-file.ts';
import { isErrno } from './state-folder.ts';

const Port = Type.Integer({ minimum: 1, maximum: 65_535 });

/** What a state folder remembers of the command line, so that the next start needs no options. */
const Settings = Type.Object({
  name: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
  /** The port that was used last, so that links and firewalls stay right. */
  port: Type.Optional(Port),
  /** Where the local API listened last, so that an open page finds it again. */
  controlPort: Type.Optional(Port),
  downloads: Type.Optional(Type.String({ minLength: 1, maxLength: 4096 })),
  trackerPort: Type.Optional(Port),
  /** Address of the tracker's database, without a password. */
  store: Type.Optional(Type.String({ minLength: 1, maxLength: 2048 })),
  access: Type.Optional(Type.Union([Type.Literal('invite'), Type.Literal('open')])),
});
export type Settings = Static<typeof Settings>;

/** @throws {AyniError} `state-damaged` */
export async function readSettings(folder: string): Promise<Settings> {
  const path = join(folder, 'settings.json');
  try {
    const parsed: unknown = JSON.parse(await readFile(path, 'utf8'));
    if (Value.Check(Settings, parsed)) return parsed;
  } catch (error) {
    if (isErrno(error, 'ENOENT')) return {};
    if (!(error instanceof SyntaxError)) {
      throw new AyniError('io-failed', `${path} cannot be read: is it yours?`, { cause: error });
    }
  }
  throw new AyniError(
    'state-damaged',
    `${path} is damaged: correct or remove it; it holds name, ports and folders only.`,
  );
}

/** Merges what is given into what is remembered; writes only a change. */
export async function rememberSettings(folder: string, given: Settings): Promise<Settings> {
  const before = await readSettings(folder);
  const after = { ...before, ...withoutAbsent(given) };
  if (!Value.Equal(before, after)) {
    await writeFileAtomic(join(folder, 'settings.json'), `${JSON.stringify(after, undefined, 2)}\n`, 0o600);
  }
  return after;
}

function withoutAbsent(settings: Settings): Settings {
  return Object.fromEntries(Object.entries(settings).filter(([, value]) => value !== undefined));
}
