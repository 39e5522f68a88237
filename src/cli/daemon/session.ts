import { AyniError } from '../../core/errors.ts';
import type { Progress } from '../../wire/control/messages.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import type { Daemon } from '../programs.ts';
import { ControlClient } from './control-client.ts';

/** How often it is asked whether others are still attached, ms. */
const ATTACHED_POLL_MS = 200;

/** A command's conversation with the daemon. */
export interface Session {
  readonly client: ControlClient;
  readonly daemon: Daemon;
  readonly signal: AbortSignal;
}

/**
 * Does `work` with the daemon of the state folder. Where none runs, one runs in this process for as long as the work
 * takes, and as long as other commands are attached to it. The work is called off by Ctrl-C, and when nobody reads what
 * it answers.
 */
export async function withDaemon<T>(
  cli: Cli,
  options: CommonOptions,
  work: (session: Session) => Promise<T>,
): Promise<T> {
  const signal = AbortSignal.any([cli.signal, cli.output.closed]);
  const settings = options.state === undefined ? {} : { state: options.state };
  const daemon = await cli.programs.open(settings, { signal });
  try {
    const client = new ControlClient(daemon.control);
    const result = await attached(client, signal, () => work({ client, daemon, signal }));
    await othersDone(cli, daemon);
    return result;
  } finally {
    await daemon.stop();
  }
}

/** Holds a stream open, so that a daemon in another command's process stays for us. */
async function attached<T>(client: ControlClient, signal: AbortSignal, work: () => Promise<T>): Promise<T> {
  const letGo = new AbortController();
  const held = hold(client, AbortSignal.any([signal, letGo.signal]));
  try {
    return await work();
  } finally {
    letGo.abort();
    await held;
  }
}

async function hold(client: ControlClient, signal: AbortSignal): Promise<void> {
  try {
    for await (const progress of client.progress({ signal })) void progress;
  } catch {
    // The work itself meets whatever is wrong.
  }
}

async function othersDone(cli: Cli, daemon: Daemon): Promise<void> {
  if (!daemon.here) return;
  let told = false;
  // Our own connections need a moment to be seen as closed.
  for (let poll = 0; daemon.attached() > 0 && !cli.signal.aborted; poll++) {
    if (poll > 2 && !told) {
      const { say } = cli.output.words;
      cli.output.remark(say('Done, but other commands use this one: it ends with the last of them (Ctrl-C ends all).'));
      told = true;
    }
    await new Promise((resolve) => setTimeout(resolve, ATTACHED_POLL_MS));
  }
}

/**
 * Follows the progress until `isDone` says so.
 * @param onProgress is called with each, also the last
 */
export async function follow(
  session: Pick<Session, 'client' | 'signal'>,
  onProgress: (progress: Progress) => void,
  isDone: (progress: Progress) => boolean,
): Promise<Progress> {
  for await (const progress of session.client.progress({ signal: session.signal })) {
    onProgress(progress);
    if (isDone(progress)) return progress;
  }
  throw session.signal.aborted
    ? new AyniError('cancelled', 'Interrupted.')
    : new AyniError('no-daemon', 'The daemon ended before this was done.');
}
