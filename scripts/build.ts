/**
 * Builds what the package ships: `dist/main/`, JavaScript with the pure JavaScript dependencies bundled in, and
 * `dist/web/`, the web app. A bundle starts sooner and takes half the memory: thousands of small modules cost more than
 * the code that is used of them.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

import { buildWeb } from './build-web.ts';
import { leanBuiltins } from './lean-builtins.ts';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** Each becomes a file of this name in one folder, where `startWorker` looks for its thread. */
const PROGRAMS = [
  'main/cli',
  'net/identity/certificate-worker',
  'net/receive/receive-program',
  'peer/share/hash/hash-worker',
  'peer/share/scan/scan-worker',
  'storage/sqlite/reader-worker',
  'storage/sqlite/writer-worker',
];
/** Native addons, each a choice of binaries that the package manager makes. */
const EXTERNAL = ['@napi-rs/blake-hash', '@parcel/watcher'];

/** The folder and name of the package that a bundled module is from. */
function packageOf(module: string): string | undefined {
  return /^.*\/node_modules\/(?:@[^/]+\/)?[^/]+/.exec(module.replaceAll('\\', '/'))?.[0];
}

/**
 * One letter beyond Latin-1 makes the engine keep the whole file at two bytes a letter, for as long as the program runs.
 * In minified code they stand in strings, templates and patterns only.
 */
function withoutWideLetters(code: string): string {
  return code.replaceAll(/[^\0-\xFF]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Most licenses ask for their text to travel along. */
function notices(modules: readonly string[]): string {
  const folders = new Set(modules.map(packageOf).filter((folder) => folder !== undefined));
  const parts = [...folders].toSorted().map((folder) => {
    const manifest: unknown = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
    const { name, version, license } = { name: '', version: '', license: '', ...Object(manifest) };
    const file = readdirSync(folder).find((entry) => /^(licen[cs]e|copying)/i.test(entry));
    const text = file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
    return `${name} ${version} (${license})\n\n${text}\n`;
  });
  return `Ayni's files hold code of these packages.\n\n${parts.join(`\n${'-'.repeat(80)}\n\n`)}`;
}

const dist = join(ROOT, 'dist');
await rm(dist, { recursive: true, force: true });
const bundle = await rolldown({
  input: Object.fromEntries(PROGRAMS.map((program) => [basename(program), join(ROOT, 'src', `${program}.ts`)])),
  platform: 'node',
  external: EXTERNAL,
  plugins: [leanBuiltins()],
});
const { output } = await bundle.write({
  dir: join(dist, 'main'),
  format: 'esm',
  entryFileNames: '[name].js',
  chunkFileNames: 'chunk-[hash].js',
  minify: { compress: true, mangle: false, codegen: true },
});
await bundle.close();
for (const file of output) {
  if (file.type === 'chunk') await writeFile(join(dist, 'main', file.fileName), withoutWideLetters(file.code));
}
const modules = output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : []));
modules.push(...(await buildWeb()));
await writeFile(join(dist, 'THIRD_PARTY_NOTICES.txt'), notices(modules.filter((module) => existsSync(module))));
