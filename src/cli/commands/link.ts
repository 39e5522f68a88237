import type { Command } from 'commander';

import { formatFileLink, type FileLink } from '../../core/access/file-link.ts';
import { AyniError } from '../../core/errors.ts';
import { printable } from '../../core/format/printable.ts';
import type { NetworkId } from '../../core/ids.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { helpNotes } from '../help/help-notes.ts';
import { ownNetwork } from '../daemon/own-network.ts';
import { withDaemon } from '../daemon/session.ts';
import { candidatesFor, type Candidate } from '../target/candidates.ts';
import { chooseOne } from '../target/choose.ts';
import { qrCode } from '../terminal/qr-code.ts';

interface Options extends CommonOptions {
  readonly id?: string;
}

/** A code of more characters than this is wider than most terminals, and few cameras read it. */
const MAX_IN_CODE = 500;

export function define(command: Command, cli: Cli): Command {
  return command
    .argument('<FILE>', 'a name, a content id, or PEER:share/path; folders too')
    .option('--id <ID>', 'which of several contents with this name, by the beginning of its id')
    .addHelpText(
      'after',
      helpNotes(
        cli,
        [
          'Who is in the network fetches by it with "{self} get LINK", from whoever has the file then. It lets nobody in.',
        ],
        ['{self} link holiday.jpg', '{self} link left:photos/2025'],
      ),
    )
    .action((text: string, options: Options) => link(cli, text, options));
}

async function link(cli: Cli, text: string, options: Options): Promise<void> {
  const { output } = cli;
  const { say } = output.words;
  const made = await withDaemon(cli, options, async (session) => {
    const target = chooseOne(output, text, await candidatesFor(session, text, options.id));
    return linkTo(target, await ownNetwork(session));
  });
  const written = formatFileLink(made);
  output.value({ link: written, ...made });
  output.answer(written);
  if (!output.interactive) return;
  if (written.length > MAX_IN_CODE) output.remark(say('It is too long for a QR code.'));
  else output.answer(`\n${await qrCode(written, output.colours)}`);
  output.remark(say('"{self} get LINK" fetches it, for members of this network.', { self: cli.self }));
}

function linkTo(target: Candidate, network: NetworkId): FileLink {
  if (target.kind === 'tree') return { kind: 'folder', network, peer: target.peer, path: target.path };
  if (target.kind === 'content') {
    const { content, size, name } = target;
    return { kind: 'file', network, content, ...(size === undefined ? {} : { size }), name };
  }
  const why = 'it lies at a program of another system, and nobody here has hashed it';
  throw new AyniError('usage', `${printable(target.name)} has no link: ${why}. Fetch it, then there is one.`);
}
