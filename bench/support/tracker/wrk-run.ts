import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';

export interface WrkRequest {
  readonly method: string;
  readonly path: string;
  /** JSON. */
  readonly body?: string;
}

export interface WrkOrder {
  readonly wrk: string;
  /** For its script. */
  readonly folder: string;
  readonly url: string;
  /** Asked in turns. Without `'` and backslashes. */
  readonly requests: readonly WrkRequest[];
  /** Requests that each connection sends together; one at a time unless given. */
  readonly together?: number;
  readonly connections: number;
  readonly seconds: number;
  /** Where it runs. */
  readonly start: (command: readonly string[]) => [string, string[]];
}

export interface WrkFigures {
  readonly requests: number;
  readonly failures: number;
  /** Connections that the other side closed, as some do after each answer. */
  readonly closed: number;
  /** Requests a second. */
  readonly rate: number;
  /** ms; absent for requests that are sent together: wrk's figures for those are wrong. */
  readonly p99?: number;
  /** CPU seconds of wrk. */
  readonly cpu: number;
}

/** Lets wrk call for some seconds. */
export async function runWrk(order: WrkOrder): Promise<WrkFigures> {
  const { wrk, folder, url, requests: asked, together = 1, connections, seconds, start } = order;
  const script = join(folder, 'wrk.lua');
  writeFileSync(script, scriptOf(asked, together));
  const args = ['-t', '1', '-c', String(connections), '-d', `${seconds}s`, '-s', script, url];
  const child = spawn(...start([wrk, ...args]), { stdio: ['ignore', 'pipe', 'inherit'] });
  let text = '';
  child.stdout.on('data', (part: Buffer) => (text += part.toString()));
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`wrk ended with ${code}: ${text.slice(-500)}`);
  const figure = (name: string): number =>
    Number(new RegExp(`^${name} ([\\d.e+]+)`, 'm').exec(text)?.[1] ?? Number.NaN);
  const [requests, p99] = [figure('requests'), figure('p99') / 1000];
  return {
    requests,
    failures: figure('failures'),
    closed: figure('closed'),
    rate: (requests * 1e6) / figure('duration'),
    ...(Number.isNaN(p99) ? {} : { p99 }),
    cpu: figure('cpu'),
  };
}

/**
 * What wrk asks, and how it tells what it saw. Lua's clock is the CPU time of the process. wrk corrects its times for
 * the requests that a slow answer kept from being sent, as if one were sent at a time; of several that are sent together
 * it tells none therefore.
 */
function scriptOf(requests: readonly WrkRequest[], together: number): string {
  const calls = requests.map(({ method, path, body }) =>
    body === undefined ? `{'${method}', '${path}'}` : `{'${method}', '${path}', '${body}'}`,
  );
  return `local calls = {${calls.join(',\n')}}
local turn = 0
local plain = { ["Host"] = "tracker" }
local json = { ["Host"] = "tracker", ["Content-Type"] = "application/json" }
function request()
  local requests = {}
  for i = 1, ${together} do
    turn = turn % #calls + 1
    local call = calls[turn]
    requests[i] = wrk.format(call[1], call[2], call[3] and json or plain, call[3])
  end
  return table.concat(requests)
end
function done(summary, latency)
  local e = summary.errors
  print("failures " .. e.connect + e.write + e.status + e.timeout)
  print("closed " .. e.read)
  print("requests " .. summary.requests)
  print("duration " .. summary.duration)
  ${together === 1 ? 'print("p99 " .. latency:percentile(99))' : ''}
  print("cpu " .. os.clock())
end
`;
}
