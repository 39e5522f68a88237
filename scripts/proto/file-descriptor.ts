import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';

/** google/protobuf/descriptor.proto, which protobufjs ships. */
const descriptors = protobuf.Root.fromJSON(
  JSON.parse(readFileSync(fileURLToPath(import.meta.resolve('protobufjs/google/protobuf/descriptor.json')), 'utf8')),
);

/** `FieldDescriptorProto.Type`. */
const SCALARS: Readonly<Record<string, number>> = {
  int64: 3,
  uint64: 4,
  int32: 5,
  bool: 8,
  string: 9,
  bytes: 12,
  uint32: 13,
};
const MESSAGE = 11;
const ENUM = 14;
const OPTIONAL = 1;
const REPEATED = 3;

interface Described {
  readonly [name: string]: unknown;
}

function camelCase(name: string): string {
  return name.replaceAll(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}

function pascalCase(name: string): string {
  const camel = camelCase(name);
  return camel.slice(0, 1).toUpperCase() + camel.slice(1);
}

function typeOf(type: string, resolved: protobuf.ReflectionObject | null): Described {
  if (resolved === null) {
    const scalar = SCALARS[type];
    if (scalar === undefined) throw new Error(`Add the type ${type} to scripts/proto/file-descriptor.ts.`);
    return { type: scalar };
  }
  return { type: resolved instanceof protobuf.Enum ? ENUM : MESSAGE, typeName: resolved.fullName };
}

function describeEnum({ name, values }: protobuf.Enum): Described {
  return { name, value: Object.entries(values).map(([value, number]) => ({ name: value, number })) };
}

/** A map is a repeated message of key and value (Protocol Buffers, language guide, "Backwards compatibility" of maps). */
function describeMapEntry(field: protobuf.MapField): Described {
  const entry = (name: string, number: number, type: Described): Described => ({
    name,
    number,
    label: OPTIONAL,
    jsonName: name,
    ...type,
  });
  return {
    name: `${pascalCase(field.name)}Entry`,
    field: [entry('key', 1, typeOf(field.keyType, null)), entry('value', 2, typeOf(field.type, field.resolvedType))],
    options: { mapEntry: true },
  };
}

function describeField(field: protobuf.Field, oneofs: readonly protobuf.OneOf[]): Described {
  const { name, id, partOf } = field;
  const isMap = field instanceof protobuf.MapField;
  const parent = field.parent?.fullName ?? '';
  return {
    name,
    number: id,
    label: field.repeated || isMap ? REPEATED : OPTIONAL,
    jsonName: camelCase(name),
    ...(isMap
      ? { type: MESSAGE, typeName: `${parent}.${pascalCase(name)}Entry` }
      : typeOf(field.type, field.resolvedType)),
    ...(partOf === null ? {} : { oneofIndex: oneofs.indexOf(partOf) }),
    ...(partOf?.isProto3Optional === true ? { proto3Optional: true } : {}),
  };
}

function describeMessage(type: protobuf.Type): Described {
  // An optional field is alone in a oneof of its own; those come last.
  const oneofs = type.oneofsArray.toSorted((a, b) => Number(a.isProto3Optional) - Number(b.isProto3Optional));
  const nested = type.nestedArray;
  const maps = type.fieldsArray.filter((field) => field instanceof protobuf.MapField);
  return {
    name: type.name,
    field: type.fieldsArray.map((field) => describeField(field, oneofs)),
    nestedType: [
      ...nested.filter((one) => one instanceof protobuf.Type).map(describeMessage),
      ...maps.map(describeMapEntry),
    ],
    enumType: nested.filter((one) => one instanceof protobuf.Enum).map(describeEnum),
    oneofDecl: oneofs.map(({ name }) => ({ name })),
  };
}

function describeService(service: protobuf.Service): Described {
  return {
    name: service.name,
    method: service.methodsArray.map((method) => ({
      name: method.name,
      inputType: method.resolvedRequestType?.fullName,
      outputType: method.resolvedResponseType?.fullName,
      ...(method.requestStream === true ? { clientStreaming: true } : {}),
      ...(method.responseStream === true ? { serverStreaming: true } : {}),
    })),
  };
}

/** The descriptor of a file, which reflection answers with; protobufjs has one, but not as `protoc` has it. */
export function fileDescriptor(path: string, found: protobuf.ReflectionObject | null): Uint8Array {
  if (!(found instanceof protobuf.Namespace)) throw new Error(`${path} names no package.`);
  const all = found.nestedArray;
  const type = descriptors.lookupType('google.protobuf.FileDescriptorProto');
  const described = {
    name: path,
    package: found.fullName.slice(1),
    messageType: all.filter((one) => one instanceof protobuf.Type).map(describeMessage),
    enumType: all.filter((one) => one instanceof protobuf.Enum).map(describeEnum),
    service: all.filter((one) => one instanceof protobuf.Service).map(describeService),
    syntax: 'proto3',
  };
  return type.encode(type.fromObject(described)).finish();
}
