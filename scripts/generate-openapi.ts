import { writeFile } from 'node:fs/promises';
import { openApiDocument } from '../src/tracker/rest/openapi/document.ts';

/** Writes schema/openapi.json. A test compares the file with what this makes. */
const path = new URL('../schema/openapi.json', import.meta.url);
await writeFile(path, `${JSON.stringify(openApiDocument(), null, 2)}\n`);
