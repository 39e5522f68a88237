import { mkdir } from 'node:fs/promises';

import { ControlClient } from '../../src/cli/daemon/control-client.ts';
import { readControlFile } from '../../src/main/state/control-file.ts';
import { NETWORK_ROUTES } from '../../src/wire/control/routes.ts';
import { freePort } from '../support/free-port.ts';
import { Machine, startNetwork, until } from './cli-support.ts';

/** Machines of one network that share their folder `shared`, which `fill` fills; the first is the admin's. */
export async function startMachines(
  t: Parameters<typeof Machine.make>[0],
  names: readonly string[],
  fill: (machine: Machine, name: string) => Promise<void>,
): Promise<readonly Machine[]> {
  const machines: Machine[] = [];
  let link = '';
  for (const name of names) {
    const machine = await Machine.make(t);
    machines.push(machine);
    await mkdir(machine.path('shared'));
    await fill(machine, name);
    if (link === '') ({ link } = await startNetwork(machine, machine.path('shared')));
    else {
      const at = ['--host', '127.0.0.1', '--port', String(await freePort()), '--name', name];
      await machine.start('join', link, machine.path('shared'), ...at);
    }
  }
  return machines;
}

/** Names of all that a machine finds by a word. */
export async function namesFound({ state }: Machine, word: string): Promise<readonly string[]> {
  const file = await readControlFile(state);
  if (file === undefined) throw new Error(`No daemon runs on ${state}.`);
  const { items } = await new ControlClient(file).call(NETWORK_ROUTES.search, { text: word, limit: 100 });
  return items.flatMap(({ names }) => names);
}

/** Until a machine finds so many files and folders by a word. */
export async function untilFound(machine: Machine, word: string, count: number): Promise<void> {
  await until(async () => ((await namesFound(machine, word)).length >= count ? true : undefined));
}
