import { rm } from 'node:fs/promises';
import { join } from 'node:path';

import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import { NO_TRACING, type Tracing } from '../../core/tracing/tracing.ts';
import { readControlFile } from '../state/control-file.ts';
import { prepareStateFolder } from '../state/state-folder.ts';
import { StateLock } from '../state/state-lock.ts';
import { DoorMetrics } from '../metrics/door-metrics.ts';
import { openLog, type LogLevel } from './open-log.ts';

/** What every daemon begins with. */
export interface Base {
  /** The state folder, absolute. */
  readonly state: string;
  readonly version: string;
  readonly log: Logger;
  readonly logPath?: string;
  /** ms since the Unix epoch. */
  readonly started: number;
  /** Counts what comes in by dialects; absent where nobody watches. */
  readonly doors?: DoorMetrics;
  readonly tracing: Tracing;
  /** What was opened, closed in reverse order when the daemon stops. */
  readonly stack: AsyncDisposableStack;
}

export interface BaseOptions {
  readonly state: string;
  readonly version: string;
  readonly logLevel?: LogLevel;
  readonly log?: boolean;
  /** Where traces are sent, and how many of them. */
  readonly tracing?: { readonly endpoint: string; readonly percent: number };
  /** Whether metrics are served. */
  readonly watched?: boolean;
  /** Taken before by the caller, who found the folder in order. */
  readonly lock?: StateLock;
}

/**
 * Takes the state folder. The caller owns the stack, also when what follows fails.
 * @throws {AyniError} `state-locked`, `state-newer`, `state-damaged`, `no-permission`, `io-failed`
 */
export async function openBase(stack: AsyncDisposableStack, options: BaseOptions): Promise<Base> {
  const { state, version } = options;
  if (options.lock === undefined) await prepareStateFolder(state);
  const lock = options.lock ?? StateLock.tryTake(state);
  if (lock === undefined) throw await lockedError(state);
  stack.defer(() => lock.release());
  // What a daemon that was killed left behind: its address may be another program's by now.
  await rm(join(state, 'control.json'), { force: true });
  const { level, stderr } = { level: options.logLevel, stderr: options.log };
  const opened = openLog(state, { ...(level === undefined ? {} : { level }), stderr: stderr === true });
  stack.defer(() => opened.close());
  opened.log.info({ version, node: process.version, pid: process.pid }, 'started');
  const logPath = opened.path === undefined ? {} : { logPath: opened.path };
  const doors = options.watched === true ? { doors: new DoorMetrics() } : {};
  const tracing = await tracingOf(opened.log, stack, options);
  return { state, version, log: opened.log, ...logPath, ...doors, tracing, started: Date.now(), stack };
}

/** What collects and sends them is loaded where that is wanted only. */
async function tracingOf(
  log: Logger,
  stack: AsyncDisposableStack,
  { version, tracing }: Pick<BaseOptions, 'version' | 'tracing'>,
): Promise<Tracing> {
  if (tracing === undefined) return NO_TRACING;
  const { startTracing } = await import('../tracing/start-tracing.ts');
  return stack.use(startTracing({ log }, { ...tracing, version }));
}

async function lockedError(state: string): Promise<AyniError> {
  const control = await readControlFile(state);
  const who = control === undefined ? 'Another Ayni' : `Another Ayni (process ${control.pid})`;
  return new AyniError('state-locked', `${who} uses the state folder ${state}: stop it, or take another with --state.`);
}
