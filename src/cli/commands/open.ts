import type { Command } from 'commander';

import { AyniError } from '../../core/errors.ts';
import { openInDesktop } from '../../platform/open-in-desktop.ts';
import { CONTROL_ROUTES, PAGE_ROUTES } from '../../wire/control/routes.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { callOf } from '../help/call-of.ts';
import { helpNotes } from '../help/help-notes.ts';
import { withDaemon, type Session } from '../daemon/session.ts';

/** How long a browser gets to load the page, and a page that is loaded again to come back, ms. */
const FIRST_PAGE_MS = 60_000;
const AGAIN_MS = 5_000;
const POLL_MS = 250;

interface Options extends CommonOptions {
  readonly print?: boolean;
}

export function define(command: Command, cli: Cli): Command {
  return command
    .option('--print', 'print the link only, to open it yourself')
    .addHelpText(
      'after',
      helpNotes(
        cli,
        ['The link lets one browser in, once, within a minute. Give it to nobody.'],
        ['{self} open', '{self} open --print'],
      ),
    )
    .action((options: Options) => openApp(cli, options));
}

/** Lets a browser into the web app of the daemon, or of one that runs for as long as a page is open. */
export async function openApp(cli: Cli, options: Options): Promise<void> {
  const { output, env } = cli;
  const { say, told } = output.words;
  await withDaemon(cli, options, async (session) => {
    const { url } = await session.client.call(PAGE_ROUTES.openPage, {}, { signal: session.signal });
    output.value({ url });
    output.answer(url);
    if (options.print !== true && !output.json) {
      try {
        await openInDesktop(url, env);
        output.remark(say('The browser opens. If it does not: this link is good once, for a minute.'));
      } catch (error) {
        const { message } = AyniError.from(error);
        output.remark(
          say('{why} Open the link in a browser on this machine: it is good once, for a minute.', {
            why: told(message),
          }),
        );
      }
    }
    if (session.daemon.here) await pageClosed(cli, session);
  });
}

/** Nothing else keeps a daemon of our own: it stays while a page is open. */
async function pageClosed(cli: Cli, { client, daemon, signal }: Session): Promise<void> {
  const { output } = cli;
  const { peer, tracker } = await client.call(CONTROL_ROUTES.status, {}, { signal });
  const alone = peer === undefined ? 'tracker' : 'peer';
  output.remark(
    output.words.say('Ayni runs while the page is open; "{command}" keeps it running. Ctrl-C ends it.', {
      command: callOf(cli, peer !== undefined && tracker !== undefined ? 'up' : alone),
    }),
  );
  let deadline = Date.now() + FIRST_PAGE_MS;
  while (Date.now() < deadline && !signal.aborted) {
    // One is ourselves.
    if (daemon.attached() > 1) deadline = Date.now() + AGAIN_MS;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
