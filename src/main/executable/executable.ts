import { getAsset, getAssetKeys, getRawAsset } from 'node:sea';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { constants, Script } from 'node:vm';

import { unpack } from './unpack.ts';

/**
 * What the single executable begins with (`scripts/build-executable.ts`). It carries the package, and runs it from a
 * folder of this user: the script inside of an executable can import nothing but Node's own modules.
 */
try {
  const carried = { names: getAssetKeys(), bytes: (name: string) => new Uint8Array(getRawAsset(name)) };
  const { version }: { version: string } = JSON.parse(getAsset('package.json', 'utf8'));
  const folder = unpack(carried, version, process.env);
  const program = pathToFileURL(join(folder, 'dist', 'main', 'cli.js')).href;
  const script = new Script(`import(${JSON.stringify(program)})`, {
    importModuleDynamically: constants.USE_MAIN_CONTEXT_DEFAULT_LOADER,
  });
  script.runInThisContext();
} catch (error) {
  process.stderr.write(
    `ayni: This executable cannot be unpacked: ${error instanceof Error ? error.message : 'unknown'}.\n`,
  );
  process.exitCode = 1;
}
