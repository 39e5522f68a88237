import { parseAddress, type Address } from '../../core/access/link.ts';
import type { Dialect } from '../../core/dialects/dialect.ts';
import {
  ALLOW_UNAUTHENTICATED,
  DIALECT_SETTINGS,
  isOwnSettings,
  type OwnSettings,
} from '../../config/dialect-table.ts';
import { switchOf, type Merged } from '../../config/layers.ts';
import { optional } from '../optional.ts';

/** One dialect that is on. */
export interface SettingsOf<Name extends Dialect> {
  readonly dialect: Name;
  readonly trackerPort?: number;
  readonly peerPort?: number;
  readonly maxConnections: number;
  readonly ttlMs: number;
  readonly allowUnauthenticated: boolean;
  readonly bridge: boolean;
  /** A tracker of that system that our peer goes to. */
  readonly tracker?: Address;
  /** The settings are for one side alone; both where absent. */
  readonly only?: 'tracker' | 'peer';
  readonly own: OwnSettings<Name>;
}

export type DialectSettings = { readonly [Name in Dialect]: SettingsOf<Name> }[Dialect];

/** The dialects that are on. */
export function dialectsOf(all: Merged): readonly DialectSettings[] {
  return [
    ...settingsOf('helo', all),
    ...settingsOf('flatgrpc', all),
    ...settingsOf('p4', all),
    ...settingsOf('rede', all),
    ...settingsOf('slots', all),
  ];
}

/** One, or none where it is off. */
function settingsOf<Name extends Dialect>(dialect: Name, all: Merged): SettingsOf<Name>[] {
  const section = switchOf(dialect);
  if (!all.has(section)) return [];
  const common: OwnSettings<'helo'> = ownOf('helo', section, all);
  const { tracker_port, peer_port, max_connections, ttl, allow_unauthenticated, bridge, tracker } = common;
  const { max_connections: most, ttl: usual } = DIALECT_SETTINGS.helo;
  return [
    {
      dialect,
      ...optional('trackerPort', tracker_port),
      ...optional('peerPort', peer_port),
      maxConnections: max_connections ?? most.fallback,
      ttlMs: (ttl ?? usual.fallback) * 1000,
      allowUnauthenticated: allow_unauthenticated ?? all.get(ALLOW_UNAUTHENTICATED.at)?.value === true,
      bridge: bridge === true,
      ...optional('tracker', tracker === undefined ? undefined : parseAddress(tracker)),
      own: ownOf(dialect, section, all),
    },
  ];
}

/** What a section says of the keys of a dialect. */
function ownOf<Name extends Dialect>(dialect: Name, section: string, all: Merged): OwnSettings<Name> {
  const own: Record<string, unknown> = {};
  for (const key of Object.keys(DIALECT_SETTINGS[dialect])) {
    const chosen = all.get(`${section}.${key}`);
    if (chosen !== undefined) own[key] = chosen.value;
  }
  if (!isOwnSettings(dialect, own)) throw new Error(`Unchecked settings of ${dialect}.`);
  return own;
}
