import { writeFile } from 'node:fs/promises';
import { compileProtos } from './proto/compile-protos.ts';
import { descriptorModule } from './proto/descriptor-module.ts';

/** Writes src/wire/grpc/descriptor.ts from schema/*.proto. A test compares the file with what this makes. */
await writeFile(new URL('../src/wire/grpc/descriptor.ts', import.meta.url), descriptorModule(compileProtos()));
