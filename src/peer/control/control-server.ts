import { randomBytes } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import Fastify, { type FastifyInstance } from 'fastify';
import type { Static, TSchema } from 'typebox';

import { AyniError } from '../../core/errors.ts';
import type { Logger } from '../../core/log.ts';
import { writeFileAtomic } from '../../platform/atomic-file.ts';
import type { ControlFile } from '../../wire/control/messages.ts';
import { CONTROL_ROUTES, NETWORK_ROUTES, PROGRESS_PATH, type ControlRoute } from '../../wire/control/routes.ts';
import { errorBody } from '../../wire/http/error-body.ts';
import { statusOfError } from '../../wire/http/status.ts';
import { parseRequest } from '../../wire/tracker/message.ts';
import type { CallOptions } from '../../wire/tracker/operations.ts';
import type { ControlBackend, PeerControl } from './control-backend.ts';
import { checkLocalRequest } from './gate.ts';
import { ProgressStreams } from './progress-streams.ts';

const HOST = '127.0.0.1';
/** Bytes of a request; a share with a thousand peers in its audience fits. */
const BODY_LIMIT = 256 * 1024;

export interface ControlServerOptions {
  /** Where `control.json` is written. */
  readonly stateFolder: string;
  /** A free one unless given. */
  readonly port?: number;
}

/**
 * The local API of a running Ayni, for the CLI and the web app of this user: on loopback, with a token that lies in a
 * file only this user can read.
 */
export class ControlServer {
  readonly #backend: ControlBackend;
  readonly #log: Logger;
  readonly #options: ControlServerOptions;
  readonly #token = randomBytes(32).toString('base64url');
  readonly #streams: ProgressStreams;
  #app: FastifyInstance | undefined;
  #port = 0;

  constructor({ backend, log }: { backend: ControlBackend; log: Logger }, options: ControlServerOptions) {
    this.#backend = backend;
    this.#log = log;
    this.#options = options;
    this.#streams = new ProgressStreams(backend.peer);
  }

  /** How many clients follow the progress: the daemon is in use while there are some. */
  get attached(): number {
    return this.#streams.count;
  }

  /** @throws {AyniError} `port-in-use`, `no-permission`, `io-failed` */
  async start(): Promise<ControlFile> {
    const app = Fastify({ bodyLimit: BODY_LIMIT, forceCloseConnections: true, requestTimeout: 30_000 });
    this.#app = app;
    app.addHook('onRequest', async (request) => checkLocalRequest(request.headers, this.#port, this.#token));
    app.setErrorHandler(async (error, request, reply) => {
      const failure = asAyniError(error);
      if (failure.code === 'internal') this.#log.error({ err: error, url: request.url }, 'a local request failed');
      return reply.code(statusOfError(failure.code)).send(errorBody(failure));
    });
    app.setNotFoundHandler(async (_request, reply) =>
      reply.code(404).send(errorBody(new AyniError('not-found', 'The local API has no such call.'))),
    );
    this.#register(app);
    await this.#listen(app);
    const file = { url: `http://${HOST}:${this.#port}`, token: this.#token, pid: process.pid };
    await writeFileAtomic(this.#path, `${JSON.stringify(file)}\n`, 0o600);
    return file;
  }

  async stop(): Promise<void> {
    await rm(this.#path, { force: true });
    this.#streams.close();
    await this.#app?.close();
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  get #path(): string {
    return join(this.#options.stateFolder, 'control.json');
  }

  async #listen(app: FastifyInstance): Promise<void> {
    const { port = 0 } = this.#options;
    try {
      this.#port = Number(new URL(await app.listen({ host: HOST, port })).port);
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
    const peer = (): PeerControl => {
      if (this.#backend.peer !== undefined) return this.#backend.peer;
      throw new AyniError('not-joined', 'Only a tracker runs here, which shares and fetches nothing: use "ayni up".');
    };
    const { network } = this.#backend;
    const c = CONTROL_ROUTES;
    handle(app, c.status, () => this.#backend.status());
    handle(app, c.shares, async () => peer().shares());
    handle(app, c.addShare, (share) => peer().addShare(share));
    handle(app, c.removeShare, async ({ name }) => done(peer().removeShare(name)));
    handle(app, c.rescan, async ({ name }) => done(peer().rescan(name)));
    handle(app, c.downloads, async () => peer().downloads());
    handle(app, c.addDownload, (download) => peer().addDownload(download));
    handle(app, c.pauseDownload, async ({ id }) => done(peer().pauseDownload(id)));
    handle(app, c.resumeDownload, async ({ id }) => done(peer().resumeDownload(id)));
    handle(app, c.cancelDownload, async ({ id }) => done(peer().cancelDownload(id)));
    handle(app, c.moveDownload, async ({ id, to }) => done(peer().moveDownload(id, to)));
    handle(app, c.limits, async () => peer().limits());
    handle(app, c.setLimits, (change) => peer().setLimits(change));
    handle(app, c.leave, async () => done(peer().leave()));
    const n = NETWORK_ROUTES;
    handle(app, n.search, (query, options) => network.search(query, options));
    handle(app, n.browse, (query, options) => network.browse(query, options));
    handle(app, n.peers, (_nothing, options) => network.peers(options));
    handle(app, n.locate, (request, options) => network.locate(request, options));
    handle(app, n.namesOf, (request, options) => network.namesOf(request, options));
    handle(app, n.stats, (_nothing, options) => network.stats(options));
    handle(app, n.withdraw, async (request, options) => done(network.withdraw(request, options)));
    handle(app, n.createInvite, async (request, options) => {
      const invite = await network.createInvite(request, options);
      return { ...invite, link: this.#backend.inviteLink(invite.secret) };
    });
    handle(app, n.invites, (_nothing, options) => network.invites(options));
    handle(app, n.revokeInvite, async (request, options) => done(network.revokeInvite(request, options)));
    handle(app, n.members, (_nothing, options) => network.members(options));
    handle(app, n.revoke, async (request, options) => done(network.revoke(request, options)));
    app.get(PROGRESS_PATH, (_request, reply) => {
      reply.hijack();
      this.#streams.add(reply.raw);
    });
  }
}

async function done(work: Promise<void>): Promise<Record<string, never>> {
  await work;
  return {};
}

type Deeply<T> = T extends (infer Item)[]
  ? readonly Deeply<Item>[]
  : T extends string | number | boolean | undefined
    ? T
    : { readonly [Key in keyof T]: Deeply<T[Key]> };

function handle<Request extends TSchema, Answer extends TSchema>(
  app: FastifyInstance,
  route: ControlRoute<Request, Answer>,
  answer: (request: Static<Request>, options: Required<CallOptions>) => Promise<Deeply<Static<Answer>>>,
): void {
  app.route({
    method: route.method,
    url: route.path,
    handler: async (request, reply) => {
      const message = parseRequest(route.request, route.method === 'GET' ? {} : request.body);
      const gone = new AbortController();
      reply.raw.once('close', () => gone.abort());
      return reply.send(await answer(message, { signal: gone.signal }));
    },
  });
}

function asAyniError(error: unknown): AyniError {
  if (error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number') {
    if (error.statusCode === 413) return new AyniError('too-large', 'This request is too large.', { cause: error });
    if (error.statusCode < 500) return new AyniError('bad-request', error.message, { cause: error });
  }
  return AyniError.from(error);
}
