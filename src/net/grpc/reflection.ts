import { AyniError } from '../../core/errors.ts';
import { messageType, protoFile, protoFileOf, type ProtoFile } from '../../wire/grpc/proto-types.ts';
import type { GrpcMethod } from './grpc-method.ts';

const request = messageType('grpc.reflection.v1.ServerReflectionRequest');
const response = messageType('grpc.reflection.v1.ServerReflectionResponse');

/** Older clients ask for the second, which has the same messages. */
const PATHS = ['v1', 'v1alpha'].map((version) => `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`);
const NOT_FOUND = 5;
const UNIMPLEMENTED = 12;

function fileAnswer(file: ProtoFile | undefined, asked: string): object {
  if (file === undefined) {
    return { errorResponse: { errorCode: NOT_FOUND, errorMessage: `There is no ${asked.slice(0, 200)} here.` } };
  }
  return { fileDescriptorResponse: { fileDescriptorProto: [file.descriptor] } };
}

function answerOf(asked: Readonly<Record<string, unknown>>, services: readonly string[]): object {
  const { fileByFilename: path, fileContainingSymbol: symbol, listServices, allExtensionNumbersOfType } = asked;
  if (typeof listServices === 'string') {
    return { listServicesResponse: { service: services.map((name) => ({ name })) } };
  }
  if (typeof path === 'string') return fileAnswer(protoFile(path), path);
  if (typeof symbol === 'string') return fileAnswer(protoFileOf(symbol), symbol);
  if (typeof allExtensionNumbersOfType === 'string') {
    return { allExtensionNumbersResponse: { baseTypeName: allExtensionNumbersOfType, extensionNumber: [] } };
  }
  return { errorResponse: { errorCode: UNIMPLEMENTED, errorMessage: 'There are no extensions in proto3.' } };
}

/** @param services that it tells of, with their package */
export function reflectionMethods(services: readonly string[]): readonly GrpcMethod[] {
  const reply = (message: Uint8Array): Buffer => {
    let asked;
    try {
      asked = request.toObject(request.decode(message), { oneofs: false });
    } catch (cause) {
      throw new AyniError('bad-request', 'This is no request for reflection.', { cause });
    }
    const answer = { validHost: asked['host'] ?? '', originalRequest: asked, ...answerOf(asked, services) };
    return Buffer.from(response.encode(answer).finish());
  };
  return PATHS.map((path) => ({ path, reply }));
}
