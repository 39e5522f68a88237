import type { Command } from 'commander';

import { AyniError } from '../../core/errors.ts';
import { formatBytes, formatDuration, formatSpeed } from '../../core/format/quantity.ts';
import { printable } from '../../core/format/printable.ts';
import { QUEUE_MOVES } from '../../core/transfer/queue-move.ts';
import type { DownloadStatus } from '../../wire/control/messages.ts';
import { CONTROL_ROUTES } from '../../wire/control/routes.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { callOf } from '../help/call-of.ts';
import { helpNotes } from '../help/help-notes.ts';
import { withDaemon, type Session } from '../daemon/session.ts';
import { watchDownloads } from '../daemon/watch.ts';
import { EXIT } from '../exit-codes.ts';
import { AlreadyTold, reportError } from '../report-error.ts';
import { sayDownloads } from '../say-downloads.ts';
import { didYouMean } from '../../core/format/did-you-mean.ts';

const ACTIONS = {
  pause: { route: CONTROL_ROUTES.pauseDownload, done: 'Paused' },
  resume: { route: CONTROL_ROUTES.resumeDownload, done: 'Goes on' },
  cancel: { route: CONTROL_ROUTES.cancelDownload, done: 'Cancelled' },
} as const;

export function define(command: Command, cli: Cli): Command {
  return command
    .argument('[ACTION]', '"list", "pause", "resume", "cancel" or "move"', 'list')
    .argument('[DOWNLOAD...]', 'ids, as "list" shows them, or "all"; for "move" an id and first, last, up or down')
    .addHelpText(
      'after',
      helpNotes(
        cli,
        [],
        [
          '{self} downloads',
          '{self} downloads pause all',
          '{self} downloads resume 3f9a',
          '{self} downloads cancel 3f9a',
          '{self} downloads move 3f9a first',
        ],
      ),
    )
    .action((action: string, ids: readonly string[], options: CommonOptions) => {
      if (action === 'list' && ids.length === 0) return list(cli, options);
      if (action === 'pause' || action === 'resume' || action === 'cancel') return act(cli, action, ids, options);
      if (action === 'move') return move(cli, ids, options);
      throw new AyniError('usage', 'downloads can list, pause, resume, cancel and move.');
    });
}

async function list(cli: Cli, options: CommonOptions): Promise<void> {
  const { output } = cli;
  const { say, told } = output.words;
  const jobs = await withDaemon(cli, options, ({ client, signal }) =>
    client.call(CONTROL_ROUTES.downloads, {}, { signal }),
  );
  output.value(jobs);
  if (jobs.length === 0) {
    output.remark(say('No downloads: "{command}" begins one.', { command: callOf(cli, 'get NAME') }));
    return;
  }
  output.table(
    [
      { title: say('ID') },
      { title: say('STATE') },
      { title: say('DONE'), align: 'right' },
      { title: say('SIZE'), align: 'right', minor: true },
      { title: say('SPEED'), align: 'right', minor: true },
      { title: say('LEFT'), align: 'right', minor: true },
      { title: say('NAME') },
    ],
    jobs.map((job) => [
      job.id,
      say(job.state),
      job.bytesTotal > 0 ? `${Math.floor((100 * job.bytesDone) / job.bytesTotal)} %` : '',
      formatBytes(job.bytesTotal),
      job.state === 'running' ? formatSpeed(job.bytesPerSecond) : '',
      job.etaSeconds === undefined ? '' : formatDuration(job.etaSeconds),
      printable(job.name) + (job.reason === undefined ? '' : ` (${printable(told(job.reason.message))})`),
    ]),
  );
}

async function move(cli: Cli, words: readonly string[], options: CommonOptions): Promise<void> {
  const [text = '', where = '', ...more] = words;
  const to = QUEUE_MOVES.find((one) => one === where);
  if (to === undefined || more.length > 0) {
    throw new AyniError('usage', 'Say which and where to: "downloads move ID first", or last, up, down.');
  }
  await withDaemon(cli, options, async ({ client, signal }) => {
    const [job] = chosen(await client.call(CONTROL_ROUTES.downloads, {}, { signal }), [text], 'move');
    if (job === undefined) throw new AyniError('usage', 'One download is moved at a time.');
    await client.call(CONTROL_ROUTES.moveDownload, { id: job.id, to }, { signal });
    cli.output.value({ id: job.id, action: 'move', to });
    cli.output.answer(cli.output.words.say('Moved {to}: {name}', { to, name: printable(job.name) }));
  });
}

async function act(
  cli: Cli,
  action: keyof typeof ACTIONS,
  texts: readonly string[],
  options: CommonOptions,
): Promise<void> {
  const { output } = cli;
  if (texts.length === 0) throw new AyniError('usage', `Say which to ${action}: "downloads" lists them; "all" is all.`);
  const { route, done } = ACTIONS[action];
  const acted: DownloadStatus[] = [];
  let exitCode: number = EXIT.ok;
  const ended = await withDaemon(cli, options, async (session) => {
    const { client, daemon, signal } = session;
    const jobs = chosen(await client.call(CONTROL_ROUTES.downloads, {}, { signal }), texts, action);
    for (const job of jobs) {
      try {
        await client.call(route, { id: job.id }, { signal });
      } catch (error) {
        // One of several may have ended meanwhile: that is no matter of the others.
        if (jobs.length === 1 || signal.aborted) throw error;
        exitCode = reportError(error, cli);
        continue;
      }
      acted.push(job);
      output.value({ id: job.id, action });
      output.answer(`${output.words.say(done)}: ${printable(job.name)}`);
    }
    // A daemon of our own lives as long as the download that was asked for.
    return action === 'resume' && daemon.here ? goOn(session, cli, acted) : [];
  });
  sayDownloads(output, ended);
  if (exitCode !== EXIT.ok) throw new AlreadyTold(exitCode);
}

function goOn(session: Session, cli: Cli, jobs: readonly DownloadStatus[]): Promise<readonly DownloadStatus[]> {
  return watchDownloads(
    session,
    cli.output,
    jobs.map(({ id }) => id),
  );
}

function chosen(jobs: readonly DownloadStatus[], texts: readonly string[], action: string): readonly DownloadStatus[] {
  if (texts.includes('all') && action !== 'move') {
    const ended = action === 'resume' ? ['done'] : ['done', 'failed', 'cancelled'];
    return jobs.filter(({ state }) => !ended.includes(state));
  }
  return texts.map((text) => {
    const [first, ...more] = jobs.filter(({ id, name }) => id.startsWith(text) || name === text);
    if (first === undefined) {
      const hint = didYouMean(
        text,
        jobs.flatMap(({ id, name }) => [id, name]),
      );
      throw new AyniError('not-found', `No download is called "${printable(text)}": "downloads" lists them.${hint}`);
    }
    if (more.length > 0)
      throw new AyniError('ambiguous', `Several downloads are called "${printable(text)}": use the id.`);
    return first;
  });
}
