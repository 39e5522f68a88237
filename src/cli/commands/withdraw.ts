import type { Command } from 'commander';

import { AyniError } from '../../core/errors.ts';
import { printable } from '../../core/format/printable.ts';
import { NETWORK_ROUTES } from '../../wire/control/routes.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { helpNotes } from '../help/help-notes.ts';
import { withDaemon } from '../daemon/session.ts';
import { askWhich } from '../target/ask-which.ts';
import { candidatesFor, type Candidate, type ContentCandidate } from '../target/candidates.ts';

interface Options extends CommonOptions {
  readonly id?: string;
}

export function define(command: Command, cli: Cli): Command {
  return command
    .argument('<FILE>', 'a name, a content id, a link, or PEER:share/path')
    .option('--id <ID>', 'which of several contents with this name, by the beginning of its id')
    .addHelpText(
      'after',
      helpNotes(
        cli,
        [
          "Nobody finds the content any more, under whatever name, and it cannot be published again. Files on the members' machines stay. Where a name stands for several contents it asks which, and withdraws nothing where nobody can answer.",
        ],
        [
          '{self} withdraw report.pdf',
          '{self} withdraw left:photos/holiday.jpg',
          '{self} withdraw report.pdf --id c4kd',
        ],
      ),
    )
    .action((text: string, options: Options) => withdraw(cli, text, options));
}

async function withdraw(cli: Cli, text: string, options: Options): Promise<void> {
  const { output } = cli;
  const { content, name } = await withDaemon(cli, options, async (session) => {
    const chosen = await askWhich(cli, text, contentsOf(text, await candidatesFor(session, text, options.id)));
    const { client, signal } = session;
    await client.call(NETWORK_ROUTES.withdraw, { content: chosen.content }, { signal });
    return chosen;
  });
  output.value({ content, withdrawn: true });
  output.answer(output.words.say('Withdrawn: nobody finds {name} any more.', { name: printable(name) }));
}

/** @throws {AyniError} `usage` where `text` names nothing that has a content id */
function contentsOf(text: string, candidates: readonly Candidate[]): readonly ContentCandidate[] {
  const contents = candidates.filter((one) => one.kind === 'content');
  if (contents.length > 0) return contents;
  const what = candidates.some(({ kind }) => kind === 'tree')
    ? 'is a folder: withdraw takes one file at a time.'
    : 'is at foreign peers alone: it can only be withdrawn once a member has it.';
  throw new AyniError('usage', `"${printable(text)}" ${what}`);
}
