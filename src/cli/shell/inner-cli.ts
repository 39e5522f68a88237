import { Readable } from 'node:stream';

import { AyniError } from '../../core/errors.ts';
import type { Cli } from '../cli.ts';
import type { Session } from '../daemon/session.ts';
import type { Programs } from '../programs.ts';

/**
 * What a command is handed that was typed into another one: it talks to the daemon that is open already, leaves it
 * running, starts none, and ends with `signal`.
 */
export function innerCli(cli: Cli, { daemon }: Session, signal: AbortSignal): Cli {
  const refuse = () => {
    throw new AyniError('usage', `This is for the command line: leave with "quit", then say it after "${cli.self}".`);
  };
  const running = async () => ({ ...daemon, here: false, attached: () => 0, stop: async () => {} });
  const programs: Programs = {
    version: cli.programs.version,
    up: refuse,
    tracker: refuse,
    peer: refuse,
    join: refuse,
    forget: refuse,
    moveTracker: refuse,
    backUpTracker: refuse,
    config: (flags) => cli.programs.config(flags),
    open: async (settings) => {
      if (settings.state !== undefined) refuse();
      return running();
    },
    running,
  };
  // Lines on stdin are commands, and not for one of them to read.
  return { ...cli, programs, signal, stdin: Readable.from([]) };
}
