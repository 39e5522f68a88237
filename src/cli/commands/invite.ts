import { Option, type Command } from 'commander';

import { AyniError } from '../../core/errors.ts';
import { INVITED_ROLES } from '../../core/access/role.ts';
import { formatDuration, formatTime } from '../../core/format/quantity.ts';
import { printable } from '../../core/format/printable.ts';
import { NETWORK_ROUTES } from '../../wire/control/routes.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { helpNotes } from '../help/help-notes.ts';
import { withDaemon } from '../daemon/session.ts';
import { groupName, lifetime, positive } from '../options/parsers.ts';
import { qrCode } from '../terminal/qr-code.ts';

interface CreateOptions extends CommonOptions {
  readonly role: string;
  readonly group?: readonly string[];
  readonly uses: number;
  readonly expires: number;
}

export function define(command: Command, cli: Cli): Command {
  return command
    .argument('[ACTION]', '"create", "list" or "revoke"', 'create')
    .argument('[ID]', 'which invite to revoke, as "list" shows it')
    .addOption(new Option('--role <ROLE>', 'what who joins may do').choices(INVITED_ROLES).default('member'))
    .option('--group <GROUP>', 'a group that who joins is in; may be given again', groupName)
    .option('--uses <N>', 'how many may join with it', positive, 1)
    .addOption(
      new Option('--expires <TIME>', 'until when, such as 12h or 7d').argParser(lifetime).default(lifetime('7d'), '7d'),
    )
    .addHelpText(
      'after',
      helpNotes(
        cli,
        ['Guests share nothing, but serve what they fetch; members share; admins also invite, revoke and withdraw.'],
        [
          ['{self} invite', 'a link for one new member, good for a week'],
          ['{self} invite create --uses 30 --expires 1d', 'for a class, today'],
          '{self} invite create --role guest --group lab',
          '{self} invite list',
          '{self} invite revoke ID',
        ],
      ),
    )
    .action((action: string, id: string | undefined, options: CreateOptions) => {
      if (action === 'create') return create(cli, options);
      if (action === 'list') return list(cli, options);
      // A blank one would be the beginning of every id.
      if (action === 'revoke' && id !== undefined && id !== '') return revoke(cli, id, options);
      const why =
        action === 'revoke' ? 'Say which: "invite list" shows the ids.' : 'invite can create, list and revoke.';
      throw new AyniError('usage', why);
    });
}

async function create(cli: Cli, options: CreateOptions): Promise<void> {
  const { output } = cli;
  const role = INVITED_ROLES.find((known) => known === options.role);
  if (role === undefined) throw new AyniError('usage', `--role is one of ${INVITED_ROLES.join(', ')}.`);
  const request = { role, groups: [...(options.group ?? [])], uses: options.uses, lifetime: options.expires };
  const invite = await withDaemon(cli, options, ({ client, signal }) =>
    client.call(NETWORK_ROUTES.createInvite, request, { signal }),
  );
  const { say } = output.words;
  output.value(invite);
  output.answer(`${cli.self} join '${invite.link}' FOLDER`);
  if (output.interactive) output.answer(`\n${await qrCode(invite.link, output.colours)}`);
  const uses = invite.usesLeft === 1 ? say('one use') : say('{count} uses', { count: invite.usesLeft });
  const time = formatDuration(options.expires);
  output.remark(
    say('Good for {uses} as {role}, {time} from now. It is shown this once.', { uses, role: say(role), time }),
  );
}

async function list(cli: Cli, options: CommonOptions): Promise<void> {
  const { output } = cli;
  const invites = await withDaemon(cli, options, ({ client, signal }) =>
    client.call(NETWORK_ROUTES.invites, {}, { signal }),
  );
  const { say } = output.words;
  output.value(invites);
  output.table(
    [
      { title: say('ID') },
      { title: say('ROLE') },
      { title: say('GROUPS') },
      { title: say('USES LEFT'), align: 'right' },
      { title: say('UNTIL') },
    ],
    invites.map((invite) => [
      invite.id,
      say(invite.role),
      invite.groups.map(printable).join(', '),
      String(invite.usesLeft),
      invite.revoked ? say('revoked') : invite.expires <= Date.now() ? say('expired') : formatTime(invite.expires),
    ]),
  );
}

async function revoke(cli: Cli, id: string, options: CommonOptions): Promise<void> {
  const revoked = await withDaemon(cli, options, async ({ client, signal }) => {
    const all = await client.call(NETWORK_ROUTES.invites, {}, { signal });
    const [invite, ...more] = all.filter((one) => one.id.startsWith(id));
    if (invite === undefined) {
      throw new AyniError('not-found', `No invite has the id "${printable(id)}": "invite list" shows them.`);
    }
    if (more.length > 0)
      throw new AyniError('ambiguous', `Several ids begin with "${printable(id)}": write more of it.`);
    await client.call(NETWORK_ROUTES.revokeInvite, { id: invite.id }, { signal });
    return invite.id;
  });
  cli.output.value({ id: revoked, revoked: true });
  cli.output.answer(
    cli.output.words.say('Nobody joins with {invite} any more; who has joined stays.', { invite: revoked }),
  );
}
