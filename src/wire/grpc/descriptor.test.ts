import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import protobuf from 'protobufjs';
import { compileProtos } from '../../../scripts/proto/compile-protos.ts';
import { descriptorModule } from '../../../scripts/proto/descriptor-module.ts';
import { needs } from '../../../test/support/parts.ts';
import { temporaryFolder } from '../../../test/support/temporary-folder.ts';
import { PROTO_FILES } from './descriptor.ts';

test('the descriptor is what the .proto files say: scripts/generate-grpc.ts writes it', async () => {
  const committed = await readFile(new URL('./descriptor.ts', import.meta.url), 'utf8');
  assert.equal(committed, descriptorModule(compileProtos()));
});

test('reflection answers with the very bytes that protoc makes of the .proto files', async (t) => {
  if (!needs(t, 'protoc')) return;
  const schema = fileURLToPath(new URL('../../../schema', import.meta.url));
  const path = join(await temporaryFolder(t), 'files');
  const names = PROTO_FILES.map((file) => file.path);
  execFileSync('protoc', [`-I${schema}`, `--descriptor_set_out=${path}`, ...names]);
  // FileDescriptorSet: `repeated FileDescriptorProto file = 1`.
  const reader = protobuf.Reader.create(await readFile(path));
  for (const { path: name, descriptor } of PROTO_FILES) {
    assert.equal(reader.uint32(), (1 << 3) | 2);
    assert.ok(Buffer.from(reader.bytes()).equals(Buffer.from(descriptor, 'base64')), name);
  }
  assert.equal(reader.pos, reader.len);
});
