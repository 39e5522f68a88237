import { formatDuration } from '../core/format/quantity.ts';
import { printable } from '../core/format/printable.ts';
import type { Cli } from './cli.ts';
import type { PrintedInvite, Started } from './programs.ts';
import { qrCode } from './terminal/qr-code.ts';

/** What a person reads after `up`, `tracker`, `peer` and `join`. */
export async function sayStarted(cli: Cli, started: Started): Promise<void> {
  const { output } = cli;
  const { daemon, peer, tracker, state, network, logs, warnings } = started;
  output.value({ network, state, peer, tracker, control: { url: daemon.control.url }, warnings });
  const fact = (name: string, text: string) => output.answer(`  ${output.style('dim', name.padEnd(11))}${text}`);
  for (const invite of tracker?.invites ?? []) await sayInvite(cli, invite);
  output.answer();
  if (peer !== undefined) fact('Peer', `${printable(peer.name)}, listening on port ${peer.port}`);
  fact('Network', network);
  fact('State', state);
  if (peer !== undefined) fact('Downloads', peer.downloads);
  if (logs !== undefined) fact('Logs', logs);
  fact('Firewall', `must let TCP ${ports(started)} in to this machine`);
  for (const warning of warnings) fact('Warning', warning);
  output.answer();
  if (peer !== undefined) {
    output.answer('Try in another terminal:');
    output.answer(`  ${cli.self} search`);
    output.answer(`  ${cli.self} ls`);
    output.answer(`  ${cli.self} get NAME`);
    output.answer(`  ${cli.self} status`);
  }
  const open = peer === undefined ? 'tracker open' : 'open';
  output.answer(`The web app, in your browser: "${cli.self} ${open}" in another terminal.`);
  output.answer('Ctrl-C stops it.');
  output.answer();
}

async function sayInvite(cli: Cli, invite: PrintedInvite): Promise<void> {
  const { output } = cli;
  const { link, role, expires, usesLeft } = invite;
  const who = role === 'admin' ? 'To administer the network from your own machine' : 'On the others’ machines';
  output.answer();
  output.answer(`${who}, with a folder they want to share:`);
  output.answer();
  output.answer(`  ${output.style('bold', `${cli.self} join '${link}' FOLDER`)}`);
  output.answer();
  if (output.interactive && role !== 'admin') output.answer(await qrCode(link, output.colours));
  if (expires === undefined) output.answer('Anyone who has this link may join, now and later (access open).');
  else {
    const uses = usesLeft === 1 ? 'once' : `${usesLeft} times`;
    const time = formatDuration((expires - Date.now()) / 1000);
    output.answer(`The link is good ${uses}, for ${time}. Give it only to who may join.`);
  }
}

function ports({ peer, tracker }: Started): string {
  const parts: string[] = [];
  if (tracker !== undefined) parts.push(`${tracker.port} (tracker)`);
  if (peer !== undefined) parts.push(`${peer.port} (files)`);
  return parts.join(' and ');
}
