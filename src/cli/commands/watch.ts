import { resolve } from 'node:path';
import type { Command } from 'commander';

import { AyniError } from '../../core/errors.ts';
import { formatBytes } from '../../core/format/quantity.ts';
import { printable } from '../../core/format/printable.ts';
import { baseName } from '../../core/names/share-path.ts';
import type { DownloadStatus } from '../../wire/control/messages.ts';
import { CONTROL_ROUTES } from '../../wire/control/routes.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { callOf } from '../help/call-of.ts';
import { helpNotes } from '../help/help-notes.ts';
import { follow, withDaemon, type Session } from '../daemon/session.ts';
import { downloadLine, nameCells } from '../daemon/watch.ts';
import { Appearing, type Appeared } from '../follow/appearing.ts';
import { patternOf } from '../follow/match.ts';
import { pause } from '../follow/pause.ts';
import { reportError } from '../report-error.ts';
import { sayDownloads } from '../say-downloads.ts';
import { LiveLines } from '../terminal/live-lines.ts';

interface Options extends CommonOptions {
  readonly output?: string;
  readonly once?: boolean;
  readonly dryRun?: boolean;
  readonly seed: boolean;
}

/** How often the network is searched, ms. */
const POLL_MS = 3000;
/** How often it is asked while something comes, ms. */
const BUSY_MS = 500;

export function define(command: Command, cli: Cli): Command {
  return command
    .argument('<PATTERN...>', 'words as "search" takes them, or globs in quotes: "*.pdf", "music/**"')
    .option('-o, --output <DIR>', 'where to put it (the downloads folder unless given)')
    .option('--once', 'end after the first')
    .option('--dry-run', 'say what matches, and fetch nothing')
    .option('--no-seed', 'do not offer it to others afterwards')
    .addHelpText(
      'after',
      helpNotes(
        cli,
        [
          'Fetches what matches all of it, what is there now and what appears, until Ctrl-C. What this machine has already is left.',
        ],
        [
          "{self} watch '*.pdf' lecture -o ~/Lectures",
          "{self} watch 'music/**' --dry-run",
          '{self} watch results.csv --once && python3 plot.py',
        ],
      ),
    )
    .action((words: readonly string[], options: Options) => watch(cli, words, options));
}

async function watch(cli: Cli, words: readonly string[], options: Options): Promise<void> {
  const pattern = patternOf(words);
  await withDaemon(cli, options, async (session) => {
    const { client, daemon, signal } = session;
    const lines = new LiveLines(cli.output);
    const over = new AbortController();
    const running = new Set<string>();
    const showing = follow(
      { client, signal: AbortSignal.any([signal, over.signal]) },
      ({ downloads }) => {
        const texts = downloads
          .filter(({ id }) => running.has(id))
          .map((job) => downloadLine(cli.output, job, nameCells(cli.output)));
        lines.show(texts, texts.join('; '));
      },
      () => false,
    ).catch(() => undefined);
    try {
      await keepWatching(cli, session, { appearing: new Appearing(session, pattern), running, lines, options });
    } catch (error) {
      lines.clear();
      if (AyniError.is(error, 'cancelled') && running.size > 0) {
        const { say, count } = cli.output.words;
        const values = { downloads: count(running.size, 'download'), command: callOf(cli, 'downloads') };
        cli.output.remark(
          daemon.here
            ? say('{downloads} go on when Ayni runs here again: "{command}" shows them.', values)
            : say('{downloads} go on in the running peer: "{command}" shows them.', values),
        );
      }
      throw error;
    } finally {
      over.abort();
      await showing;
      lines.clear();
    }
  });
}

interface Watching {
  readonly appearing: Appearing;
  /** Ids of downloads that have not ended. */
  readonly running: Set<string>;
  readonly lines: LiveLines;
  readonly options: Options;
}

async function keepWatching(cli: Cli, session: Session, { appearing, running, lines, options }: Watching) {
  const { output } = cli;
  const { client, signal } = session;
  let told = false;
  for (let nextSearch = 0; ;) {
    const ended = await endedOf(session, running);
    if (ended.length > 0) lines.clear();
    for (const job of ended) tell(cli, job, options);
    if (options.once === true && ended.length > 0) return;
    if (Date.now() >= nextSearch && !(options.once === true && running.size > 0)) {
      nextSearch = Date.now() + POLL_MS;
      for (const found of await appearing.next()) {
        if (options.dryRun === true) {
          output.value({ would: 'fetch', ...found });
          output.answer(`${printable(found.path)}  (${formatBytes(found.size)})`);
        } else {
          const { id } = await client.call(CONTROL_ROUTES.addDownload, requestFor(cli, found, options), { signal });
          running.add(id);
        }
        if (options.once !== true) continue;
        if (options.dryRun === true) return;
        break;
      }
      if (!told) output.remark(output.words.say('Watching for more. Ctrl-C ends it.'));
      told = true;
    }
    await pause(running.size > 0 ? BUSY_MS : POLL_MS, signal);
  }
}

function requestFor(cli: Cli, { content, size, path }: Appeared, { output, seed }: Options) {
  const folder = output === undefined ? {} : { folder: resolve(cli.cwd, output) };
  return { target: { kind: 'content' as const, content, size, name: baseName(path) }, seed, ...folder };
}

async function endedOf({ client, signal }: Session, running: Set<string>): Promise<readonly DownloadStatus[]> {
  if (running.size === 0) return [];
  const jobs = await client.call(CONTROL_ROUTES.downloads, {}, { signal });
  const ended = jobs.filter(({ id, state }) => running.has(id) && ['done', 'failed', 'cancelled'].includes(state));
  for (const { id } of ended) running.delete(id);
  return ended;
}

/** One that failed is told, and the watching goes on. @throws its error with `--once` */
function tell(cli: Cli, job: DownloadStatus, { once }: Options): void {
  cli.output.value(job);
  try {
    sayDownloads(cli.output, [job]);
    if (job.state === 'cancelled') throw new AyniError('cancelled', `${printable(job.name)}: cancelled.`);
  } catch (error) {
    if (once === true) throw error;
    reportError(error, cli);
  }
}
