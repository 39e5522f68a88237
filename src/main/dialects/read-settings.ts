import { readFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parse } from 'smol-toml';
import { Value } from 'typebox/value';

import { parseAddress } from '../../core/access/link.ts';
import type { Dialect } from '../../core/dialects/dialect.ts';
import { AyniError } from '../../core/errors.ts';
import { optional } from '../optional.ts';
import { isErrno } from '../state/state-folder.ts';
import type { DialectChoice, DialectChoices } from '../../cli/programs.ts';
import { isClassic, readClassic, type ClassicSettings } from './classic-settings.ts';
import { withSecret } from './p4-secret.ts';
import { SettingsFile, type DialectSettings, type OwnSettings, type SettingsOf } from './dialect-settings.ts';

const MAX_CONNECTIONS = 1000;
const TTL_SECONDS = 900;
/** In the state folder; another place with `--config`. */
const FILE = 'ayni.toml';

/**
 * The dialects that are on: those of the settings file and those of the command line, which says the last word.
 * @param options.tracker whether a tracker runs here, which has secrets of its own
 * @throws {AyniError} `bad-config`, `io-failed`
 */
export async function readDialects(
  state: string,
  { config, dialects = [], allowUnauthenticated = false }: DialectChoices,
  { tracker }: { readonly tracker: boolean },
): Promise<readonly DialectSettings[]> {
  const classic = isClassic(config) ? await readClassic(config) : undefined;
  const named = classic === undefined ? config : undefined;
  const file = await readSettingsFile(named ?? join(state, FILE), named !== undefined);
  const { allow_unauthenticated: all = false, ...sections } = file.dialects ?? {};
  const of = <Name extends Dialect>(
    dialect: Name,
    section: OwnSettings<Name> | undefined,
    nothing: OwnSettings<Name>,
  ): SettingsOf<Name>[] => {
    const chosen = dialects.filter((each) => each.dialect === dialect);
    if (section === undefined && chosen.length === 0) return [];
    return [settingsOf(dialect, section ?? nothing, chosen, all || allowUnauthenticated)];
  };
  const on = [
    ...of('helo', sections.helo, {}),
    ...of('flatgrpc', sections.flatgrpc, {}),
    ...of('p4', sections.p4, {}),
    ...of('rede', sections.rede, {}),
    ...(classic === undefined ? of('slots', sections.slots, {}) : [classicSlots(classic.slots)]),
  ];
  return tracker ? Promise.all(on.map((settings) => withSecret(state, settings))) : on;
}

/** Whoever hands over such a file wants programs of that system in. */
function classicSlots(slots: ClassicSettings['slots']): SettingsOf<'slots'> {
  const common = {
    maxConnections: MAX_CONNECTIONS,
    ttlMs: TTL_SECONDS * 1000,
    allowUnauthenticated: true,
    bridge: false,
  };
  return { dialect: 'slots', ...common, ...slots };
}

function settingsOf<Name extends Dialect>(
  dialect: Name,
  own: OwnSettings<Name>,
  chosen: readonly DialectChoice[],
  allowed: boolean,
): SettingsOf<Name> {
  const choice: Partial<DialectChoice> = Object.assign({}, ...chosen);
  const { tracker_port, peer_port, max_connections, ttl, allow_unauthenticated, bridge, tracker } = own;
  return {
    dialect,
    ...optional('trackerPort', choice.trackerPort ?? tracker_port),
    ...optional('peerPort', choice.peerPort ?? peer_port),
    maxConnections: max_connections ?? MAX_CONNECTIONS,
    ttlMs: (ttl ?? TTL_SECONDS) * 1000,
    allowUnauthenticated: allow_unauthenticated ?? allowed,
    bridge: choice.bridge ?? bridge ?? false,
    ...optional('tracker', tracker === undefined ? undefined : parseAddress(tracker)),
    own,
  };
}

async function readSettingsFile(path: string, isNamed: boolean): Promise<SettingsFile> {
  let text: string;
  try {
    text = await readFile(path, 'utf8');
  } catch (cause) {
    if (!isNamed && isErrno(cause, 'ENOENT')) return {};
    throw new AyniError('io-failed', `The settings ${path} cannot be read: is it there, and yours?`, { cause });
  }
  const fail = (why: string, cause?: unknown): never => {
    throw new AyniError('bad-config', `${basename(path)} is not right: ${why}.`, { context: { path }, cause });
  };
  let parsed: unknown;
  try {
    parsed = parse(text);
  } catch (error) {
    fail(error instanceof Error ? (error.message.split('\n')[0] ?? '') : 'it is no TOML', error);
  }
  if (Value.Check(SettingsFile, parsed)) return parsed;
  const [first] = Value.Errors(SettingsFile, parsed);
  const at = first?.instancePath.slice(1).replaceAll('/', '.') ?? '';
  const why =
    first === undefined || first.message === 'schema is false' ? 'is no setting that Ayni knows' : first.message;
  return fail(`${at === '' ? 'it' : `"${at}"`} ${why}`);
}
