import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TObject } from 'typebox';
import { BODY_BYTES } from '../../wire/tracker/limits.ts';
import { decodeRequest } from '../../wire/tracker/request-coding.ts';
import type { CallOptions, TrackerOperations } from '../../wire/tracker/operations.ts';
import { JOIN_ROUTES, TRACKER_ROUTES, type TrackerRoute } from '../../wire/tracker/routes.ts';
import { Gate } from '../../net/http/gate.ts';
import type { TrackerService } from '../tracker-service.ts';
import { callerOf } from './caller.ts';
import { eventStream } from './event-stream.ts';

/** `{name}` of OpenAPI as `:name` of fastify. */
function fastifyPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1');
}

function stringParams(params: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(params ?? {}).map(([name, value]) => [name, String(value)]));
}

function decode<Request extends TObject>(route: TrackerRoute<Request>, request: FastifyRequest): Static<Request> {
  const url = request.raw.url ?? '';
  const mark = url.indexOf('?');
  return decodeRequest(route, {
    params: stringParams(request.params),
    query: new URLSearchParams(mark < 0 ? '' : url.slice(mark + 1)),
    body: request.body,
  });
}

/** A signal that aborts when the client is gone. */
function goneSignal(reply: FastifyReply): AbortSignal {
  const controller = new AbortController();
  reply.raw.once('close', () => controller.abort());
  return controller.signal;
}

/** Requests with large bodies that are read at once: each may take 24 MiB. The others wait before they are read. */
const LARGE_AT_ONCE = 8;
/** A reader of events that takes nothing for this long is gone, ms: there is a comment every 15 s. */
const READER_IDLE_MS = 60_000;

async function takeTurn(gate: Gate, reply: FastifyReply): Promise<void> {
  const leave = await gate.enter('large bodies', goneSignal(reply));
  if (reply.raw.closed) leave();
  else reply.raw.once('close', leave);
}

/** Every operation of a tracker over HTTP: decode, call, encode. The rules are the service's. */
export function serveOperations(app: FastifyInstance, service: TrackerService): void {
  const gate = new Gate(LARGE_AT_ONCE);
  const add = <Request extends TObject>(
    route: TrackerRoute<Request>,
    answer: (request: Static<Request>, http: FastifyRequest, reply: FastifyReply) => Promise<unknown>,
  ): void => {
    app.route({
      method: route.method,
      url: fastifyPath(route.path),
      bodyLimit: route.bodyBytes,
      exposeHeadRoute: !route.stream,
      ...(route.bodyBytes > 2 * BODY_BYTES ? { onRequest: (_http, reply) => takeTurn(gate, reply) } : {}),
      handler: async (http, reply) => {
        const result = await answer(decode(route, http), http, reply);
        await reply.code(route.status).send(route.status === 204 ? undefined : result);
        return reply;
      },
    });
  };

  const serve = <Request extends TObject>(
    route: TrackerRoute<Request>,
    call: (tracker: TrackerOperations, request: Static<Request>, options: CallOptions) => Promise<unknown>,
  ): void =>
    add(route, (request, http, reply) => call(service.for(callerOf(http)), request, { signal: goneSignal(reply) }));

  const routes = TRACKER_ROUTES;
  add(JOIN_ROUTES.identify, () => service.identityProof());
  add(JOIN_ROUTES.join, (request, http) => service.join(request, callerOf(http)));
  serve(routes.announce, (tracker, request, options) => tracker.announce(request, options));
  serve(routes.heartbeat, (tracker, request, options) => tracker.heartbeat(request, options));
  serve(routes.leave, (tracker, request, options) => tracker.leave(request, options));
  serve(routes.publish, (tracker, request, options) => tracker.publish(request, options));
  serve(routes.unpublish, (tracker, request, options) => tracker.unpublish(request, options));
  serve(routes.hold, (tracker, request, options) => tracker.hold(request, options));
  serve(routes.search, (tracker, request, options) => tracker.search(request, options));
  serve(routes.browse, (tracker, request, options) => tracker.browse(request, options));
  serve(routes.peers, (tracker, _, options) => tracker.peers(options));
  serve(routes.locate, (tracker, request, options) => tracker.locate(request, options));
  serve(routes.namesOf, (tracker, request, options) => tracker.namesOf(request, options));
  serve(routes.report, (tracker, request, options) => tracker.report(request, options));
  serve(routes.introspect, (tracker, request, options) => tracker.introspect(request, options));
  serve(routes.stats, (tracker, _, options) => tracker.stats(options));
  serve(routes.withdraw, (tracker, request, options) => tracker.withdraw(request, options));
  serve(routes.createInvite, (tracker, request, options) => tracker.createInvite(request, options));
  serve(routes.invites, (tracker, _, options) => tracker.invites(options));
  serve(routes.revokeInvite, (tracker, request, options) => tracker.revokeInvite(request, options));
  serve(routes.members, (tracker, _, options) => tracker.members(options));
  serve(routes.revoke, (tracker, request, options) => tracker.revoke(request, options));

  add(routes.events, async ({ after }, http, reply) => {
    // A browser's EventSource, or one that reconnects, tells with this where it was.
    const last = /^\d{1,15}$/.exec(String(http.headers['last-event-id'] ?? ''))?.[0];
    const from = last === undefined ? after : Number(last);
    const events = service.for(callerOf(http)).events({ after: from }, { signal: goneSignal(reply) });
    http.raw.socket.setTimeout(READER_IDLE_MS, () => http.raw.socket.destroy());
    reply.header('content-type', 'text/event-stream').header('x-accel-buffering', 'no');
    return Promise.resolve(eventStream(events));
  });
}
