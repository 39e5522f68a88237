import type { CompiledProtos } from './compile-protos.ts';

/** JSON with a line for each member down to `depth`, so that a change shows where it is. */
function json(value: unknown, depth: number, indent = ''): string {
  if (depth === 0 || typeof value !== 'object' || value === null || Array.isArray(value)) return JSON.stringify(value);
  const members = Object.entries(value).map(
    ([name, member]) => `${indent}  ${JSON.stringify(name)}: ${json(member, depth - 1, `${indent}  `)}`,
  );
  return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`;
}

/** The text of `src/wire/grpc/descriptor.ts`. */
export function descriptorModule({ root, files }: CompiledProtos): string {
  return [
    '// Made of schema/*.proto by scripts/generate-grpc.ts: change those and run it.',
    '/** As JSON of protobufjs. It is text, since the types of that say less than it takes. */',
    `export const PROTO_ROOT = \`${json(root, 8)}\`;`,
    '',
    '/** What reflection answers with: `google.protobuf.FileDescriptorProto`, in base64. */',
    `export const PROTO_FILES = [\n${files.map((file) => `  ${JSON.stringify(file)},`).join('\n')}\n];`,
    '',
  ].join('\n');
}
