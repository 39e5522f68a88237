import { resolve } from 'node:path';
import type { Command } from 'commander';

import { CONTROL_ROUTES, NETWORK_ROUTES, type ControlRequest } from '../../wire/control/routes.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { callOf } from '../help/call-of.ts';
import { helpNotes } from '../help/help-notes.ts';
import { findPeer } from '../daemon/find-peer.ts';
import { withDaemon, type Session } from '../daemon/session.ts';
import { watchShares } from '../daemon/watch.ts';
import { collect, groupName, shareName } from '../options/parsers.ts';
import { sayShares } from '../say-shares.ts';

interface Options extends CommonOptions {
  readonly name?: string;
  readonly hidden?: boolean;
  readonly manifest?: boolean;
  readonly group?: readonly string[];
  readonly peer?: readonly string[];
}

export function define(command: Command, cli: Cli): Command {
  return command
    .argument('<PATH>', 'a folder, a file, or with --manifest a list of files')
    .option('--name <NAME>', 'what the share is called (the name of the folder or file unless given)', shareName)
    .option('--hidden', 'with files whose name begins with a dot')
    .option('--manifest', 'PATH is a text file with "name path" on each line')
    .option('--group <GROUP>', 'only for this group; may be given again', groupName)
    .option('--peer <PEER>', 'only for this peer; may be given again', collect)
    .addHelpText(
      'after',
      helpNotes(
        cli,
        ['Files that match a line of .ayniignore (written like .gitignore) are left out.'],
        [
          '{self} share ~/Photos',
          '{self} share ~/Exams --name exams --group teachers',
          '{self} share list.txt --manifest --name mixed',
        ],
      ),
    )
    .action((path: string, options: Options) => share(cli, path, options));
}

async function share(cli: Cli, path: string, options: Options): Promise<void> {
  const { output } = cli;
  await withDaemon(cli, options, async (session) => {
    const { client, daemon, signal } = session;
    const audience = (await audienceOf(session, options)) ?? { kind: 'everyone' };
    const added = await client.call(
      CONTROL_ROUTES.addShare,
      {
        path: resolve(cli.cwd, path),
        audience,
        hidden: options.hidden === true,
        ...(options.manifest === true ? { kind: 'manifest' as const } : {}),
        ...(options.name === undefined ? {} : { name: options.name }),
      },
      { signal },
    );
    // Resolves when it is published too, so that whoever is told now finds it.
    const published = client.call(CONTROL_ROUTES.rescan, { name: added.name }, { signal });
    const shares = await watchShares(session, output, [added.name], published);
    for (const one of shares) output.value(one);
    sayShares(output, shares);
    if (daemon.here) {
      const { tracker } = await client.call(CONTROL_ROUTES.status, {}, { signal });
      const command = tracker === undefined ? 'peer' : 'up';
      const { say } = output.words;
      output.remark(
        say('Others can fetch it while Ayni runs here: "{command}" starts it.', { command: callOf(cli, command) }),
      );
    }
  });
}

async function audienceOf(session: Session, options: Options): Promise<ControlRequest<'addShare'>['audience']> {
  const { group = [], peer = [] } = options;
  if (group.length === 0 && peer.length === 0) return { kind: 'everyone' };
  const known = peer.length > 0 ? await session.client.call(NETWORK_ROUTES.peers, {}, { signal: session.signal }) : [];
  return { kind: 'restricted', groups: [...group], peers: peer.map((text) => findPeer(known, text).peer) };
}
