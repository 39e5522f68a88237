import { setTimeout as sleep } from 'node:timers/promises';

import { parseLink } from '../../core/access/link.ts';
import { AyniError } from '../../core/errors.ts';
import { CONTROL_ROUTES } from '../../wire/control/routes.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { withDaemon, type Session } from '../daemon/session.ts';
import { EXIT } from '../exit-codes.ts';
import { exitCodeAfter } from '../program.ts';
import { completerOf } from './completion.ts';
import { converse, type Outcome } from './converse.ts';
import { loadHistory, saveHistory } from './history.ts';
import { isTyped, LineReader, type Completer } from './line-reader.ts';

/** How long the daemon that was left may take to end, ms. */
const ENDING_MS = 15_000;
const POLL_MS = 200;

/**
 * Reads and answers lines until the end, in a network or between two: `disconnect` leaves one, `connect LINK` joins
 * the next, as in the systems that the shell comes from.
 * @returns the exit code of the first line that failed; `ok` where a person saw it
 */
export async function talk(cli: Cli, options: CommonOptions): Promise<number> {
  const settings = options.state === undefined ? {} : { state: options.state };
  let completer: Completer | undefined;
  let state: string | undefined;
  using reader = new LineReader(cli, {
    complete: (line) => completer?.(line) ?? Promise.resolve([[], line]),
  });
  const inNetwork = () =>
    withDaemon(cli, options, async (session) => {
      state ??= await begin(session, reader, isTyped(cli));
      completer = completerOf(session);
      return converse(cli, reader, session);
    });
  let failure: number = EXIT.ok;
  let outcome: Outcome = await inNetwork().catch((error: unknown) => {
    // Whoever begins here may have a link.
    if (!reader.typed || !AyniError.is(error, 'not-joined')) throw error;
    cli.output.remark(cli.output.words.say('In no network: "connect LINK" joins one.'));
    return { next: 'apart', failure: EXIT.ok };
  });
  for (;;) {
    if (failure === EXIT.ok) failure = outcome.failure;
    if (outcome.next === 'end') break;
    if (outcome.next === 'apart') {
      completer = undefined;
      outcome = await converse(cli, reader, undefined);
    } else {
      const { link } = outcome;
      try {
        await join(cli, link, settings);
        cli.output.remark(cli.output.words.say('Connected.'));
        outcome = await inNetwork();
      } catch (error) {
        outcome = { next: 'apart', failure: exitCodeAfter(error, cli) };
      }
    }
    if (cli.signal.aborted) break;
  }
  if (reader.typed && state !== undefined) await saveHistory(state, reader.history);
  if (cli.signal.aborted) throw new AyniError('cancelled', 'Interrupted.');
  return reader.typed ? EXIT.ok : failure;
}

async function begin({ client, signal }: Session, reader: LineReader, typed: boolean): Promise<string> {
  const { state } = await client.call(CONTROL_ROUTES.status, {}, { signal });
  if (typed) reader.remember(await loadHistory(state));
  return state;
}

/** The daemon of the network that was left needs a moment to end. */
async function join({ programs, signal }: Cli, link: string, settings: { readonly state?: string }): Promise<void> {
  parseLink(link);
  const deadline = Date.now() + ENDING_MS;
  for (;;) {
    try {
      await programs.join(link, settings, { signal });
      return;
    } catch (error) {
      if (!AyniError.is(error, 'state-locked') || Date.now() > deadline || signal.aborted) throw error;
      await sleep(POLL_MS);
    }
  }
}
