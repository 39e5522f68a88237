import { setTimeout as sleep } from 'node:timers/promises';

import type { ConfigReport, Daemon, Programs, RunFlags, Started } from '../cli/programs.ts';
import { SETTINGS } from '../config/settings-table.ts';
import { parseLink, type InviteLink } from '../core/access/link.ts';
import { AyniError } from '../core/errors.ts';
import { SILENT, type Logger } from '../core/log.ts';
import { loadIdentity } from '../net/identity/identity.ts';
import { join as joinNetwork } from '../peer/membership/join.ts';
import { loadMembership, removeMembership } from '../peer/membership/membership-record.ts';
import { reportOf } from './config/config-report.ts';
import { configurationOf, readSources, rememberedOf, type Configuration } from './config/configuration.ts';
import { openBase, type Base, type BaseOptions } from './daemon/base.ts';
import { freePort } from './daemon/free-port.ts';
import { defaultName } from './default-name.ts';
import { isClassic } from './dialects/classic-settings.ts';
import type { RunningPeer } from './peer.ts';
import { readControlFile } from './state/control-file.ts';
import { onStateDisk } from './state/full-disk.ts';
import { rememberSettings } from './state/settings.ts';
import { prepareStateFolder, stateFolderOf } from './state/state-folder.ts';
import { StateLock } from './state/state-lock.ts';
import { optional } from './optional.ts';
import { hasTracker, isThere } from './state/has-tracker.ts';

/** How long a daemon that is just starting (or ending) in another process may take, ms. */
const OTHER_DAEMON_MS = 15_000;
/** How long a command waits for the first word from the tracker, ms; then it tells what is wrong itself. */
const FIRST_WORD_MS = 10_000;
const POLL_MS = 50;

const NOT_JOINED = 'This machine is in no network yet: "ayni up FOLDER" starts one, "ayni join LINK FOLDER" joins one.';

/** Loaded when they are started: a command that attaches to a running daemon needs none of them. */
const parts = {
  up: () => import('./up.ts'),
  member: () => import('./member.ts'),
  tracker: () => import('./tracker-alone.ts'),
  move: () => import('./move-tracker.ts'),
  backUp: () => import('./back-up-tracker.ts'),
};

/** The programs, composed of their parts. */
export class AyniPrograms implements Programs {
  readonly version: string;
  readonly #env: NodeJS.ProcessEnv;

  constructor({ version, env }: { readonly version: string; readonly env: NodeJS.ProcessEnv }) {
    this.version = version;
    this.#env = env;
  }

  up(flags: RunFlags): Promise<Started> {
    return this.#start(flags, async (base, configuration) => (await parts.up()).startUp(base, configuration));
  }

