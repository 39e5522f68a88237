import type { TObject } from 'typebox';
import type { HttpAnswer } from '../../net/http/http-answer.ts';
import { Gate } from '../../net/http/gate.ts';
import { BODY_BYTES } from '../../wire/tracker/limits.ts';
import { decodeRequest, hasBody } from '../../wire/tracker/request-coding.ts';
import { TRACKER_ROUTES, type TrackerRoute } from '../../wire/tracker/routes.ts';
import { serveOperationCalls } from '../operation-calls.ts';
import type { TrackerService } from '../tracker-service.ts';
import { eventStream } from './event-stream.ts';
import { jsonBody, jsonText } from './json.ts';
import type { RestRequest, RestRoutes } from './rest-routes.ts';

/** Requests with large bodies that are read at once: each may take 24 MiB. The others wait before they are read. */
const LARGE_AT_ONCE = 8;
const NO_QUERY = new URLSearchParams();

async function decode<Request extends TObject>(route: TrackerRoute<Request>, { http, params, query }: RestRequest) {
  return decodeRequest(route, {
    params,
    query: query === '' ? NO_QUERY : new URLSearchParams(query),
    body: hasBody(route) ? await jsonBody(http, route.bodyBytes) : undefined,
  });
}

/** Every operation of a tracker over HTTP: decode, call, encode. The rules are the service's. */
export function serveOperations(routes: RestRoutes, service: TrackerService): void {
  const gate = new Gate(LARGE_AT_ONCE);

  serveOperationCalls((_, route, call) => {
    const answer = async (request: RestRequest): Promise<HttpAnswer> => {
      const { http, visitor } = request;
      const message = await decode(route, request);
      const result = await call(message, {
        service,
        caller: visitor.caller,
        tracker: visitor.tracker,
        get signal() {
          return http.signal;
        },
      });
      return route.status === 204 ? { status: 204, headers: {} } : jsonText(route.status, route.encode(result));
    };
    const inTurn = async (request: RestRequest): Promise<HttpAnswer> => {
      const leave = await gate.enter('large bodies', request.http.signal);
      try {
        return await answer(request);
      } finally {
        leave();
      }
    };
    routes.add(route.method, route.path, {
      admits: route.callers === 'anyone' ? 'certified' : 'members',
      answer: route.bodyBytes > 2 * BODY_BYTES ? inTurn : answer,
    });
  });

  const { events } = TRACKER_ROUTES;
  const follow = async (request: RestRequest): Promise<HttpAnswer> => {
    const { http, visitor } = request;
    const { after } = await decode(events, request);
    // A browser's EventSource, or one that reconnects, tells with this where it was.
    const last = /^\d{1,15}$/.exec(http.head.headers.get('last-event-id') ?? '')?.[0];
    const from = last === undefined ? after : Number(last);
    return {
      status: 200,
      headers: { 'content-type': 'text/event-stream', 'x-accel-buffering': 'no' },
      body: eventStream((passed) => visitor.tracker.events({ after: from }, { signal: http.signal, passed })),
    };
  };
  routes.add(events.method, events.path, { admits: 'members', answer: follow }, { head: false });
}
