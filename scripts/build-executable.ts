/**
 * Builds one file that runs where no Node is installed: Node itself, with the built package and its native addons for
 * this platform inside (`src/main/executable/` unpacks them). Needs `npm run build` before.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rolldown } from 'rolldown';

const ROOT = fileURLToPath(new URL('..', import.meta.url));
/** What of a package is read at run time, and its license. */
const NEEDED = /\.(c?js|mjs|json|node|wasm)$|(^|\/)(licen[cs]e|copying)[^/]*$/i;

interface Manifest {
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

function manifestOf(folder: string): Manifest {
  return Object(JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));
}

/** Folders of the packages that a package needs, those for other platforms left out. */
function installedFor(folder: string, found = new Set<string>()): ReadonlySet<string> {
  const { dependencies, optionalDependencies } = manifestOf(folder);
  for (const name of Object.keys({ ...dependencies, ...optionalDependencies })) {
    const at = join(ROOT, 'node_modules', name);
    if (found.has(at) || !existsSync(at)) continue;
    found.add(at);
    installedFor(at, found);
  }
  return found;
}

function filesIn(folder: string): string[] {
  return globSync('**', { cwd: folder, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

if (!existsSync(join(ROOT, 'dist', 'main', 'cli.js')))
  throw new Error('There is no dist/main/cli.js: "npm run build" first.');
const output = resolve(process.argv[2] ?? join(ROOT, 'executable', process.platform === 'win32' ? 'ayni.exe' : 'ayni'));
mkdirSync(dirname(output), { recursive: true });
const work = mkdtempSync(join(tmpdir(), 'ayni-executable-'));
try {
  const main = join(work, 'main.cjs');
  const bundle = await rolldown({ input: join(ROOT, 'src/main/executable/executable.ts'), platform: 'node' });
  await bundle.write({ file: main, format: 'cjs' });
  await bundle.close();
  const packages = [...installedFor(ROOT)].flatMap((folder) => filesIn(folder).filter((file) => NEEDED.test(file)));
  const files = [join(ROOT, 'package.json'), join(ROOT, 'LICENSE'), ...filesIn(join(ROOT, 'dist')), ...packages];
  const assets = Object.fromEntries(files.map((file) => [relative(ROOT, file).split(sep).join('/'), file]));
  const config = join(work, 'config.json');
  // The loader that imports from files is experimental.
  const execArgv = ['--disable-warning=ExperimentalWarning'];
  writeFileSync(config, JSON.stringify({ main, output, execArgv, disableExperimentalSEAWarning: true, assets }));
  execFileSync(process.execPath, ['--build-sea', config], { stdio: 'inherit' });
} finally {
  rmSync(work, { recursive: true, force: true });
}
