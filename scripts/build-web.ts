/**
 * Builds the web app, `web/` into `dist/web/`. An installation from a checkout runs this; one without the development
 * packages has nothing to build with, and `ayni open` says so then.
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

/** @returns the paths of the modules that are in it, for the notices of their licenses */
export async function buildWeb(): Promise<string[]> {
  const root = join(ROOT, 'web');
  const { build } = await import('vite');
  const built = await build({ root, configFile: join(root, 'vite.config.ts'), logLevel: 'warn' });
  const outputs = Array.isArray(built) ? built : 'output' in built ? [built] : [];
  return outputs.flatMap(({ output }) => output.flatMap((file) => (file.type === 'chunk' ? file.moduleIds : [])));
}

const canBuild = ['web/vite.config.ts', 'node_modules/vite'].every((path) => existsSync(join(ROOT, path)));
if (import.meta.main) {
  if (canBuild) await buildWeb();
  else process.stderr.write('The web app is not built: vite is not installed here.\n');
}
