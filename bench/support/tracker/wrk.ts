import { cpuSeconds } from '../process-figures.ts';
import { which, type Programs } from '../programs.ts';
import type { Identified } from './load-messages.ts';
import { contentNumber } from './synthetic-swarm.ts';
import { canTunnel, openTunnel } from './tunnel.ts';
import { runWrk, type WrkFigures } from './wrk-run.ts';

/** Contents that wrk asks for in turns: more than what is asked for again is likely to be remembered for. */
const LOCATED = 20_000;

export interface WrkCalls {
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
export async function callByWrk(order: WrkCalls): Promise<readonly WrkRun[]> {
  const { programs, folder, tracker, member, contents, ahead, onCore, say } = order;
  const [wrk, nginx] = [which('wrk'), which('nginx')];
  if (wrk === undefined || !canTunnel(nginx) || member === undefined) {
    say('Without wrk and nginx with its stream module (wrk, nginx-light, libnginx-mod-stream): left out.');
    return [];
  }
  const start = (command: readonly string[]) => onCore(1, command);
  const tunnel = await openTunnel(programs, start, { nginx, folder, tracker, member });
  const url = `http://127.0.0.1:${tunnel.port}`;
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
      const before = { tracker: cpuSeconds(order.pid), tunnel: cpuSeconds(tunnel.pid), begun: performance.now() };
      const requests = bodies.map((body) => ({ method: 'POST', path, body }));
      const figures = await runWrk({
        wrk,
        folder,
        url,
        requests,
        together,
        connections,
        seconds: order.seconds,
        start,
      });
      const generator = figures.cpu + cpuSeconds(tunnel.pid) - before.tunnel;
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
