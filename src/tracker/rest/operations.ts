import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Static, TObject } from 'typebox';
import { BODY_BYTES } from '../../wire/tracker/limits.ts';
import { decodeRequest } from '../../wire/tracker/request-coding.ts';
import { TRACKER_ROUTES, type TrackerRoute } from '../../wire/tracker/routes.ts';
import { Gate } from '../../net/http/gate.ts';
import { serveOperationCalls } from '../operation-calls.ts';
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
  // After the answer nobody listens any more, and an abort makes an error each time.
  reply.raw.once('close', () => {
    if (!reply.raw.writableFinished) controller.abort();
  });
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

  serveOperationCalls((_, route, call) =>
    add(route, (request, http, reply) => {
      const caller = callerOf(http);
      return call(request, { service, caller, tracker: service.for(caller), signal: goneSignal(reply) });
    }),
  );

  add(TRACKER_ROUTES.events, async ({ after }, http, reply) => {
    // A browser's EventSource, or one that reconnects, tells with this where it was.
    const last = /^\d{1,15}$/.exec(String(http.headers['last-event-id'] ?? ''))?.[0];
    const from = last === undefined ? after : Number(last);
    const events = service.for(callerOf(http)).events({ after: from }, { signal: goneSignal(reply) });
    http.raw.socket.setTimeout(READER_IDLE_MS, () => http.raw.socket.destroy());
    reply.header('content-type', 'text/event-stream').header('x-accel-buffering', 'no');
    return Promise.resolve(eventStream(events));
  });
}
