import { basename } from 'node:path';

import { runCommandLine } from '../cli/program.ts';
import { Output } from '../cli/terminal/output.ts';
import { AyniPrograms } from './programs.ts';

/** Runs a command line in this process; resolves to the exit code when all work has drained. */
export async function runCli(argv: readonly string[], version: string): Promise<number> {
  quietWarnings();
  const { env, stdout, stderr, stdin } = process;
  // `npm run` goes to the package's folder; the user's paths are relative to where the user is.
  if (env['npm_lifecycle_event'] === 'ayni' && env['INIT_CWD'] !== undefined) process.chdir(env['INIT_CWD']);
  const interrupted = new AbortController();
  const onSignal = (signal: NodeJS.Signals): void => {
    // The second one means it.
    if (interrupted.signal.aborted) process.exit(signal === 'SIGINT' ? 130 : 143);
    interrupted.abort();
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
  const output = new Output({ stdout, stderr, env });
  const programs = new AyniPrograms({ version, env });
  try {
    return await runCommandLine(argv, {
      programs,
      output,
      env,
      cwd: process.cwd(),
      stdin,
      signal: interrupted.signal,
      self: selfName(env, process.argv[1] ?? ''),
    });
  } finally {
    process.off('SIGINT', onSignal);
    process.off('SIGTERM', onSignal);
    // A pipe on stdin that nobody closes would keep the process.
    stdin.destroy();
  }
}

/** How whoever reads a hint can call this program again. */
function selfName(env: NodeJS.ProcessEnv, script: string): string {
  const event = env['npm_lifecycle_event'];
  if (event === 'npx') return 'npx ayni';
  if (event === 'start' || event === 'ayni') return 'npm run ayni --';
  return basename(script) === 'cli.ts' ? 'node src/main/cli.ts' : 'ayni';
}

/** `node:sqlite` is experimental in Node 24: that is no news for users. Other warnings are shown. */
function quietWarnings(): void {
  const print = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning) => {
    if (warning.name === 'ExperimentalWarning') return;
    for (const listener of print) listener(warning);
  });
}
