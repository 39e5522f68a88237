import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import Fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';

import type { Clock } from '../../core/clock.ts';
import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import { writeFileAtomic } from '../../platform/atomic-file.ts';
import { REQUEST_ID_HEADER, requestId } from '../../platform/request-id.ts';
import type { ControlFile } from '../../wire/control/messages.ts';
import { CONTROL_ROUTES, PAGE_ROUTES, PROGRESS_PATH } from '../../wire/control/routes.ts';
import { errorBody } from '../../wire/http/error-body.ts';
import { statusOfError } from '../../wire/http/status.ts';
import type { ControlBackend } from './control-backend.ts';
import { handle, peerOf, registerCalls } from './control-calls.ts';
import { registerDrop } from './drop/drop-route.ts';
import { Gate, type Access } from './gate.ts';
import { COMMON_HEADERS } from './pages/page-headers.ts';
import { ENTER_PATH, PageDoor } from './pages/page-door.ts';
import { sendPlainPage } from './pages/plain-page.ts';
import { WebApp } from './pages/web-app.ts';
import { registerPreview } from './preview/preview-route.ts';
import { ProgressStreams } from './progress-streams.ts';
import { SessionFile } from './session-file.ts';
import { Sessions } from './sessions.ts';

const HOST = '127.0.0.1';
/** Bytes of a request; a share with a thousand peers in its audience fits. */
const BODY_LIMIT = 256 * 1024;
/** Without a byte for so long a request that has not come as a whole is given up, ms. */
const IDLE_MS = 30_000;

const APP_PATHS = '/*';
/** By route, and not by the text of the path, which can be written in many ways. What is not here takes a user. */
const ACCESS: Readonly<Record<string, Access>> = {
  [APP_PATHS]: 'anyone',
  [ENTER_PATH]: 'anyone',
  [PAGE_ROUTES.openPage.path]: 'token',
  // What cannot be taken back is not a click away for whoever finds an open page.
  [CONTROL_ROUTES.leave.path]: 'token',
};

export interface ControlServerOptions {
  /** Where `control.json` is written. */
  readonly stateFolder: string;
  /** A free one unless given. */
  readonly port?: number;
  /** Instead of any free one where it is free, so that an open page finds the daemon again. */
  readonly lastPort?: number;
  /** The folder of the built web app. */
  readonly web?: string;
}

export interface ControlServerComponents {
  readonly backend: ControlBackend;
  readonly clock: Clock;
  readonly log: Logger;
}

/**
 * The local API of a running Ayni, and its web app, for this user: on loopback, with a token that lies in a file only
 * this user can read. A browser gets a session instead, through a link that a program with the token asked for.
 */
export class ControlServer {
  readonly #backend: ControlBackend;
  readonly #log: Logger;
  readonly #options: ControlServerOptions;
  readonly #token = randomBytes(32).toString('base64url');
  readonly #sessions: Sessions;
  readonly #sessionFile: SessionFile;
  readonly #gate: Gate;
  readonly #streams: ProgressStreams;
  #app: FastifyInstance | undefined;
  #port = 0;

  constructor({ backend, clock, log }: ControlServerComponents, options: ControlServerOptions) {
    this.#backend = backend;
    this.#log = log;
    this.#options = options;
    this.#sessions = new Sessions({ clock });
    this.#sessionFile = new SessionFile(options.stateFolder, log);
    this.#gate = new Gate({ token: this.#token, sessions: this.#sessions });
    this.#streams = new ProgressStreams(backend.peer);
  }

  /** How many clients follow the progress: the daemon is in use while there are some. */
  get attached(): number {
    return this.#streams.count;
  }

