import type { Command } from 'commander';

import { printable } from '../../core/format/printable.ts';
import { NETWORK_ROUTES } from '../../wire/control/routes.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { helpNotes } from '../help/help-notes.ts';
import { findPeer } from '../daemon/find-peer.ts';
import { withDaemon } from '../daemon/session.ts';

export function define(command: Command, cli: Cli): Command {
  return command
    .argument('<PEER>', 'name, or the beginning of the id')
    .addHelpText(
      'after',
      helpNotes(
        cli,
        ['The tracker refuses the member at once, the other peers within a heartbeat (20 s).'],
        ['{self} revoke left'],
      ),
    )
    .action(async (text: string, options: CommonOptions) => {
      const { peer, name } = await withDaemon(cli, options, async ({ client, signal }) => {
        const found = findPeer(await client.call(NETWORK_ROUTES.members, {}, { signal }), text);
        await client.call(NETWORK_ROUTES.revoke, { peer: found.peer }, { signal });
        return found;
      });
      cli.output.value({ peer, name, revoked: true });
      const { say } = cli.output.words;
      cli.output.answer(
        say('{name} is shut out: at the tracker now, at the other peers within a heartbeat.', {
          name: printable(name),
        }),
      );
    });
}
