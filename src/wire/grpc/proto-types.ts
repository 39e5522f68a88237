import protobuf from 'protobufjs/light.js';
import type { Method, Service, Type } from 'protobufjs/light.js';
import { PROTO_FILES, PROTO_ROOT } from './descriptor.ts';

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

/** A file of `schema/` as a `google.protobuf.FileDescriptorProto`. */
export interface ProtoFile {
  readonly path: string;
  readonly descriptor: Uint8Array;
}

function decoded({ path, descriptor }: (typeof PROTO_FILES)[number]): ProtoFile {
  return { path, descriptor: Buffer.from(descriptor, 'base64') };
}

export function protoFile(path: string): ProtoFile | undefined {
  const found = PROTO_FILES.find((file) => file.path === path);
  return found === undefined ? undefined : decoded(found);
}

/** @param symbol a service, method, message or enum, with its package */
export function protoFileOf(symbol: string): ProtoFile | undefined {
  const found = PROTO_FILES.find((file) => symbol.startsWith(`${file.package}.`));
  return found === undefined || root.lookup(symbol) === null ? undefined : decoded(found);
}
