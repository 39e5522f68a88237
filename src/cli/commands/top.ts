import type { Command } from 'commander';

import { AyniError } from '../../core/errors.ts';
import { CONTROL_ROUTES, NETWORK_ROUTES } from '../../wire/control/routes.ts';
import type { Cli, CommonOptions } from '../cli.ts';
import { helpNotes } from '../help/help-notes.ts';
import { follow, withDaemon, type Session } from '../daemon/session.ts';
import { pause } from '../follow/pause.ts';
import { FullScreen, isKeyStream, type KeyStream } from '../terminal/full-screen.ts';
import { screenLines, type Seen, type SeenPeer } from '../top/screen.ts';

/** How often the tracker is asked who is there, ms. */
const PEERS_MS = 5000;
/** Lines of the picture for a pipe. */
const ONE_SHOT_ROWS = 1000;
const PIPE_COLUMNS = 80;

export function define(command: Command, cli: Cli): Command {
  return command
    .addHelpText(
      'after',
      helpNotes(
        cli,
        [
          'Shows transfers and peers live: q quits, p pauses the chosen download or resumes it, the arrow keys choose. Into a pipe it prints them once.',
        ],
        ['{self} top', '{self} top | head -n 5'],
      ),
    )
    .action((options: CommonOptions) =>
      withDaemon(cli, options, (session) => {
        const { output, stdin } = cli;
        return output.interactive && output.live && isKeyStream(stdin)
          ? live(cli, session, stdin)
          : sayOnce(cli, session);
      }),
    );
}

async function sayOnce({ output }: Cli, { client, signal }: Session): Promise<void> {
  const { downloads, uploads, counters, peer } = await client.call(CONTROL_ROUTES.status, {}, { signal });
  const peers = await client.call(NETWORK_ROUTES.peers, {}, { signal });
  const open = downloads.filter(({ state }) => !['done', 'failed', 'cancelled'].includes(state));
  output.value({ downloads: open, uploads, counters, peers });
  const connected = peer === undefined ? {} : { connected: peer.connected };
  const seen = { progress: { downloads: open, uploads, ...connected }, peers };
  const lines = screenLines(output.words, seen, undefined, { columns: PIPE_COLUMNS, rows: ONE_SHOT_ROWS });
  // Without the line that tells the keys.
  for (const line of lines.slice(0, -2)) output.answer(line.trimEnd());
}

async function live(cli: Cli, session: Session, keys: KeyStream): Promise<void> {
  const { client } = session;
  const over = new AbortController();
  const signal = AbortSignal.any([session.signal, over.signal]);
  let seen: Seen = { progress: { downloads: [], uploads: [] }, peers: [] };
  let selected: string | undefined;
  const draw = () => {
    const { downloads } = seen.progress;
    if (!downloads.some(({ id }) => id === selected)) selected = downloads[0]?.id;
    screen.show(screenLines(cli.output.words, seen, selected, { columns: cli.output.columns, rows: cli.output.rows }));
  };
  const onKey = (key: string) => {
    if (key === 'q') over.abort();
    // A terminal that is read key by key sends no signal.
    else if (key === '\u0003') process.kill(process.pid, 'SIGINT');
    else if (key === 'p') void toggle(session, seen, selected);
    else selected = neighbour(seen, selected, STEPS[key] ?? 0);
    if (!signal.aborted) draw();
  };
  using screen = new FullScreen(cli.output, keys, onKey);
  const onResize = () => {
    screen.clear();
    draw();
  };
  process.on('SIGWINCH', onResize);
  draw();
  const peering = keepPeers(session, signal, (peers) => {
    seen = { ...seen, peers };
    draw();
  });
  try {
    await follow(
      { client, signal },
      (progress) => {
        seen = { ...seen, progress };
        draw();
      },
      () => false,
    );
  } catch (error) {
    if (!over.signal.aborted) throw error;
  } finally {
    process.off('SIGWINCH', onResize);
    over.abort();
    await peering;
  }
}

const STEPS: Readonly<Record<string, number>> = {
  '\u001b[A': -1,
  '\u001bOA': -1,
  k: -1,
  '\u001b[B': 1,
  '\u001bOB': 1,
  j: 1,
};

function neighbour({ progress: { downloads } }: Seen, selected: string | undefined, step: number) {
  const at = downloads.findIndex(({ id }) => id === selected) + step;
  return downloads[Math.min(Math.max(at, 0), downloads.length - 1)]?.id;
}

/** One that ended in this moment can be neither. */
async function toggle({ client, signal }: Session, { progress }: Seen, id: string | undefined): Promise<void> {
  const job = progress.downloads.find((one) => one.id === id);
  if (job === undefined) return;
  const route = job.state === 'paused' ? CONTROL_ROUTES.resumeDownload : CONTROL_ROUTES.pauseDownload;
  await client.call(route, { id: job.id }, { signal }).catch(() => undefined);
}

/** While no tracker answers, those of before are shown. */
async function keepPeers({ client }: Session, signal: AbortSignal, show: (peers: readonly SeenPeer[]) => void) {
  try {
    for (;;) {
      try {
        show(await client.call(NETWORK_ROUTES.peers, {}, { signal }));
      } catch (error) {
        if (signal.aborted || !AyniError.is(error)) return;
      }
      await pause(PEERS_MS, signal);
    }
  } catch {
    // The end of the command.
  }
}