  /** @throws {AyniError} `port-in-use`, `no-permission`, `io-failed` */
  async start(): Promise<ControlFile> {
    // A dropped file may take long: it is the idle socket that ends, not the whole request.
    const limits = { bodyLimit: BODY_LIMIT, requestTimeout: 0 };
    const app = Fastify({
      ...limits,
      forceCloseConnections: true,
      exposeHeadRoutes: false,
      genReqId: ({ headers }) => requestId(headers[REQUEST_ID_HEADER]),
    });
    this.#app = app;
    app.addHook('onRequest', async (request, reply) => {
      request.raw.socket.setTimeout(IDLE_MS);
      void reply.headers(COMMON_HEADERS).header(REQUEST_ID_HEADER, request.id);
      this.#gate.check(request, ACCESS[request.routeOptions.url ?? ''] ?? 'user', this.#port);
    });
    app.addHook('preHandler', async (request) => void request.raw.socket.setTimeout(0));
    app.setErrorHandler(async (error, request, reply) => this.#refuse(asAyniError(error), request, reply));
    app.setNotFoundHandler(async (request, reply) =>
      this.#refuse(new AyniError('not-found', 'The local API has no such call.'), request, reply),
    );
    this.#sessions.restore(await this.#sessionFile.read());
    this.#register(app);
    await this.#listen(app);
    const file = { url: `http://${HOST}:${this.#port}`, token: this.#token, pid: process.pid };
    await writeFileAtomic(this.#path, `${JSON.stringify(file)}\n`, 0o600);
    return file;
  }

  async stop(): Promise<void> {
    await rm(this.#path, { force: true });
    await this.#keepSessions();
    this.#streams.close();
    await this.#app?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  /** Written when there is something to write, and no longer when all of them have ended. */
  async #keepSessions(): Promise<void> {
    const kept = this.#sessions.kept();
    if (kept.length > 0) await this.#sessionFile.write(kept);
  }

  get #path(): string {
    return join(this.#options.stateFolder, 'control.json');
  }

  async #listen(app: FastifyInstance): Promise<void> {
    const { port, lastPort = 0 } = this.#options;
    try {
      this.#port = await listenOn(app, port ?? lastPort, port === undefined && lastPort !== 0);
    } catch (cause) {
      await app.close();
      const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
      if (code === 'EADDRINUSE') {
        throw new AyniError('port-in-use', `Port ${port} is taken: choose another with --control-port.`, {
          context: { port },
          cause,
        });
      }
      throw new AyniError('io-failed', `The local API cannot listen on ${HOST}:${port}.`, { cause });
    }
  }

  #register(app: FastifyInstance): void {
    const door = new PageDoor(this.#sessions, () => this.#keepSessions());
    const web = new WebApp(this.#options.web);
    const peer = () => peerOf(this.#backend);
    registerCalls(app, this.#backend);
    registerDrop(app, peer);
    registerPreview(app, peer);
    handle(app, PAGE_ROUTES.openPage, async () => door.link(this.#port));
    app.get(PROGRESS_PATH, (request, reply) => {
      reply.hijack();
      // Commands, which have the token, look at no feed of news.
      this.#streams.add(reply.raw, { isPage: request.headers.authorization === undefined });
    });
    app.get('/v1/*', (_request, reply) => reply.callNotFound());
    app.get(ENTER_PATH, async (request, reply) => door.enter(request, reply, this.#port));
    app.get(APP_PATHS, (request, reply) => web.answer(request, reply));
  }

  #refuse(failure: AyniError, request: FastifyRequest, reply: FastifyReply): FastifyReply {
    if (failure.code === 'internal')
      this.#log.error({ request: request.id, err: failure, url: request.url }, 'a local request failed');
    void reply.code(statusOfError(failure.code));
    // Whoever looks for a page reads words.
    if (ACCESS[request.routeOptions.url ?? ''] === 'anyone') return sendPlainPage(reply, failure.message);
    return reply.send(errorBody(failure.ofRequest(request.id)));
  }
}

/** @param orAny whether any free port does where this one is taken */
async function listenOn(app: FastifyInstance, port: number, orAny: boolean): Promise<number> {
  try {
    return Number(new URL(await app.listen({ host: HOST, port })).port);
  } catch (error) {
    if (!orAny) throw error;
    return Number(new URL(await app.listen({ host: HOST, port: 0 })).port);
  }
}

function asAyniError(error: unknown): AyniError {
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number') {
    if (error.statusCode === 413) return new AyniError('too-large', 'This request is too large.', { cause: error });
    if (error.statusCode < 500) return new AyniError('bad-request', error.message, { cause: error });
  }
  return AyniError.from(error);
}
