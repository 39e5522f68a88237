import protobuf from 'protobufjs/light.js';
import type { Method, Service, Type } from 'protobufjs/light.js';
import { PROTO_ROOT } from './descriptor.ts';

/** The messages and services of `schema/*.proto`; there are a few dozen. */
const root = protobuf.Root.fromJSON(JSON.parse(PROTO_ROOT));
root.resolveAll();

/** @param name with its package */
export function messageType(name: string): Type {
  return root.lookupType(name);
}

/** @param name with its package */
export function serviceType(name: string): Service {
  return root.lookupService(name);
}

export interface MethodTypes {
  readonly request: Type;
  readonly response: Type;
}

/** The messages of a method. */
export function typesOf(method: Method): MethodTypes {
  const { resolvedRequestType: request, resolvedResponseType: response } = method;
  if (request === null || response === null) throw new TypeError(`${method.name} has no messages.`);
  return { request, response };
}

/** As the name of a method has it in HTTP/2: `/package.Service/Method`. */
export function pathOf(method: Method): string {
  return `/${method.parent?.fullName.slice(1) ?? ''}/${method.name}`;
}
