import type { Command } from 'commander';

import { formatBytes, formatCount, formatDuration, formatSpeed } from '../../core/format/quantity.ts';
import { printable } from '../../core/format/printable.ts';
import type { PeerStatus, Status } from '../../wire/control/messages.ts';
import { CONTROL_ROUTES } from '../../wire/control/routes.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { helpNotes } from '../help/help-notes.ts';
import { withDaemon } from '../daemon/session.ts';
import { downloadLine } from '../daemon/watch.ts';
import { sayNow } from './limit.ts';
import type { Output } from '../terminal/output.ts';

export function define(command: Command, cli: Cli): Command {
  return command
    .addHelpText('after', helpNotes(cli, [], ['{self} status', '{self} status --json']))
    .action((options: CommonOptions) => status(cli, options));
}

async function status(cli: Cli, options: CommonOptions): Promise<void> {
  const { output } = cli;
  const { answer, here } = await withDaemon(cli, options, async ({ client, daemon, signal }) => ({
    answer: await client.call(CONTROL_ROUTES.status, {}, { signal }),
    here: daemon.here,
  }));
  output.value({ ...answer, running: !here });
  const running = here
    ? `not running ("${cli.self} ${answer.tracker === undefined ? 'peer' : 'up'}" starts it)`
    : `running for ${formatDuration((Date.now() - answer.started) / 1000)} (process ${answer.pid})`;
  output.fact('Ayni', `${answer.version}, ${running}`);
  output.fact('State', answer.state);
  if (answer.tracker !== undefined) {
    const { port, access, addresses } = answer.tracker;
    output.fact('Tracker', `runs here on port ${port}, access ${access}; others reach it at ${addresses.join(', ')}`);
  }
  if (answer.peer !== undefined) sayPeer(output, answer.peer);
  if (answer.hasher === 'portable') {
    output.fact('Warning', 'the native BLAKE3 does not load here: hashing works, but slowly');
  }
  sayShares(output, answer);
  sayTransfers(output, answer);
}

function sayPeer(output: Output, peer: PeerStatus): void {
  const groups = peer.groups.length > 0 ? `, groups ${peer.groups.map(printable).join(', ')}` : '';
  output.fact('Network', peer.network);
  output.fact(
    'Peer',
    `${printable(peer.name)}, ${peer.role}${groups}, port ${peer.port}${peer.strict ? ', strict' : ''}`,
  );
  output.fact('Id', peer.id);
  const why = peer.lastError === undefined ? '' : `: ${printable(peer.lastError)}`;
  output.fact(
    'Connection',
    peer.connected ? `to the tracker ${peer.tracker ?? ''}` : `not connected to ${peer.trackers.join(', ')}${why}`,
  );
  output.fact('Limits', sayNow(peer.limits));
  output.fact('Downloads', peer.downloadsFolder);
  output.fact('Uploads', `${peer.slots.total - peer.slots.free} of ${formatCount(peer.slots.total, 'slot')} in use`);
}

function sayShares(output: Output, { shares, publishError }: Status): void {
  if (publishError !== undefined) output.fact('Publishing', printable(publishError));
  if (shares.length === 0) return;
  output.answer();
  output.table(
    [
      { title: 'SHARE' },
      { title: 'STATE' },
      { title: 'FILES', align: 'right' },
      { title: 'SIZE', align: 'right' },
      { title: 'LEFT OUT', align: 'right', minor: true },
      { title: 'FOR', minor: true },
      { title: 'PATH', minor: true },
    ],
    shares.map((one) => [
      printable(one.share.name),
      one.state,
      one.files.toLocaleString('en-US'),
      formatBytes(one.bytes),
      one.skipped.count === 0 ? '' : String(one.skipped.count),
      audienceOf(one.share.audience),
      printable(one.share.path),
    ]),
  );
  for (const { share, skipped, lastError } of shares) {
    if (lastError !== undefined) output.answer(`${printable(share.name)}: ${printable(lastError)}`);
    for (const { path, reason } of skipped.examples) {
      output.answer(`${printable(share.name)} leaves out ${printable(path)}: ${printable(reason)}`);
    }
  }
}

function audienceOf(audience: Status['shares'][number]['share']['audience']): string {
  if (audience.kind === 'everyone') return 'everyone';
  const peers = audience.peers.length > 0 ? [formatCount(audience.peers.length, 'peer')] : [];
  return [...audience.groups.map(printable), ...peers].join(', ');
}

function sayTransfers(output: Output, { downloads, uploads, counters }: Status): void {
  const open = downloads.filter(({ state }) => !['done', 'failed', 'cancelled'].includes(state));
  output.answer();
  for (const job of open) output.fact('Fetching', downloadLine(job));
  for (const { file, files, sentBytes, bytesPerSecond } of uploads) {
    const what = file === undefined ? formatCount(files, 'small file') : printable(file.path);
    output.fact('Sending', `${what}  ${formatBytes(sentBytes)}  ${formatSpeed(bytesPerSecond)}`);
  }
  output.fact('Traffic', `${formatBytes(counters.bytesSent)} sent, ${formatBytes(counters.bytesReceived)} received`);
}
