import type { Command } from 'commander';

import { formatBytes, formatDuration, formatSpeed } from '../../core/format/quantity.ts';
import { printable } from '../../core/format/printable.ts';
import type { PeerStatus, Status } from '../../wire/control/messages.ts';
import { CONTROL_ROUTES } from '../../wire/control/routes.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { callOf } from '../help/call-of.ts';
import { helpNotes } from '../help/help-notes.ts';
import { withDaemon } from '../daemon/session.ts';
import { downloadLine } from '../daemon/watch.ts';
import { sayUnfinished } from '../say-shares.ts';
import { sayNow } from './limit.ts';
import type { Output } from '../terminal/output.ts';

export function define(command: Command, cli: Cli): Command {
  return command
    .addHelpText('after', helpNotes(cli, [], ['{self} status', '{self} status --json']))
    .action((options: CommonOptions) => status(cli, options));
}

async function status(cli: Cli, options: CommonOptions): Promise<void> {
  const { output } = cli;
  const { say } = output.words;
  const { answer, here } = await withDaemon(cli, options, async ({ client, daemon, signal }) => ({
    answer: await client.call(CONTROL_ROUTES.status, {}, { signal }),
    here: daemon.here,
  }));
  output.value({ ...answer, running: !here });
  const running = here
    ? say('not running ("{command}" starts it)', {
        command: callOf(cli, answer.tracker === undefined ? 'peer' : 'up'),
      })
    : say('running for {time} (process {pid})', {
        time: formatDuration((Date.now() - answer.started) / 1000),
        pid: answer.pid,
      });
  output.fact(say('Ayni'), `${answer.version}, ${running}`);
  output.fact(say('State'), answer.state);
  if (answer.tracker !== undefined) {
    const { port, access, addresses } = answer.tracker;
    const where = addresses.join(', ');
    output.fact(
      say('Tracker'),
      say('runs here on port {port}, access {access}; others reach it at {where}', { port, access, where }),
    );
  }
  if (answer.peer !== undefined) sayPeer(output, answer.peer);
  if (answer.hasher === 'portable') {
    output.fact(say('Warning'), say('the native BLAKE3 does not load here: hashing works, but slowly'));
  }
  sayShares(output, answer);
  sayTransfers(output, answer);
}

function sayPeer(output: Output, peer: PeerStatus): void {
  const { say, count, told, described } = output.words;
  const groups =
    peer.groups.length > 0 ? say(', groups {groups}', { groups: peer.groups.map(printable).join(', ') }) : '';
  const strict = peer.strict ? say(', strict') : '';
  output.fact(say('Network'), peer.network);
  output.fact(
    say('Peer'),
    `${printable(peer.name)}, ${described(peer.role)}${groups}, ${say('port {port}', { port: peer.port })}${strict}`,
  );
  output.fact(say('Id'), peer.id);
  const why = peer.lastError === undefined ? '' : `: ${printable(told(peer.lastError))}`;
  output.fact(
    say('Connection'),
    peer.connected
      ? say('to the tracker {where}', { where: peer.tracker ?? '' })
      : say('not connected to {where}', { where: peer.trackers.join(', ') }) + why,
  );
  output.fact(say('Limits'), sayNow(output, peer.limits));
  output.fact(say('Downloads'), peer.downloadsFolder);
  const used = peer.slots.total - peer.slots.free;
  output.fact(say('Uploads'), say('{used} of {slots} in use', { used, slots: count(peer.slots.total, 'slot') }));
}

function sayShares(output: Output, { shares, publishError }: Status): void {
  const { say, number, told } = output.words;
  if (publishError !== undefined) output.fact(say('Publishing'), printable(told(publishError)));
  if (shares.length === 0) return;
  output.answer();
  output.table(
    [
      { title: say('SHARE') },
      { title: say('STATE') },
      { title: say('FILES'), align: 'right' },
      { title: say('SIZE'), align: 'right' },
      { title: say('LEFT OUT'), align: 'right', minor: true },
      { title: say('FOR'), minor: true },
      { title: say('PATH'), minor: true },
    ],
    shares.map((one) => [
      printable(one.share.name),
      say(one.state),
      number(one.files),
      formatBytes(one.bytes),
      one.skipped.count === 0 ? '' : String(one.skipped.count),
      audienceOf(output, one.share.audience),
      printable(one.share.path),
    ]),
  );
  for (const one of shares) {
    const { share, skipped, lastError } = one;
    const unfinished = sayUnfinished(output.words, one);
    if (unfinished !== undefined) output.answer(`${printable(share.name)}: ${unfinished}`);
    if (lastError !== undefined) output.answer(`${printable(share.name)}: ${printable(told(lastError))}`);
    for (const { path, reason } of skipped.examples) {
      output.answer(
        say('{share} leaves out {path}: {why}', {
          share: printable(share.name),
          path: printable(path),
          why: printable(told(reason)),
        }),
      );
    }
  }
}

function audienceOf({ words }: Output, audience: Status['shares'][number]['share']['audience']): string {
  if (audience.kind === 'everyone') return words.say('everyone');
  const peers = audience.peers.length > 0 ? [words.count(audience.peers.length, 'peer')] : [];
  return [...audience.groups.map(printable), ...peers].join(', ');
}

function sayTransfers(output: Output, { downloads, uploads, counters }: Status): void {
  const { say, count } = output.words;
  const open = downloads.filter(({ state }) => !['done', 'failed', 'cancelled'].includes(state));
  output.answer();
  for (const job of open) output.fact(say('Fetching'), downloadLine(output, job));
  for (const { file, files, sentBytes, bytesPerSecond } of uploads) {
    const what = file === undefined ? count(files, 'smallFile') : printable(file.path);
    output.fact(say('Sending'), `${what}  ${formatBytes(sentBytes)}  ${formatSpeed(bytesPerSecond)}`);
  }
  const { bytesSent, bytesReceived } = counters;
  output.fact(
    say('Traffic'),
    say('{sent} sent, {received} received', { sent: formatBytes(bytesSent), received: formatBytes(bytesReceived) }),
  );
}
