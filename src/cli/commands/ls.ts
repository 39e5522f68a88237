import type { Command } from 'commander';

import { AyniError } from '../../core/errors.ts';
import { formatBytes, formatTime } from '../../core/format/quantity.ts';
import { printable } from '../../core/format/printable.ts';
import { shortId } from '../../core/ids.ts';
import { NETWORK_ROUTES } from '../../wire/control/routes.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { helpNotes } from '../help/help-notes.ts';
import { browse, type Browsed } from '../daemon/browse.ts';
import { findPeer, splitPeerPath } from '../daemon/find-peer.ts';
import { withDaemon } from '../daemon/session.ts';

interface Options extends CommonOptions {
  readonly recursive?: boolean;
}

export function define(command: Command, cli: Cli): Command {
  return command
    .argument('[PEER:PATH]', 'a peer, or a folder of one; none lists the shares of all')
    .option('-r, --recursive', 'with everything below')
    .addHelpText(
      'after',
      helpNotes(
        cli,
        [],
        [
          ['{self} ls', 'the shares of all peers'],
          ['{self} ls left', 'the shares of the peer "left"'],
          ['{self} ls left:photos/2025 -r', 'a folder with all below'],
        ],
      ),
    )
    .action((where: string | undefined, options: Options) => list(cli, where, options));
}

async function list(cli: Cli, where: string | undefined, options: Options): Promise<void> {
  const { output } = cli;
  const { say } = output.words;
  const recursive = options.recursive === true;
  const listed = await withDaemon(cli, options, async (session) => {
    const peers = await session.client.call(NETWORK_ROUTES.peers, {}, { signal: session.signal });
    if (where === undefined) {
      const all = peers.filter(({ files }) => files > 0);
      return Promise.all(
        all.map(async ({ peer, name }) => ({ peer, name, entries: await browse(session, peer, '', recursive) })),
      );
    }
    const { peer: text, path } = splitPeerPath(where) ?? { peer: where, path: '' };
    const { peer, name } = findPeer(peers, text);
    try {
      return [{ peer, name, entries: await browse(session, peer, path, recursive) }];
    } catch (error) {
      if (!AyniError.is(error, 'not-found')) throw error;
      const what = `"${printable(path)}"`;
      throw new AyniError(
        'not-found',
        `${printable(name)} shares no folder ${what}: "ls ${printable(text)}" lists what it does.`,
        {
          cause: error,
        },
      );
    }
  });
  output.value(listed);
  const rows = listed.flatMap(({ name, entries }) => entries.map((entry) => row(name, entry)));
  if (rows.length === 0) {
    output.remark(where === undefined ? say('Nobody shares anything yet.') : say('Empty.'));
    return;
  }
  output.table(
    [
      { title: say('SIZE'), align: 'right' },
      { title: say('CHANGED'), minor: true },
      { title: say('ID'), minor: true },
      { title: say('PATH') },
    ],
    rows,
  );
}

function row(peer: string, entry: Browsed): readonly string[] {
  const path = `${printable(peer)}:${printable(entry.path)}`;
  const suffix =
    entry.kind === 'symlink'
      ? ` -> ${printable(entry.target ?? '')}`
      : entry.kind === 'file' || entry.content !== undefined
        ? entry.executable === true
          ? '*'
          : ''
        : '/';
  return [
    entry.size === undefined ? '' : formatBytes(entry.size),
    entry.mtime === undefined || entry.foreign !== undefined ? '' : formatTime(entry.mtime),
    entry.foreign !== undefined
      ? `[${entry.foreign.dialect}]`
      : entry.content === undefined
        ? ''
        : shortId(entry.content),
    path + suffix,
  ];
}
