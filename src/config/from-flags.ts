import type { Dialect } from '../core/dialects/dialect.ts';
import { ALLOW_UNAUTHENTICATED } from './dialect-table.ts';
import { inFolder } from './from-file.ts';
import { switchOf } from './layers.ts';
import type { Setting } from './setting.ts';
import { SETTINGS, type SettingValues } from './settings-table.ts';

interface DialectChoice {
  readonly dialect: Dialect;
  readonly trackerPort?: number;
  readonly peerPort?: number;
  readonly bridge?: boolean;
}

/** What a command line says; what is absent it does not say. */
export interface Flags extends SettingValues {
  readonly dialects?: readonly DialectChoice[];
  readonly allowUnauthenticated?: boolean;
}

/** By place. @param folder absolute, what paths are relative to */
export function fromFlags(flags: Flags, folder: string): ReadonlyMap<string, unknown> {
  const values = new Map<string, unknown>();
  const given = new Map<string, unknown>(Object.entries(flags));
  for (const [name, setting] of Object.entries<Setting>(SETTINGS)) {
    const value = given.get(name);
    if (value !== undefined) values.set(setting.at, inFolder(setting, value, folder));
  }
  const { dialects = [], allowUnauthenticated } = flags;
  for (const { dialect, trackerPort, peerPort, bridge } of dialects) {
    const section = switchOf(dialect);
    values.set(section, true);
    for (const [key, value] of Object.entries({ tracker_port: trackerPort, peer_port: peerPort, bridge })) {
      if (value !== undefined) values.set(`${section}.${key}`, value);
    }
  }
  if (allowUnauthenticated !== undefined) values.set(ALLOW_UNAUTHENTICATED.at, allowUnauthenticated);
  return values;
}
