import { formatDuration } from '../core/format/quantity.ts';
import { printable } from '../core/format/printable.ts';
import type { Cli } from './cli.ts';
import { callOf } from './help/call-of.ts';
import type { PrintedInvite, Started } from './programs.ts';
import { FACT_CELLS, type Output } from './terminal/output.ts';
import { qrCode } from './terminal/qr-code.ts';

/** What a person reads after `up`, `tracker`, `peer` and `join`. */
export async function sayStarted(cli: Cli, started: Started): Promise<void> {
  const { output } = cli;
  const { say, told } = output.words;
  const { daemon, peer, tracker, state, network, logs, warnings } = started;
  output.value({ network, state, peer, tracker, control: { url: daemon.control.url }, warnings });
  const fact = (name: string, text: string) =>
    output.answer(`  ${output.style('dim', name.padEnd(FACT_CELLS))}${text}`);
  for (const invite of tracker?.invites ?? []) await sayInvite(cli, invite);
  output.answer();
  if (peer !== undefined)
    fact(say('Peer'), say('{name}, listening on port {port}', { name: printable(peer.name), port: peer.port }));
  fact(say('Network'), network);
  fact(say('State'), state);
  if (peer !== undefined) fact(say('Downloads'), peer.downloads);
  if (logs !== undefined) fact(say('Logs'), logs);
  fact(say('Firewall'), say('must let TCP {ports} in to this machine', { ports: ports(output, started) }));
  for (const warning of warnings) fact(say('Warning'), told(warning));
  output.answer();
  if (peer !== undefined) {
    output.answer(say('Try in another terminal:'));
    for (const command of ['search', 'ls', 'get NAME', 'status']) output.answer(`  ${callOf(cli, command)}`);
  }
  const command = callOf(cli, peer === undefined ? 'tracker open' : 'open');
  output.answer(say('The web app, in your browser: "{command}" in another terminal.', { command }));
  output.answer(say('Ctrl-C stops it.'));
  output.answer();
}

async function sayInvite(cli: Cli, invite: PrintedInvite): Promise<void> {
  const { output } = cli;
  const { link, role, expires, usesLeft } = invite;
  const { say } = output.words;
  output.answer();
  output.answer(
    role === 'admin'
      ? say('To administer the network from your own machine, with a folder you want to share:')
      : say('On the others’ machines, with a folder they want to share:'),
  );
  output.answer();
  output.answer(`  ${output.style('bold', `${cli.self} join '${link}' FOLDER`)}`);
  output.answer();
  if (output.interactive && role !== 'admin') output.answer(await qrCode(link, output.colours));
  if (expires === undefined) output.answer(say('Anyone who has this link may join, now and later (access open).'));
  else {
    const uses = usesLeft === 1 ? say('once') : say('{count} times', { count: usesLeft ?? 0 });
    const time = formatDuration((expires - Date.now()) / 1000);
    output.answer(say('The link is good {uses}, for {time}. Give it only to who may join.', { uses, time }));
  }
}

function ports({ words }: Output, { peer, tracker }: Started): string {
  const parts: string[] = [];
  if (tracker !== undefined) parts.push(words.say('{port} (tracker)', { port: tracker.port }));
  if (peer !== undefined) parts.push(words.say('{port} (files)', { port: peer.port }));
  return parts.join(` ${words.say('and')} `);
}
