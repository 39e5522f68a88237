import { readFileSync } from 'node:fs';
import protobuf from 'protobufjs';
import { fileDescriptor } from './file-descriptor.ts';

/** Paths under `schema/`, which are also what reflection calls the files. */
const FILES = ['ayni.proto', 'grpc/health/v1/health.proto', 'grpc/reflection/v1/reflection.proto'];

export interface CompiledProtos {
  /** For protobufjs, without comments and with names in camel case. */
  readonly root: protobuf.INamespace;
  readonly files: readonly {
    readonly path: string;
    readonly package: string;
    /** A `google.protobuf.FileDescriptorProto`, as `protoc` makes it, in base64. */
    readonly descriptor: string;
  }[];
}

/** What the program needs of the `.proto` files, so that it need not parse them. */
export function compileProtos(): CompiledProtos {
  const root = new protobuf.Root();
  const files = FILES.map((path) => {
    const text = readFileSync(new URL(`../../schema/${path}`, import.meta.url), 'utf8');
    protobuf.parse(text, root, { keepCase: false });
    const own = new protobuf.Root();
    const { package: name = '' } = protobuf.parse(text, own, { keepCase: true });
    own.resolveAll();
    const descriptor = Buffer.from(fileDescriptor(path, own.lookup(name))).toString('base64');
    return { path, package: name, descriptor };
  });
  root.resolveAll();
  return { root: root.toJSON(), files };
}
