import { inspect } from 'node:util';

import { AyniError } from '../core/errors.ts';
import { printable } from '../core/format/printable.ts';
import { EXIT, exitCodeOf } from './exit-codes.ts';
import type { Cli } from './cli.ts';
import { withCalls } from './help/call-of.ts';

/** Ends a command whose failures were told one by one, as they came: only the exit code is left to give. */
export class AlreadyTold extends Error {
  readonly exitCode: number;

  constructor(exitCode: number) {
    super(`A failure that was told; the exit code is ${exitCode}.`);
    this.exitCode = exitCode;
  }
}

/**
 * Says what went wrong in one line; a bug of ours shows its stack, and everything does under AYNI_DEBUG=1.
 * @returns the exit code
 */
export function reportError(error: unknown, cli: Pick<Cli, 'output' | 'env' | 'signal' | 'self' | 'state'>): number {
  const { output, env, signal } = cli;
  const failure = AyniError.from(error);
  // Who pressed Ctrl-C knows, and who closed our output wants no more of it.
  if (signal.aborted && failure.code === 'cancelled') return EXIT.interrupted;
  if (output.closed.aborted && failure.code === 'cancelled') return EXIT.ok;
  if (output.json) {
    const { code, message, context } = failure;
    output.error(JSON.stringify({ error: { code, message, context } }));
  } else {
    output.error(`ayni: ${printable(withCalls(cli, output.words.told(failure.message)))}`);
  }
  if (env['AYNI_DEBUG'] === '1') output.error(stackOf(error));
  else if (failure.code === 'internal' && !output.json) {
    output.error(output.words.say('This is a bug in Ayni. Please report it with the following:'));
    const { request } = failure.context;
    if (typeof request === 'string') {
      output.error(output.words.say('request {id}, see the log of whoever answered it', { id: printable(request) }));
    }
    output.error(stackOf(error));
  }
  return exitCodeOf(failure.code);
}

function stackOf(error: unknown): string {
  const lines: string[] = [];
  for (let at: unknown = error, depth = 0; at !== undefined && depth < 5; depth++) {
    lines.push(at instanceof Error ? (at.stack ?? at.message) : inspect(at));
    at = at instanceof Error ? at.cause : undefined;
  }
  return lines.join('\ncaused by: ');
}
