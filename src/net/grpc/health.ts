import { AyniError } from '../../core/errors.ts';
import { messageType } from '../../wire/grpc/proto-types.ts';
import { decodeMessage } from '../../wire/grpc/message-coding.ts';
import type { GrpcCall, GrpcMethod } from './grpc-method.ts';

const request = messageType('grpc.health.v1.HealthCheckRequest');
const response = messageType('grpc.health.v1.HealthCheckResponse');
const CHECK = '/grpc.health.v1.Health/Check';
const WATCH = '/grpc.health.v1.Health/Watch';
const SERVING = 1;
const NOT_SERVING = 2;
const SERVICE_UNKNOWN = 3;

/** What whoever has no certificate may ask, too. */
export function isHealthCheck(path: string): boolean {
  return path === CHECK;
}

export interface HealthRules {
  /** Services that there are, with their package. */
  readonly services: readonly string[];
  /** Whether they can serve now. @throws {AyniError} where the caller may not know */
  readonly ready: (call: GrpcCall) => Promise<boolean>;
}

function status(value: number): Buffer {
  return Buffer.from(response.encode({ status: value }).finish());
}

function askedOf(message: Uint8Array): string {
  const asked = decodeMessage(request, message);
  return typeof asked === 'object' && asked !== null && 'service' in asked ? String(asked.service) : '';
}

/** The health service. Without a service's name it tells that the program is alive, with one whether that can serve. */
export function healthMethods({ services, ready }: HealthRules): readonly GrpcMethod[] {
  const now = async (name: string, call: GrpcCall): Promise<number> => {
    if (name === '') return SERVING;
    const serves = await ready(call);
    if (!services.includes(name)) return SERVICE_UNKNOWN;
    return serves ? SERVING : NOT_SERVING;
  };
  return [
    {
      path: CHECK,
      async unary(message, call) {
        const value = await now(askedOf(message), call);
        if (value === SERVICE_UNKNOWN) throw new AyniError('not-found', 'There is no such service here.');
        return status(value);
      },
    },
    {
      path: WATCH,
      async stream(message, call, send) {
        await send(status(await now(askedOf(message), call)));
        await new Promise<void>((resolve) => {
          if (call.signal.aborted) resolve();
          else call.signal.addEventListener('abort', () => resolve(), { once: true });
        });
        await send(status(NOT_SERVING));
      },
    },
  ];
}
