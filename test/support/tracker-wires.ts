import { once } from 'node:events';
import { request } from 'node:https';
import { test, type TestContext } from 'node:test';
import type { SwarmEvent } from '../../src/core/swarm/swarm-store.ts';
import type { Identity } from '../../src/net/identity/identity.ts';
import { operationOf } from '../../src/tracker/grpc/tracker-methods.ts';
import type { AnyOperationName } from '../../src/tracker/operation-calls.ts';
import { errorOfAnswer, parseErrorBody } from '../../src/wire/http/error-body.ts';
import { parseAnswer } from '../../src/wire/tracker/message.ts';
import { encodeRequest } from '../../src/wire/tracker/request-coding.ts';
import { JOIN_ROUTES, TRACKER_ROUTES } from '../../src/wire/tracker/routes.ts';
import type { Static } from 'typebox';
import { GrpcCaller } from './grpc-caller.ts';
import { runningTracker, type RunningTracker } from './running-tracker.ts';

const ROUTES = { ...JOIN_ROUTES, ...TRACKER_ROUTES };
type Routes = typeof ROUTES;

/** A way to a tracker. Answers are held against their schema; failures are thrown as the errors that they tell of. */
export interface TrackerWire {
  readonly call: <Name extends AnyOperationName>(
    as: Identity,
    name: Name,
    message: Static<Routes[Name]['request']>,
  ) => Promise<Static<Routes[Name]['answer']>>;
  /** Until the reader leaves. */
  readonly events: (as: Identity, after: number) => AsyncGenerator<SwarmEvent, void>;
}

/** A tracker, and one way to it. */
export type WiredTracker = Omit<RunningTracker, 'call'> & TrackerWire;

type TrackerOptions = Parameters<typeof runningTracker>[1];

const WIRES: Readonly<Record<string, (t: TestContext, tracker: RunningTracker) => TrackerWire>> = {
  REST: restWire,
  gRPC: grpcWire,
};

/** The same test over each way to the tracker. */
export function overEachWire(
  name: string,
  run: (start: (options?: TrackerOptions) => Promise<WiredTracker>) => Promise<void>,
): void {
  for (const [wire, open] of Object.entries(WIRES)) {
    test(`${name} (${wire})`, (t) =>
      run(async (options) => {
        const tracker = await runningTracker(t, options);
        return { ...tracker, ...open(t, tracker) };
      }));
  }
}

function restWire(t: TestContext, tracker: RunningTracker): TrackerWire {
  return {
    async call(as, name, message) {
      const route = ROUTES[name];
      const { method, path, body } = encodeRequest(route, message as Record<string, unknown>);
      const answer = await tracker.call(method, path, { as, body });
      if (answer.status !== route.status) {
        throw errorOfAnswer({ status: answer.status, body: Buffer.from(answer.text) }, 'The tracker');
      }
      return parseAnswer(route.answer, answer.json ?? {}) as never;
    },
    async *events(as, after) {
      for await (const { data, event, id } of serverSentEvents(t, tracker.port, as, after)) {
        if (event === 'error') throw parseErrorBody(Buffer.from(data)) ?? new Error(data);
        const told: SwarmEvent = parseAnswer(TRACKER_ROUTES.events.answer, JSON.parse(data));
        if (String(told.id) !== id) throw new Error(`The event ${told.id} has the id ${id}.`);
        yield told;
      }
    },
  };
}

/** The events of `GET /v1/events`, without comments. */
export async function* serverSentEvents(
  t: TestContext,
  port: number,
  { key, cert }: Identity,
  after: number,
  headers: Record<string, string> = {},
): AsyncGenerator<{ readonly id?: string; readonly event?: string; readonly data: string }> {
  const path = `/v1/events?after=${after}`;
  const outgoing = request({
    host: '127.0.0.1',
    port,
    path,
    key,
    cert,
    agent: false,
    rejectUnauthorized: false,
    headers,
  });
  outgoing.on('error', () => undefined).end();
  t.after(() => outgoing.destroy());
  const [incoming] = (await once(outgoing, 'response')) as [
    AsyncIterable<Buffer> & { headers: Record<string, string> },
  ];
  if (incoming.headers['content-type'] !== 'text/event-stream') throw new Error('This is no stream of events.');
  let text = '';
  for await (const part of incoming) {
    const blocks = (text + part.toString()).split('\n\n');
    text = blocks.pop() ?? '';
    for (const block of blocks) {
      const fields = Object.fromEntries(block.split('\n').map((line) => line.split(/: (.*)/s)));
      if (typeof fields.data === 'string') yield fields;
    }
  }
}

function grpcWire(t: TestContext, tracker: RunningTracker): TrackerWire {
  const callers = new Map<string, GrpcCaller>();
  const callerFor = (as: Identity): GrpcCaller => {
    const caller = callers.get(as.peer) ?? new GrpcCaller(t, tracker.port, as);
    callers.set(as.peer, caller);
    return caller;
  };
  return {
    async call(as, name, message) {
      const answer = await callerFor(as).call(operationOf(name).path, message);
      return parseAnswer(ROUTES[name].answer, answer) as never;
    },
    async *events(as, after) {
      for await (const event of callerFor(as).each(operationOf('events').path, { after })) {
        yield parseAnswer(TRACKER_ROUTES.events.answer, event);
      }
    },
  };
}
