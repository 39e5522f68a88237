import { Buffer } from 'node:buffer';
import type { IncomingHttpHeaders } from 'node:http';
import { type Agent, request } from 'node:https';
import { join } from 'node:path';
import type { TestContext } from 'node:test';
import type { Logger } from '../../src/core/log.ts';
import { loadIdentity, type Identity } from '../../src/net/identity/identity.ts';
import { loadNetworkKey } from '../../src/net/identity/network-key.ts';
import { openSqliteStore } from '../../src/storage/sqlite/open-sqlite-store.ts';
import { TrackerServer, type TrackerServerOptions } from '../../src/tracker/tracker-server.ts';
import { TrackerService, type TrackerOptions } from '../../src/tracker/tracker-service.ts';
import { ManualClock } from './manual-clock.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface HttpAnswer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** Parsed, where it is JSON. */
  readonly json: unknown;
}

export interface HttpCall {
  readonly as?: Identity;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
  readonly agent?: Agent;
}

/** Remembers what was logged. */
export class RecordingLog implements Logger {
  readonly lines: { readonly level: string; readonly facts: object; readonly message: string }[] = [];
  debug = (facts: object, message: string) => this.#add('debug', facts, message);
  info = (facts: object, message: string) => this.#add('info', facts, message);
  warn = (facts: object, message: string) => this.#add('warn', facts, message);
  error = (facts: object, message: string) => this.#add('error', facts, message);
  #add(level: string, facts: object, message: string): void {
    this.lines.push({ level, facts, message });
  }
}

/** A tracker on a free port of this machine, over a real store, with the keys and the clock of the test. */
export async function runningTracker(
  t: TestContext,
  options: Partial<TrackerOptions> & Partial<TrackerServerOptions> = {},
) {
  const folder = await temporaryFolder(t);
  const [identity, networkKey] = await Promise.all([
    loadIdentity(join(folder, 't')),
    loadNetworkKey(join(folder, 't')),
  ]);
  const clock = new ManualClock(Date.now());
  const log = new RecordingLog();
  const store = await openSqliteStore(':memory:', { clock, log });
  const service = new TrackerService(
    { store, networkKey, identity, clock, log },
    { access: 'invite', trackers: () => ['127.0.0.1:7741'], ...options },
  );
  const server = new TrackerServer(
    { service, identity, log },
    { host: '127.0.0.1', port: 0, drainMs: 500, ...options },
  );
  const { port } = await server.start();
  t.after(async () => {
    await server.stop();
    await store.close();
  });

  const call = (method: string, path: string, { as, body, headers, agent }: HttpCall = {}): Promise<HttpAnswer> => {
    const sent = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
    return new Promise((resolve, reject) => {
      const outgoing = request(
        {
          host: '127.0.0.1',
          port,
          method,
          path,
          agent: agent ?? false,
          rejectUnauthorized: false,
          ...(as === undefined ? {} : { key: as.key, cert: as.cert }),
          headers: {
            ...(sent === undefined
              ? {}
              : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(sent) }),
            ...headers,
          },
        },
        (incoming) => {
          const parts: Buffer[] = [];
          incoming.on('data', (part: Buffer) => parts.push(part));
          incoming.on('error', reject);
          incoming.on('end', () => {
            const text = Buffer.concat(parts).toString();
            const isJson = incoming.headers['content-type']?.startsWith('application/json') === true;
            const json: unknown = isJson && text !== '' ? JSON.parse(text) : undefined;
            resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, text, json });
          });
        },
      );
      outgoing.on('error', reject);
      outgoing.end(sent);
    });
  };

  let made = 0;
  const stranger = (): Promise<Identity> => loadIdentity(join(folder, `peer-${made++}`));
  /** A peer that has joined. */
  const member = async (role: 'admin' | 'member' | 'guest' = 'member', groups: string[] = []): Promise<Identity> => {
    const someone = await stranger();
    await store.putMember({ peer: someone.peer, name: `${role}-${made}`, role, groups });
    return someone;
  };
  return { port, server, service, store, clock, log, identity, networkKey, folder, call, stranger, member };
}

export type RunningTracker = Awaited<ReturnType<typeof runningTracker>>;

/** `{"error": {"code": …}}` */
export function errorCode(answer: HttpAnswer): string {
  return (answer.json as { error?: { code?: string } } | undefined)?.error?.code ?? `none: ${answer.text.slice(0, 80)}`;
}
