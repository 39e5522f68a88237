import type { Command } from 'commander';

import { printable } from '../../core/format/printable.ts';
import { parseIp, scopeOf } from '../../core/swarm/ip-address.ts';
import type { Status } from '../../wire/control/messages.ts';
import { CONTROL_ROUTES } from '../../wire/control/routes.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { helpNotes } from '../help/help-notes.ts';
import { withDaemon } from '../daemon/session.ts';
import type { Output } from '../terminal/output.ts';
import { verdict } from '../terminal/verdict.ts';

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
      const findings = [...health(output, status), ...doors(output, status)];
      output.value(findings);
      for (const { good, text } of findings) output.answer(verdict(output, good, text));
    });
}

function health({ words: { say, told } }: Output, { peer, tracker, shares, hasher, publishError }: Status): Finding[] {
  const findings: Finding[] = [];
  const add = (good: boolean, text: string): void => void findings.push({ good, text });
  if (tracker !== undefined) {
    const { port, access } = tracker;
    add(true, say('The tracker listens on port {port} (access: {access}).', { port, access }));
  }
  if (peer !== undefined) {
    const { connected, lastError, host, port } = peer;
    add(
      connected,
      connected
        ? say('Connected to {tracker}.', { tracker: peer.tracker ?? '' })
        : printable(lastError === undefined ? say('No tracker answers yet.') : told(lastError)),
    );
    const at = host === undefined ? undefined : parseIp(host);
    const isShut = at !== undefined && scopeOf(at) === 'loopback';
    add(
      !isShut,
      isShut
        ? say('No other machine can fetch from here: this peer listens at {host} only (--host).', { host: host ?? '' })
        : say('Others fetch from here on port {port}: a firewall must let it in.', { port }),
    );
  }
  for (const { share, lastError, skipped } of shares) {
    const name = printable(share.name);
    if (lastError !== undefined) add(false, say('Share "{name}": {why}', { name, why: printable(told(lastError)) }));
    if (skipped.count > 0)
      add(
        false,
        say('Share "{name}": {count} entries are not shared ("status" says why).', { name, count: skipped.count }),
      );
  }
  if (publishError !== undefined) add(false, printable(told(publishError)));
  const isNative = hasher === 'native';
  add(isNative, isNative ? say('Hashing is native.') : say('The native BLAKE3 does not load: hashing is slow.'));
  return findings;
}

function doors({ words: { say } }: Output, { dialects }: Status): Finding[] {
  if (dialects.length === 0) return [{ good: true, text: say('No door to another system is open.') }];
  return dialects.map(({ dialect, trackerPort, peerPort, bridge }) => {
    const parts = [
      ...(trackerPort === undefined ? [] : [say('tracker on port {port}', { port: trackerPort })]),
      ...(peerPort === undefined ? [] : [say('peer on port {port}', { port: peerPort })]),
      ...(bridge ? [say('bridge to the whole network')] : []),
    ];
    return {
      good: false,
      text: say('{dialect} is open ({how}): neither encrypted nor authenticated.', { dialect, how: parts.join(', ') }),
    };
  });
}