  tracker(flags: RunFlags): Promise<Started> {
    return this.#start(flags, async (base, configuration) => {
      if ((await loadMembership(base.state)) !== undefined) {
        throw new AyniError(
          'already-joined',
          'A peer lives in this state folder: "ayni up" runs both; for a tracker alone take another --state.',
        );
      }
      return (await parts.tracker()).startTrackerAlone(base, configuration);
    });
  }

  peer(flags: RunFlags): Promise<Started> {
    return this.#start(flags, async (base, configuration) => {
      const record = await loadMembership(base.state);
      // A classic file knows nothing of networks: one of its own will do.
      if ((record === undefined || (await hasTracker(base.state))) && isClassic(flags.config)) {
        const settings = { ...configuration.settings, trackerPort: await freePort() };
        return (await parts.up()).startUp(base, { ...configuration, settings });
      }
      if (record === undefined) throw new AyniError('not-joined', NOT_JOINED);
      if (await hasTracker(base.state)) {
        throw new AyniError(
          'usage',
          'The tracker of this network lives in the same state folder: "ayni up" runs both.',
        );
      }
      return (await (await parts.member()).startMember(base, record, configuration)).started;
    });
  }

  join(link: string, flags: RunFlags, options: Parameters<Programs['join']>[2]) {
    return this.#onDisk(flags, () => this.#join(parseLink(link), flags, options));
  }

  async #join(
    parsed: InviteLink,
    flags: RunFlags,
    { signal, onWaiting }: Parameters<Programs['join']>[2],
  ): ReturnType<Programs['join']> {
    await using stack = new AsyncDisposableStack();
    const { options: opening, configuration } = await this.#configured(flags);
    const base = await openBase(stack, opening);
    const { state } = base;
    if (await hasTracker(state)) {
      throw new AyniError(
        'already-joined',
        'A network of its own lives in this state folder: to join another, take another folder with --state.',
      );
    }
    const known = await loadMembership(state);
    if (known?.network === parsed.network) return { network: known.network, role: known.role, already: true };
    const { name = defaultName() } = configuration.settings;
    await rememberSettings(state, optional('name', flags.name));
    const identity = await loadIdentity(state);
    const log = onWaiting === undefined ? base.log : telling(base.log, onWaiting);
    const wait = onWaiting !== undefined;
    const record = await joinNetwork(parsed, { identity, name, stateFolder: state, wait, log, signal });
    return { network: record.network, role: record.role, already: false };
  }

  open(flags: RunFlags, options: { readonly signal: AbortSignal }): Promise<Daemon> {
    return this.#onDisk(flags, () => this.#open(flags, options));
  }

  async #open(flags: RunFlags, { signal }: { readonly signal: AbortSignal }): Promise<Daemon> {
    const state = stateFolderOf(flags.state, this.#env);
    if (!(await isThere(state))) throw new AyniError('not-joined', NOT_JOINED);
    await prepareStateFolder(state);
    const deadline = Date.now() + OTHER_DAEMON_MS;
    while (Date.now() < deadline) {
      const lock = StateLock.tryTake(state);
      if (lock !== undefined) return this.#openHere(flags, lock, signal);
      const control = await readControlFile(state);
      if (control !== undefined) return attachedTo(control);
      await sleep(POLL_MS, undefined, { signal }).catch(() => {
        throw new AyniError('cancelled', 'Interrupted.');
      });
    }
    throw new AyniError(
      'no-daemon',
      `Another Ayni holds the state folder ${state}, but its local API does not come up: stop that process.`,
    );
  }

  async running(flags: RunFlags): Promise<Daemon | undefined> {
    const control = await readControlFile(stateFolderOf(flags.state, this.#env));
    return control === undefined ? undefined : attachedTo(control);
  }

  async config(flags: RunFlags): Promise<ConfigReport> {
    return reportOf(await readSources(stateFolderOf(flags.state, this.#env), flags, this.#env));
  }

  async moveTracker(flags: RunFlags) {
    await using stack = new AsyncDisposableStack();
    const { options, configuration } = await this.#configured(flags);
    return await (await parts.move()).moveTracker(await openBase(stack, options), configuration, flags);
  }

  async backUpTracker(flags: RunFlags, target: string, { signal }: { readonly signal: AbortSignal }) {
    const state = stateFolderOf(flags.state, this.#env);
    const { settings } = configurationOf(await readSources(state, flags, this.#env));
    return (await parts.backUp()).backUpTracker(state, target, { settings, signal });
  }

  forget(flags: RunFlags): Promise<void> {
    return this.#onDisk(flags, async () => {
      await using stack = new AsyncDisposableStack();
      const { state } = await openBase(stack, (await this.#configured(flags)).options);
      if ((await loadMembership(state)) === undefined) throw new AyniError('not-joined', NOT_JOINED);
      await removeMembership(state);
    });
  }

  /** What runs in the state folder when all of it runs. */
  async #openHere(flags: RunFlags, lock: StateLock, signal: AbortSignal): Promise<Daemon> {
    const { options, configuration } = await this.#configured(flags).catch((error: unknown) => {
      lock.release();
      throw error;
    });
    const { state } = options;
    return started({ ...options, lock }, async (base) => {
      const record = await loadMembership(state);
      const own = await hasTracker(state);
      if (own) {
        return record === undefined
          ? (await parts.tracker()).startTrackerAlone(base, configuration)
          : (await parts.up()).startUp(base, configuration);
      }
      if (record === undefined) throw new AyniError('not-joined', NOT_JOINED);
      const { started: running, peer } = await (await parts.member()).startMember(base, record, configuration);
      await firstWord(peer, signal);
      return running;
    }).then(({ daemon }) => daemon);
  }

  #onDisk<T>(flags: RunFlags, work: () => Promise<T>): Promise<T> {
    return onStateDisk(stateFolderOf(flags.state, this.#env), work);
  }

  /** What holds for a daemon of a state folder, which is made where it is not there. */
  async #configured(
    flags: RunFlags,
  ): Promise<{ readonly options: BaseOptions; readonly configuration: Configuration }> {
    const state = stateFolderOf(flags.state, this.#env);
    await prepareStateFolder(state);
    const configuration = configurationOf(await readSources(state, flags, this.#env));
    const { logLevel, log, metricsPort, tracingEndpoint: endpoint, tracingPercent } = configuration.settings;
    const tracing =
      endpoint === undefined ? undefined : { endpoint, percent: tracingPercent ?? SETTINGS.tracingPercent.fallback };
    const given = { ...optional('logLevel', logLevel), ...optional('log', log), ...optional('tracing', tracing) };
    const options = { state, version: this.version, watched: metricsPort !== undefined, ...given };
    return { options, configuration };
  }

  async #start(
    flags: RunFlags,
    start: (base: Base, configuration: Configuration) => Promise<Started>,
  ): Promise<Started> {
    return this.#onDisk(flags, async () => {
      const { options, configuration } = await this.#configured(flags);
      const { folders = [] } = configuration.settings;
      return started(options, async (base) => {
        const running = await start(base, configuration);
        await rememberSettings(base.state, rememberedOf(flags));
        return { ...running, folders };
      });
    });
  }
}

/** Runs a start; what it opened before it failed is closed again, in reverse order. */
async function started(options: BaseOptions, start: (base: Base) => Promise<Started>): Promise<Started> {
  await using stack = new AsyncDisposableStack();
  // The daemon owns what was opened from here on, and a failed start gives it back.
  const owned = new AsyncDisposableStack();
  stack.use(owned);
  const result = await start(await openBase(owned, options));
  stack.move();
  return result;
}

/** A command that comes first after a long time needs a fresh credential before it can fetch anything. */
async function firstWord({ membership }: RunningPeer, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + FIRST_WORD_MS;
  while (Date.now() < deadline && !signal.aborted) {
    const { connected, lastError, ended } = membership.state();
    if (connected || lastError !== undefined || ended !== undefined) return;
    await sleep(POLL_MS / 5);
  }
}

function attachedTo(control: Daemon['control']): Daemon {
  return {
    control,
    here: false,
    ended: new Promise(() => undefined),
    attached: () => 0,
    stop: async () => undefined,
  };
}

/** A log whose repeated reasons for waiting a person hears too, each once in a row. */
function telling(log: Logger, tell: (reason: string) => void): Logger {
  let last = '';
  return {
    ...SILENT,
    info: (facts, message) => {
      log.info(facts, message);
      const reason = /^(.*) Trying again\.$/.exec(message)?.[1];
      if (reason === undefined || reason === last) return;
      last = reason;
      tell(reason);
    },
    warn: (facts, message) => log.warn(facts, message),
    error: (facts, message) => log.error(facts, message),
  };
}
