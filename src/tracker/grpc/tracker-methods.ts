import type { TObject } from 'typebox';
import { AyniError } from '../../core/errors.ts';
import type { GrpcCaller, GrpcMethod, StreamMethod } from '../../net/grpc/grpc-method.ts';
import { MAX_MESSAGE } from '../../net/grpc/grpc-server.ts';
import { decodeMessage, encodeMessage } from '../../wire/grpc/message-coding.ts';
import { pathOf, serviceType, typesOf, type MethodTypes } from '../../wire/grpc/proto-types.ts';
import { completeRequest } from '../../wire/tracker/request-defaults.ts';
import { TRACKER_ROUTES, type TrackerRoute } from '../../wire/tracker/routes.ts';
import { callerFrom } from '../caller.ts';
import type { Caller } from '../member-operations.ts';
import { serveOperationCalls, type AnyOperationName } from '../operation-calls.ts';
import type { TrackerService } from '../tracker-service.ts';

export const TRACKER_SERVICE = 'ayni.v1.Tracker';

interface Operation extends MethodTypes {
  readonly path: string;
}

/** An operation by its name as the .proto has it: `namesOf` is `NamesOf`. */
export function operationOf(name: AnyOperationName): Operation {
  const title = name.slice(0, 1).toUpperCase() + name.slice(1);
  const method = serviceType(TRACKER_SERVICE).methods[title];
  if (method === undefined) throw new AyniError('internal', `schema/ayni.proto has no method ${title}.`);
  return { path: pathOf(method), ...typesOf(method) };
}

/** @throws {AyniError} `unauthenticated` */
export function callerOf({ peer, socket }: GrpcCaller): Caller {
  return callerFrom(peer, socket.remoteAddress);
}

/** @throws {AyniError} `too-large`, and as `parseRequest` */
function decode<Request extends TObject>(operation: Operation, route: TrackerRoute<Request>, message: Uint8Array) {
  const most = Math.min(route.bodyBytes, MAX_MESSAGE);
  if (message.length > most) {
    throw new AyniError('too-large', `This message has ${message.length} bytes: send ${most} at most.`);
  }
  return completeRequest(route.request, decodeMessage(operation.request, message));
}

/** Every operation of a tracker over gRPC: decode, call, encode. The rules are the service's. */
export function trackerMethods(service: TrackerService): readonly GrpcMethod[] {
  const methods: GrpcMethod[] = [eventsMethod(service)];
  serveOperationCalls((name, route, call) => {
    const operation = operationOf(name);
    methods.push({
      path: operation.path,
      async unary(message, { signal, ...from }) {
        const caller = callerOf(from);
        const request = decode(operation, route, message);
        const answer = await call(request, { service, caller, tracker: service.for(caller), signal });
        return encodeMessage(operation.response, answer);
      },
    });
  });
  return methods;
}

function eventsMethod(service: TrackerService): StreamMethod {
  const operation = operationOf('events');
  return {
    path: operation.path,
    async stream(message, { signal, ...from }, send) {
      const request = decode(operation, TRACKER_ROUTES.events, message);
      for await (const event of service.for(callerOf(from)).events(request, { signal })) {
        await send(encodeMessage(operation.response, event));
      }
    },
  };
}
