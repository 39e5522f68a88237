import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { cpuSeconds } from '../process-figures.ts';
import { which, type Programs } from '../programs.ts';
import type { Identified } from './load-messages.ts';
import { contentNumber } from './synthetic-swarm.ts';
import { canTunnel, openTunnel } from './tunnel.ts';

/** Contents that wrk asks for in turns: more than what is asked for again is likely to be remembered for. */
const LOCATED = 20_000;

export interface WrkOrder {
  readonly programs: Programs;
  /** For what the programs read. */
  readonly folder: string;
  /** The tracker's port and process. */
  readonly tracker: number;
  readonly pid: number;
  readonly member: Identified | undefined;
  readonly contents: number;
  readonly connections: number;
  /** The second half: requests that are sent together, over how many connections. */
  readonly ahead: { readonly requests: number; readonly connections: number };
  readonly seconds: number;
  readonly onCore: (core: number, command: readonly string[]) => [string, string[]];
  readonly say: (line: string) => void;
}

interface WrkFigures {
  readonly requests: number;
  readonly failures: number;
  /** Requests a second. */
  readonly rate: number;
  /** ms; absent for requests that are sent together: wrk's figures for those are wrong. */
  readonly p99?: number;
}

export interface WrkRun {
  readonly name: string;
  readonly figures: WrkFigures;
  /** Cores that wrk and its tunnel took. */
  readonly generator: number;
  /** CPU seconds of the tracker. */
  readonly used: number;
}

/**
 * The same load by a generator of others, one request at a time and several together. wrk shows no client certificate, so
 * that nginx, on the generator's core, puts TLS with that of a member around each connection.
 */
export async function callByWrk(order: WrkOrder): Promise<readonly WrkRun[]> {
  const { programs, folder, tracker, member, contents, ahead, onCore, say } = order;
  const [wrk, nginx] = [which('wrk'), which('nginx')];
  if (wrk === undefined || !canTunnel(nginx) || member === undefined) {
    say('Without wrk and nginx with its stream module (wrk, nginx-light, libnginx-mod-stream): left out.');
    return [];
  }
  const start = (command: readonly string[]) => onCore(1, command);
  const tunnel = await openTunnel(programs, start, { nginx, folder, tracker, member });
  const tunnelUrl = `http://127.0.0.1:${tunnel.port}`;
  const heartbeat = [JSON.stringify({ slots: { total: 8, free: 8 }, revokedVersion: 0 })];
  const locate = Array.from({ length: LOCATED }, () =>
    JSON.stringify({ contents: [contentNumber(Math.floor(Math.random() * contents))] }),
  );
  const runs: WrkRun[] = [];
  for (const { requests: together, connections } of [{ requests: 1, connections: order.connections }, ahead]) {
    for (const [name, path, bodies] of [
      ['heartbeat', '/v1/lease/heartbeat', heartbeat],
      ['locate', '/v1/locate', locate],
    ] as const) {
      const script = join(folder, 'wrk.lua');
      writeFileSync(script, scriptOf(path, bodies, together));
      const before = { tracker: cpuSeconds(order.pid), tunnel: cpuSeconds(tunnel.pid), begun: performance.now() };
      const { figures, cpu } = await run(start([wrk, ...argumentsOf(connections, order.seconds, script), tunnelUrl]));
      const generator = cpu + cpuSeconds(tunnel.pid) - before.tunnel;
      runs.push({
        name: `${name} by wrk${together === 1 ? '' : `, ${together} sent together`}`,
        figures,
        generator: (generator * 1000) / (performance.now() - before.begun),
        used: cpuSeconds(order.pid) - before.tracker,
      });
    }
  }
  return runs;
}

function argumentsOf(connections: number, seconds: number, script: string): string[] {
  return ['-t', '1', '-c', String(connections), '-d', `${seconds}s`, '-s', script];
}

/**
 * What wrk asks, and how it tells what it saw. Lua's clock is the CPU time of the process. wrk corrects its times for
 * the requests that a slow answer kept from being sent, as if one were sent at a time; of several that are sent together
 * it tells none therefore.
 */
function scriptOf(path: string, bodies: readonly string[], together: number): string {
  return `local bodies = {${bodies.map((body) => `'${body}'`).join(',\n')}}
local turn = 0
local headers = { ["Host"] = "tracker", ["Content-Type"] = "application/json" }
function request()
  local requests = {}
  for i = 1, ${together} do
    turn = turn % #bodies + 1
    requests[i] = wrk.format("POST", "${path}", headers, bodies[turn])
  end
  return table.concat(requests)
end
function done(summary, latency)
  local e = summary.errors
  print("failures " .. e.connect + e.read + e.write + e.status + e.timeout)
  print("requests " .. summary.requests)
  print("duration " .. summary.duration)
  ${together === 1 ? 'print("p99 " .. latency:percentile(99))' : ''}
  print("cpu " .. os.clock())
end
`;
}

async function run([command, args]: [string, string[]]): Promise<{ figures: WrkFigures; cpu: number }> {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (part: Buffer) => (text += part.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`wrk ended with ${code}: ${text.slice(-500)}`);
  const figure = (name: string): number =>
    Number(new RegExp(`^${name} ([\\d.e+]+)`, 'm').exec(text)?.[1] ?? Number.NaN);
  const [requests, p99] = [figure('requests'), figure('p99') / 1000];
  return {
    figures: {
      requests,
      failures: figure('failures'),
      rate: (requests * 1e6) / figure('duration'),
      ...(Number.isNaN(p99) ? {} : { p99 }),
    },
    cpu: figure('cpu'),
  };
}
