import { once } from 'node:events';
import { request, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import type { TestContext } from 'node:test';

import type { Clock } from '../../src/core/clock.ts';
import { SILENT } from '../../src/core/log.ts';
import type { ControlBackend } from '../../src/peer/control/control-backend.ts';
import { ControlServer } from '../../src/peer/control/control-server.ts';
import { systemClock } from '../../src/platform/clock.ts';
import { backend } from './known-backend.ts';
import { temporaryFolder } from './temporary-folder.ts';

export interface Answer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Asked {
  readonly method?: string;
  readonly headers?: Record<string, string>;
  readonly body?: string | Buffer;
}

/** A control server with the doors a browser uses. */
export class ControlDoor {
  readonly server: ControlServer;
  readonly url: string;
  readonly token: string;

  constructor(server: ControlServer, { url, token }: { readonly url: string; readonly token: string }) {
    this.server = server;
    this.url = url;
    this.token = token;
  }

  /** As it is written: the path is not made tidy, as `URL` would. */
  async ask(path: string, { method = 'GET', headers = {}, body }: Asked = {}): Promise<Answer> {
    const { hostname, port } = new URL(this.url);
    const sent = request({ hostname, port, path, method, headers, agent: false }).end(body);
    const [response] = (await once(sent, 'response')) as [IncomingMessage];
    const chunks: Buffer[] = [];
    for await (const chunk of response) chunks.push(chunk as Buffer);
    return { status: response.statusCode, headers: response.headers, body: Buffer.concat(chunks) };
  }

  asCommand(path: string, { headers, ...rest }: Asked = {}): Promise<Answer> {
    return this.ask(path, { ...rest, headers: { authorization: `Bearer ${this.token}`, ...headers } });
  }

  /** A link's path and query. */
  async link(): Promise<string> {
    const { body } = await this.asCommand('/v1/pages', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    });
    const { url } = JSON.parse(body.toString()) as { url: string };
    return url.slice(this.url.length);
  }

  /** Enters, and returns the cookie as a browser sends it. */
  async cookie(): Promise<string> {
    const { headers } = await this.ask(await this.link());
    return headers['set-cookie']?.[0]?.split(';', 1)[0] ?? '';
  }
}

export async function controlDoor(
  t: TestContext,
  parts: {
    readonly behind?: ControlBackend;
    readonly clock?: Clock;
    readonly web?: string;
    readonly stateFolder?: string;
    readonly lastPort?: number;
  } = {},
): Promise<ControlDoor> {
  const { behind = backend(), clock = systemClock, web, lastPort } = parts;
  const stateFolder = parts.stateFolder ?? (await temporaryFolder(t));
  const options = {
    stateFolder,
    ...(web === undefined ? {} : { web }),
    ...(lastPort === undefined ? {} : { lastPort }),
  };
  const server = new ControlServer({ backend: behind, clock, log: SILENT }, options);
  t.after(() => server.stop());
  return new ControlDoor(server, await server.start());
}
