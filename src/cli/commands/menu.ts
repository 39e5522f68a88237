import type { Command } from 'commander';

import { AyniError } from '../../core/errors.ts';
import { printable } from '../../core/format/printable.ts';
import {
  ASK_NAME,
  fileLines,
  MENU_PROMPT,
  menuLines,
  parseChoice,
  peerLines,
  type MenuChoice,
} from '../../dialects/flatgrpc/menu.ts';
import { CONTROL_ROUTES, NETWORK_ROUTES } from '../../wire/control/routes.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { helpNotes } from '../help/help-notes.ts';
import { withDaemon, type Session } from '../daemon/session.ts';
import { EXIT } from '../exit-codes.ts';
import { exitCodeAfter, performCommandLine } from '../program.ts';
import { AlreadyTold } from '../report-error.ts';
import { everyName } from '../shell/every-file.ts';
import { innerCli } from '../shell/inner-cli.ts';
import { LineReader } from '../shell/line-reader.ts';
import { confirmLeave } from '../shell/confirm-leave.ts';
import { candidatesFor } from '../target/candidates.ts';
import { foreignUrl } from '../target/foreign.ts';

export function define(command: Command, cli: Cli): Command {
  return command
    .addHelpText(
      'after',
      helpNotes(
        cli,
        [
          'Lists the files of the network, fetches one by its name, or leaves the network for good. Ctrl-D ends the menu alone.',
        ],
        ['{self} menu'],
      ),
    )
    .action(async (options: CommonOptions) => {
      const code = await withDaemon(cli, options, (session) => offer(cli, session));
      if (code !== EXIT.ok) throw new AlreadyTold(code);
    });
}

/** @returns the exit code of the first choice that failed; `ok` where a person saw it */
async function offer(cli: Cli, session: Session): Promise<number> {
  const { peer } = await session.client.call(CONTROL_ROUTES.status, {}, { signal: session.signal });
  const { say } = cli.output.words;
  using reader = new LineReader(cli);
  let failure: number = EXIT.ok;
  for (;;) {
    for (const line of menuLines(printable(peer?.name ?? 'ayni'))) cli.output.answer(line);
    const line = await reader.ask(MENU_PROMPT);
    if (line === undefined) break;
    const choice = parseChoice(line);
    if (choice === undefined) {
      cli.output.remark(say('Say 1, 2 or 3.'));
      continue;
    }
    const name = choice === 'request' ? (await reader.ask(ASK_NAME))?.trim() : undefined;
    // Whoever comes from that system may only want to end the program.
    if (choice === 'leave' && reader.typed && !(await confirmLeave(cli, reader))) continue;
    const code = await reader.during(async (signal) => {
      const inner = innerCli(cli, session, signal);
      try {
        await perform(choice, name, { ...session, signal }, inner);
        return EXIT.ok;
      } catch (error) {
        return exitCodeAfter(error, inner);
      }
    });
    if (failure === EXIT.ok) failure = code;
    if (choice === 'leave' && code === EXIT.ok) break;
  }
  if (cli.signal.aborted) throw new AyniError('cancelled', 'Interrupted.');
  return reader.typed ? EXIT.ok : failure;
}

async function perform(choice: MenuChoice, name: string | undefined, session: Session, cli: Cli): Promise<void> {
  if (choice === 'leave') await performCommandLine(['leave'], cli);
  else if (choice === 'files') {
    for (const line of fileLines(await everyName(session))) cli.output.answer(line);
  } else {
    if (name === undefined || name === '') throw new AyniError('usage', 'Say the name of a file; 1 lists them.');
    for (const line of peerLines(name, await holders(session, name))) cli.output.answer(line);
    await performCommandLine(['get', '--', name], cli);
  }
}

/** Who has something of this name. */
async function holders(session: Session, name: string): Promise<readonly string[]> {
  const { client, signal } = session;
  const found = await candidatesFor(session, name);
  const contents = found.flatMap((one) => (one.kind === 'content' ? [one.content] : []));
  const located = contents.length === 0 ? {} : await client.call(NETWORK_ROUTES.locate, { contents }, { signal });
  const names = found.flatMap((one): readonly string[] => {
    if (one.kind === 'tree') return [one, ...one.also].map(({ peerName }) => peerName);
    if (one.kind === 'foreign') return [one, ...one.also].map(foreignUrl);
    return (located[one.content] ?? []).map((source) => source.name);
  });
  return [...new Set(names)];
}
