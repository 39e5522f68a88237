import type { Server } from 'node:https';
import type { RequestListener } from 'node:http';
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import { AyniError } from '../../core/errors.ts';
import { shortId } from '../../core/ids.ts';
import type { Logger } from '../../core/log.ts';
import { REQUEST_ID_HEADER, requestId } from '../../platform/request-id.ts';
import { BODY_BYTES } from '../../wire/tracker/limits.ts';
import { errorBody } from '../../wire/http/error-body.ts';
import { JOIN_ROUTES } from '../../wire/tracker/routes.ts';
import type { RequestObserver } from '../request-observer.ts';
import type { TrackerService } from '../tracker-service.ts';
import { answerClientError, answerError } from './answer-error.ts';
import { callerOf, certifiedPeer } from './caller.ts';
import { KnownPaths } from './known-paths.ts';
import { serveOperations } from './operations.ts';
import { openApiDocument } from './openapi/document.ts';
import { documentPage, PAGE_POLICY } from './openapi/page.ts';

const LIVE = '/health/live';
/** What comes so often that it is no news. */
const QUIET = new Set([LIVE, '/health/ready', '/v1/lease/heartbeat', '/v1/locate']);

export interface RestComponents {
  readonly service: TrackerService;
  readonly log: Logger;
  readonly observe: RequestObserver;
}

/** Who gets where: no certificate, `/health/live`; an unknown one, also `/v1/join`; a member, everything. */
async function admit(request: FastifyRequest, service: TrackerService): Promise<void> {
  const path = request.routeOptions.url;
  if (path === LIVE) return;
  const { peer } = callerOf(request);
  if (path === JOIN_ROUTES.join.path) return;
  await service.member(peer);
}

function logAnswers(app: FastifyInstance, { log, observe }: Pick<RestComponents, 'log' | 'observe'>): void {
  app.addHook('onResponse', (request, reply, done) => {
    const peer = certifiedPeer(request);
    const path = request.routeOptions.url;
    const operation = path === undefined ? 'other' : `${request.method} ${path}`;
    observe('rest', operation, String(reply.statusCode), reply.elapsedTime / 1000);
    const facts = {
      request: request.id,
      ...(peer === undefined ? {} : { peer: shortId(peer) }),
      // The route, not the URL: what is searched for is nobody's business.
      operation: `${request.method} ${path ?? 'unknown'}`,
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime * 10) / 10,
    };
    if (reply.statusCode >= 500) log.warn(facts, 'answered');
    else if (reply.statusCode < 400 && QUIET.has(path ?? '')) log.debug(facts, 'answered');
    else log.info(facts, 'answered');
    done();
  });
}

/**
 * The tracker's REST front-end on a server of ours.
 * @param makeServer gets the handler of requests and makes the server, which the caller starts and stops
 */
export function restApp(
  { service, log, observe }: RestComponents,
  makeServer: (handler: RequestListener) => Server,
): FastifyInstance {
  // What fastify refuses before the hooks: whoever may not learn more learns no more here.
  const refuse = async (error: Error, request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    try {
      await admit(request, service);
      answerError(error, request, reply, log);
    } catch (refusal) {
      answerError(refusal, request, reply, log);
    }
  };
  const app: FastifyInstance = fastify({
    serverFactory: makeServer,
    bodyLimit: BODY_BYTES,
    genReqId: ({ headers }) => requestId(headers[REQUEST_ID_HEADER]),
    requestIdHeader: false,
    routerOptions: { maxParamLength: 200 },
    clientErrorHandler: answerClientError,
    frameworkErrors: (error, request, reply) => void refuse(error, request, reply),
  });
  app.setErrorHandler((error, request, reply) => answerError(error, request, reply, log));
  app.addHook('onRequest', (request) => admit(request, service));
  app.addHook('onSend', (request, reply, payload, done) => {
    reply.header('cache-control', 'no-store').header('x-content-type-options', 'nosniff');
    // The one that the log has.
    reply.header(REQUEST_ID_HEADER, request.id);
    done(null, payload);
  });
  logAnswers(app, { log, observe });

  const paths = new KnownPaths();
  paths.watch(app);
  app.setNotFoundHandler((request, reply) => {
    const allow = paths.allowed(request.url);
    if (allow === undefined) throw new AyniError('not-found', 'There is nothing at this path: see /v1/docs.');
    if (request.method === 'OPTIONS') return reply.code(204).header('allow', allow).send();
    const error = new AyniError('bad-request', `This path takes ${allow} only.`);
    return reply
      .code(405)
      .header('allow', allow)
      .send(errorBody(error.ofRequest(request.id)));
  });

  app.get(LIVE, (_request, reply) => reply.header('connection', 'close').send({ status: 'live' }));
  app.get('/health/ready', async () => {
    await service.ready();
    return { status: 'ready' };
  });
  serveOperations(app, service);
  const document = openApiDocument();
  app.get('/v1/openapi.json', () => document);
  app.get('/v1/docs', (_request, reply) =>
    reply.header('content-security-policy', PAGE_POLICY).type('text/html; charset=utf-8').send(documentPage(document)),
  );
  return app;
}
