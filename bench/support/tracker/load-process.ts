import { fork } from 'node:child_process';
import { on } from 'node:events';
import { fileURLToPath } from 'node:url';

import { which } from '../programs.ts';
import { CONNECTED, type LoadFigures, type LoadOrder } from './load-messages.ts';

const MODULE = fileURLToPath(new URL('./load.ts', import.meta.url));

let runs = 0;

/**
 * Runs a generator of load to its end, in a process of its own.
 * @param options.core the one it has to itself; any unless given
 * @param options.onConnected is called when its connections are there
 */
export async function load(
  order: Omit<LoadOrder, 'run'>,
  { core, onConnected }: { readonly core?: number; readonly onConnected?: () => void } = {},
): Promise<LoadFigures> {
  const [command, [node = '', ...args]] =
    core === undefined ? [process.execPath, []] : onCore(core, [process.execPath, MODULE]);
  const child =
    command === process.execPath
      ? fork(MODULE)
      : fork(MODULE, { execPath: command, execArgv: [node, ...args].slice(0, -1) });
  child.send({ ...order, run: `run ${++runs}` } satisfies LoadOrder);
  for await (const [told] of on(child, 'message') as AsyncIterable<[LoadFigures | typeof CONNECTED]>) {
    if (told !== CONNECTED) {
      child.disconnect();
      return told;
    }
    onConnected?.();
  }
  throw new Error('The generator of load ended early.');
}

/** A command with its arguments, on one core where there is `taskset`. */
export function onCore(core: number, [program = '', ...args]: readonly string[]): [string, string[]] {
  const taskset = which('taskset');
  if (taskset === undefined) return [program, args];
  return [taskset, ['-c', String(core), program, ...args]];
}
