import type { TLSSocket } from 'node:tls';
import { AyniError } from '../../core/errors.ts';
import { shortId } from '../../core/ids.ts';
import type { Logger } from '../../core/log.ts';
import { HttpBytes, type HttpAnswer } from '../../net/http/http-answer.ts';
import type { HttpHandler } from '../../net/http/http-connection.ts';
import type { HttpRequest } from '../../net/http/http-exchange.ts';
import type { Tracing } from '../../core/tracing/tracing.ts';
import type { RequestObserver } from '../request-observer.ts';
import type { TrackerService } from '../tracker-service.ts';
import { REQUEST_ID_HEADER, requestId } from '../../platform/request-id.ts';
import { answerError } from './answer-error.ts';
import { errorBody } from '../../wire/http/error-body.ts';
import { json } from './json.ts';
import { openApiDocument } from './openapi/document.ts';
import { documentPage, PAGE_POLICY } from './openapi/page.ts';
import { serveOperations } from './operations.ts';
import { RestRoutes, type RestRoute } from './rest-routes.ts';
import { Visitor } from './visitor.ts';

/** What comes so often that it is no news. */
const QUIET = /^(?:GET|HEAD|POST) (?:\/health\/(?:live|ready)|\/v1\/lease\/heartbeat|\/v1\/locate)$/;
/** Characters of what varies in a path. */
const MAX_PARAM = 200;

export interface RestComponents {
  readonly service: TrackerService;
  readonly log: Logger;
  readonly observe: RequestObserver;
  readonly tracing: Tracing;
}

function routesOf(service: TrackerService): RestRoutes {
  const routes = new RestRoutes();
  const live = { ...json(200, { status: 'live' }), close: true };
  routes.add('GET', '/health/live', { admits: 'anybody', answer: async () => live });
  routes.add('GET', '/health/ready', {
    admits: 'members',
    answer: async () => {
      await service.ready();
      return json(200, { status: 'ready' });
    },
  });
  serveOperations(routes, service);
  const document = openApiDocument();
  routes.add('GET', '/v1/openapi.json', { admits: 'members', answer: async () => json(200, document) });
  routes.add('GET', '/v1/docs', {
    admits: 'members',
    answer: async () => ({
      status: 200,
      headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': PAGE_POLICY },
      body: documentPage(document),
    }),
  });
  return routes;
}

/** @throws {AyniError} `bad-request` */
function decoded(params: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(params).map(([name, text]) => {
      if (text.length > MAX_PARAM) throw new AyniError('bad-request', 'The path of this request is too long.');
      return [name, decodedPath(text)];
    }),
  );
}

/** @throws {AyniError} `bad-request` */
function decodedPath(text: string): string {
  try {
    return text.includes('%') ? decodeURIComponent(text) : text;
  } catch (cause) {
    throw new AyniError('bad-request', 'The path of this request is badly encoded.', { cause });
  }
}

/** The tracker's REST front-end. @returns what answers the requests of a connection */
export function restFront({ service, log, observe, tracing }: RestComponents): (socket: TLSSocket) => HttpHandler {
  const routes = routesOf(service);

  const nothingAt = (method: string, path: string, request: string): HttpAnswer => {
    decodedPath(path);
    const allow = routes.allowed(path);
    if (allow === undefined) throw new AyniError('not-found', 'There is nothing at this path: see /v1/docs.');
    if (method === 'OPTIONS') return { status: 204, headers: { allow } };
    const error = new AyniError('bad-request', `This path takes ${allow} only.`);
    return json(405, errorBody(error.ofRequest(request)), { allow });
  };

  const serve = async (
    http: HttpRequest,
    visitor: Visitor,
    { found, request }: { readonly found: ReturnType<RestRoutes['find']>; readonly request: string },
  ) => {
    const { method, target } = http.head;
    const mark = target.indexOf('?');
    const query = mark < 0 ? '' : target.slice(mark + 1);
    await visitor.enter(found?.route.admits ?? 'members');
    if (found === undefined) return nothingAt(method, pathOf(target), request);
    return found.route.answer({ http, visitor, params: decoded(found.params), query });
  };

  const tell = (http: HttpRequest, visitor: Visitor, route: RestRoute | undefined, told: Told): void => {
    const ms = performance.now() - told.begun;
    observe('rest', route?.label ?? 'other', String(told.status), ms / 1000);
    const facts = {
      request: told.request,
      ...(visitor.peer === undefined ? {} : { peer: shortId(visitor.peer) }),
      // The route, not the URL: what is searched for is nobody's business.
      operation: route?.label ?? `${http.head.method} unknown`,
      status: told.status,
      ms: Math.round(ms * 10) / 10,
    };
    if (told.status >= 500) log.warn(facts, 'answered');
    else if (told.status < 400 && route !== undefined && QUIET.test(route.label)) log.debug(facts, 'answered');
    else log.info(facts, 'answered');
  };

  return (socket) => {
    const visitor = new Visitor(socket, service);
    return async (http) => {
      const begun = performance.now();
      const { method, target, headers } = http.head;
      const request = requestId(headers.get(REQUEST_ID_HEADER));
      const found = routes.find(method, pathOf(target));
      let answer: HttpAnswer;
      try {
        const attributes = { 'http.request.method': method, 'ayni.request': request };
        const span = { kind: 'server', parent: headers.get('traceparent'), attributes } as const;
        answer = await tracing.run(found?.route.label ?? 'other', span, () => serve(http, visitor, { found, request }));
      } catch (error) {
        answer = answerError(error, request, log);
      }
      const { status, body } = answer;
      const done = (): void => tell(http, visitor, found?.route, { request, status, begun });
      if (typeof body === 'object' && !(body instanceof HttpBytes)) answer = { ...answer, body: withEnd(body, done) };
      else done();
      const common = { 'cache-control': 'no-store', 'x-content-type-options': 'nosniff', [REQUEST_ID_HEADER]: request };
      return { ...answer, headers: { ...answer.headers, ...common } };
    };
  };
}

interface Told {
  readonly request: string;
  readonly status: number;
  readonly begun: number;
}

function pathOf(target: string): string {
  const mark = target.indexOf('?');
  return mark < 0 ? target : target.slice(0, mark);
}

async function* withEnd(parts: AsyncIterable<string>, done: () => void): AsyncGenerator<string> {
  try {
    yield* parts;
  } finally {
    done();
  }
}
