import { mkdirSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import type { Static, TSchema } from 'typebox';
import { Value } from 'typebox/value';

import { readControlFile } from '../../src/main/state/control-file.ts';
import { CONTROL_ROUTES, NETWORK_ROUTES, type ControlRoute } from '../../src/wire/control/routes.ts';
import type { ControlFile } from '../../src/wire/control/messages.ts';
import type { Host } from '../../test/support/network-hosts.ts';
import { CLI } from './ayni-pair.ts';
import { until } from './programs.ts';
import { arm, startOn, type ArmedCall } from './swarm-hosts.ts';
import type { Fetching, ReadySwarm, SwarmPlace, SwarmProgram } from './swarm-program.ts';

/** A daemon whose local API listens in a namespace that this process is not in. */
interface HostDaemon {
  readonly host: Host;
  readonly file: ControlFile;
}

/** The program of the package, encrypted and verified: tracker and seeder in one daemon, each leecher a daemon. */
export function ayniSwarm(version: string): SwarmProgram {
  return { name: 'ayni', version, ready };
}

async function ready(place: SwarmPlace): Promise<ReadySwarm> {
  const { seeder, leechers, source, work } = place;
  const first = await startDaemon(place, seeder, ['up', dirname(source)]);
  const { link } = await call(first, NETWORK_ROUTES.createInvite, {
    role: 'member',
    groups: [],
    uses: leechers.length,
    lifetime: 3600,
  });
  await until(
    'the share is published',
    async () => {
      const shares = await call(first, CONTROL_ROUTES.shares, {});
      return shares.length > 0 && shares.every(({ state }) => state === 'ready') ? true : undefined;
    },
    { every: 200 },
  );
  const daemons = await Promise.all(leechers.map((host) => startDaemon(place, host, ['join', link])));
  // One after the other: many who ask at the same time are slower than one who asks.
  for (const daemon of daemons) await connected(daemon);
  const { items } = await call(first, NETWORK_ROUTES.search, { text: basename(source), limit: 10 });
  const found = items.find(({ kind }) => kind === 'file');
  if (found?.content === undefined) throw new Error('Ayni does not find the file.');
  const { content, size } = found;

  const armed: ArmedCall[] = [];
  const fetching = daemons.map((daemon): Fetching => {
    const folder = join(work, `${daemon.host.name}-out`);
    mkdirSync(folder);
    const target = { kind: 'content', content, size, name: basename(source) } as const;
    armed.push(arm(daemon.host, callOf(daemon.file, CONTROL_ROUTES.addDownload, { target, folder })));
    const destination = join(folder, basename(source));
    return {
      target: destination,
      mark: destination,
      state: async () => JSON.stringify(await call(daemon, CONTROL_ROUTES.downloads, {})),
    };
  });
  return { fetching, go: async () => void (await Promise.all(armed.map((one) => one.go()))) };
}

async function startDaemon({ programs, work }: SwarmPlace, host: Host, command: readonly string[]) {
  const state = join(work, host.name);
  mkdirSync(state);
  const folders = ['--state', state, '--downloads', join(state, 'in')];
  const args = [CLI, ...command, ...folders, '--name', host.name, '--json'];
  startOn(host, programs, process.execPath, args, { env: { ...process.env, HOME: state } });
  const file = await until('the daemon listens', () => readControlFile(state), { every: 100 });
  return { host, file };
}

async function connected(daemon: HostDaemon): Promise<void> {
  await until(
    'it is connected',
    async () => {
      const { peer } = await call(daemon, CONTROL_ROUTES.status, {});
      return peer?.connected === true ? true : undefined;
    },
    { every: 100 },
  );
}

function callOf<Request extends TSchema>(file: ControlFile, route: ControlRoute<Request>, message: Static<Request>) {
  const body = route.method === 'POST' ? { body: message } : {};
  return { url: new URL(route.path, file.url).href, headers: [`authorization: Bearer ${file.token}`], ...body };
}

async function call<Request extends TSchema, Answer extends TSchema>(
  { host, file }: HostDaemon,
  route: ControlRoute<Request, Answer>,
  message: Static<Request>,
): Promise<Static<Answer>> {
  const answer = await arm(host, callOf(file, route, message)).go();
  if (!Value.Check(route.answer, answer)) throw new Error(`The answer to ${route.path} is not understood.`);
  return answer;
}
