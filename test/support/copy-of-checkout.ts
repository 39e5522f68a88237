import { cp, readdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** What a build takes, beside a link to the installed packages: the checkout itself stays as it is. */
export async function copyOfCheckout(folder: string): Promise<void> {
  const wanted = ['src', 'web', 'scripts', 'schema', 'package.json', 'CHANGELOG.md', 'LICENSE', 'README.md'];
  const configs = (await readdir(ROOT)).filter((name) => /^tsconfig.*\.json$/.test(name));
  for (const name of [...wanted, ...configs]) await cp(join(ROOT, name), join(folder, name), { recursive: true });
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'), 'junction');
}
