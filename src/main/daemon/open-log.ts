import { mkdirSync, renameSync, statSync } from 'node:fs';
import { join } from 'node:path';
import pino, { type Logger as Pino } from 'pino';

import { SETTINGS, type SettingValues } from '../../config/settings-table.ts';

export type LogLevel = NonNullable<SettingValues['logLevel']>;
/** A log of this size is put aside at the next start, so that at most two of them lie around. */
const MAX_BYTES = 20 * 1024 * 1024;

export interface OpenLog {
  readonly log: Pino;
  /** Absent where the log goes to stderr. */
  readonly path?: string;
  close(): void;
}

/** The structured log of a daemon: JSON lines in `logs/ayni.log` of the state folder, or on stderr. */
export function openLog(state: string, options: { readonly level?: LogLevel; readonly stderr?: boolean }): OpenLog {
  const { level = SETTINGS.logLevel.fallback } = options;
  if (options.stderr === true) {
    const destination = pino.destination({ fd: 2, sync: true });
    return { log: pino({ level }, destination), close: () => destination.flushSync() };
  }
  const folder = join(state, 'logs');
  const path = join(folder, 'ayni.log');
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  if ((statSync(path, { throwIfNoEntry: false })?.size ?? 0) > MAX_BYTES) renameSync(path, `${path}.1`);
  const destination = pino.destination({ dest: path, sync: true, mode: 0o600 });
  // A full disk must not end the daemon.
  destination.on('error', () => undefined);
  return { log: pino({ level }, destination), path, close: () => destination.end() };
}
