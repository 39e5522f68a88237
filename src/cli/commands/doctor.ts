import type { Command } from 'commander';

import { printable } from '../../core/format/printable.ts';
import type { Status } from '../../wire/control/messages.ts';
import { CONTROL_ROUTES } from '../../wire/control/routes.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { helpNotes } from '../help/help-notes.ts';
import { withDaemon } from '../daemon/session.ts';

interface Finding {
  readonly good: boolean;
  readonly text: string;
}

export function define(command: Command, cli: Cli): Command {
  return command
    .addHelpText(
      'after',
      helpNotes(
        cli,
        [
          'Looks at what runs on this machine and says what is not as it should be, and which doors to other systems are open.',
        ],
        ['{self} doctor'],
      ),
    )
    .action(async (options: CommonOptions) => {
      const { output } = cli;
      const status = await withDaemon(cli, options, ({ client, signal }) =>
        client.call(CONTROL_ROUTES.status, {}, { signal }),
      );
      const findings = [...health(status), ...doors(status)];
      output.value(findings);
      for (const { good, text } of findings) output.answer(`${good ? 'ok     ' : 'look   '}${text}`);
    });
}

function health({ peer, tracker, shares, hasher, publishError }: Status): Finding[] {
  const findings: Finding[] = [];
  const say = (good: boolean, text: string): void => void findings.push({ good, text });
  if (tracker !== undefined) say(true, `The tracker listens on port ${tracker.port} (access: ${tracker.access}).`);
  if (peer !== undefined) {
    const { connected, lastError, port } = peer;
    say(connected, connected ? `Connected to ${peer.tracker}.` : printable(lastError ?? 'No tracker answers yet.'));
    say(true, `Others fetch from here on port ${port}: a firewall must let it in.`);
  }
  for (const { share, lastError, skipped } of shares) {
    if (lastError !== undefined) say(false, `Share "${printable(share.name)}": ${printable(lastError)}`);
    if (skipped.count > 0)
      say(false, `Share "${printable(share.name)}": ${skipped.count} entries are not shared ("status" says why).`);
  }
  if (publishError !== undefined) say(false, printable(publishError));
  say(
    hasher === 'native',
    hasher === 'native' ? 'Hashing is native.' : 'The native BLAKE3 does not load: hashing is slow.',
  );
  return findings;
}

function doors({ dialects }: Status): Finding[] {
  if (dialects.length === 0) return [{ good: true, text: 'No door to another system is open.' }];
  return dialects.map(({ dialect, trackerPort, peerPort, bridge }) => {
    const parts = [
      ...(trackerPort === undefined ? [] : [`tracker on port ${trackerPort}`]),
      ...(peerPort === undefined ? [] : [`peer on port ${peerPort}`]),
      ...(bridge ? ['bridge to the whole network'] : []),
    ];
    return { good: false, text: `${dialect} is open (${parts.join(', ')}): neither encrypted nor authenticated.` };
  });
}
