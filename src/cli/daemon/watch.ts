import { formatBytes, formatDuration, formatSpeed } from '../../core/format/quantity.ts';
import { printable } from '../../core/format/printable.ts';
import type { DownloadStatus, Progress, ShareStatus } from '../../wire/control/messages.ts';
import { CONTROL_ROUTES } from '../../wire/control/routes.ts';
import type { Output } from '../terminal/output.ts';
import { LiveLines } from '../terminal/live-lines.ts';
import { clip } from '../terminal/width.ts';
import { follow, type Session } from './session.ts';

/** Not at work: ready, or nothing to do before the tracker answers. */
const SETTLED: readonly ShareStatus['state'][] = ['ready', 'waiting'];

/**
 * Shows how shares are scanned and hashed.
 * @param work what to wait for; unless given, until all of them are settled
 */
export async function watchShares(
  session: Pick<Session, 'client' | 'signal'>,
  output: Output,
  names: readonly string[],
  work?: Promise<unknown>,
): Promise<readonly ShareStatus[]> {
  const lines = new LiveLines(output);
  const rate = new Rate();
  const mine = (shares: readonly ShareStatus[]) => shares.filter(({ share }) => names.includes(share.name));
  const show = ({ shares }: Progress) => {
    const busy = mine(shares).filter(({ state }) => !SETTLED.includes(state));
    const speed = rate.of(mine(shares).reduce((sum, { hashedBytes }) => sum + hashedBytes, 0));
    const texts = busy.map((share) => shareLine(output, share, speed));
    lines.show(texts, texts.join('; '));
  };
  const settled = ({ shares }: Progress) =>
    mine(shares).length === names.length && mine(shares).every(({ state }) => SETTLED.includes(state));
  const { client, signal } = session;
  try {
    if (work === undefined) return mine((await follow(session, show, settled)).shares);
    const over = new AbortController();
    const following = { client, signal: AbortSignal.any([signal, over.signal]) };
    // What is wrong is told by the work itself.
    const showing = follow(following, show, () => false).catch(() => undefined);
    await work.finally(() => over.abort());
    await showing;
    return mine(await client.call(CONTROL_ROUTES.shares, {}, { signal }));
  } finally {
    lines.clear();
  }
}

function shareLine({ words: { say, count } }: Output, status: ShareStatus, speed: number): string {
  const { share, state, files, hashedBytes, totalBytes, pendingFiles, scannedEntries } = status;
  const name = printable(share.name);
  if (state === 'scanning') return say('Scanning {name}: {entries}', { name, entries: count(scannedEntries, 'entry') });
  if (state === 'publishing') return say('Publishing {name}: {files}', { name, files: count(files, 'file') });
  const left = speed > 0 ? say(', {time} left', { time: formatDuration((totalBytes - hashedBytes) / speed) }) : '';
  const percent = totalBytes > 0 ? ` (${Math.floor((hashedBytes / totalBytes) * 100)} %)` : '';
  const how = `${say('{part} of {all}', { part: formatBytes(hashedBytes), all: formatBytes(totalBytes) })}${percent}, ${formatSpeed(speed)}${left}`;
  return say('Hashing {name}: {how}, {files} to go', { name, how, files: count(pendingFiles, 'file') });
}

/** Shows downloads until each of them ended. */
export async function watchDownloads(
  session: Session,
  output: Output,
  ids: readonly string[],
): Promise<readonly DownloadStatus[]> {
  const lines = new LiveLines(output);
  const { client, signal } = session;
  // Those that ended are not in the progress any more.
  const running = ({ downloads }: Progress) => downloads.filter(({ id }) => ids.includes(id));
  let isBlockTold = output.live;
  const show = (progress: Progress) => {
    const jobs = running(progress);
    const blocked = isBlockTold ? undefined : jobs.find(({ state }) => state === 'blocked');
    if (blocked !== undefined) {
      // Nothing changes any more until a person makes room: no progress would tell of it.
      output.remark(downloadLine(output, blocked));
      isBlockTold = true;
    }
    const texts = jobs.map((job) => downloadLine(output, job, nameCells(output)));
    lines.show(texts, texts.join('; '));
  };
  try {
    await follow(session, show, (progress) => running(progress).length === 0);
  } finally {
    lines.clear();
  }
  const all = await client.call(CONTROL_ROUTES.downloads, {}, { signal });
  return all.filter(({ id }) => ids.includes(id));
}

/** What a name may take of a line, so that a narrow terminal shows the state too. */
export function nameCells({ live, columns }: Output): number {
  return live ? Math.max(12, Math.floor(columns / 3)) : Infinity;
}

/** One line on a download that goes on; a longer name is clipped. */
export function downloadLine({ words }: Pick<Output, 'words'>, job: DownloadStatus, cells = Infinity): string {
  const { say, count, number, told } = words;
  const percent = job.bytesTotal > 0 ? ` ${Math.floor((job.bytesDone / job.bytesTotal) * 100)} %` : '';
  const shown = clip(printable(job.name), cells);
  const parts = [
    `${shown}${percent}`,
    say('{part} of {all}', { part: formatBytes(job.bytesDone), all: formatBytes(job.bytesTotal) }),
  ];
  if (job.filesTotal > 1)
    parts.push(say('{part} of {all}', { part: number(job.filesDone), all: count(job.filesTotal, 'file') }));
  if (job.state === 'running') {
    parts.push(formatSpeed(job.bytesPerSecond));
    if (job.etaSeconds !== undefined) parts.push(say('{time} left', { time: formatDuration(job.etaSeconds) }));
    if (job.sources.length > 0)
      parts.push(say('from {names}', { names: job.sources.map(({ name }) => printable(name)).join(', ') }));
  } else {
    parts.push(say(job.state) + (job.reason === undefined ? '' : `: ${printable(told(job.reason.message))}`));
  }
  return parts.join('  ');
}

/** Bytes per second over the last few seconds. */
class Rate {
  #samples: { readonly at: number; readonly value: number }[] = [];

  of(value: number): number {
    const at = Date.now();
    this.#samples = [
      ...this.#samples.filter((sample) => at - sample.at < 5000 && sample.value <= value),
      { at, value },
    ];
    const first = this.#samples[0];
    return first === undefined || at === first.at ? 0 : ((value - first.value) / (at - first.at)) * 1000;
  }
}
